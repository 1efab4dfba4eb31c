"""course.check.detectors: facts about an answer that no misconception has a name for."""

import ast
import linecache
from dataclasses import replace

import pytest

from course.check.calls import Call, call_and_record
from course.check.context import Context, within
from course.check.detectors import accumulators, hints, indexing, loops, quoting, syntax_tree
from course.exercise.way import Way
from tests.check.test_check import VISIBLE, run


def call(function, *args):
    return call_and_record(function.__name__, function, args, {})[0]


def in_the_source(text, result=0):
    return hints.in_the_source("f", text, call(lambda: result))


@pytest.mark.parametrize(
    "text, whether",
    [
        ("def f(xs):\n    for x in xs:\n        n = x\n        return n", True),
        ("def f(xs):\n    n = 0\n    while n < 9:\n        n += 1\n        return n", True),
        ("def f(xs):\n    for x in xs:\n        for y in x:\n            n = y\n        return n", True),
        ("def f(xs):\n    for x in xs:\n        if x:\n            return x\n    return 0", False),
        (
            "def f(xs):\n    for x in sorted(xs):\n        return x",
            False,
        ),  # to take the first, some write this
        ("def f(xs):\n    while True:\n        n = 1\n        return n", False),
        (
            "def f(xs):\n    for x in xs:\n        if x:\n            break\n        n = x\n        return n",
            True,
        ),
        (
            "def f(xs):\n    for x in xs:\n        if x:\n            continue\n        n = x\n        return n",
            False,
        ),
        ("def f(xs:", False),
        ("f = 1", False),
        ("", False),
        ("def f(x):\n    return " + "(" * 300 + "x" + ")" * 300, False),
    ],
)
def test_a_return_that_ends_a_loop_in_its_first_round_is_seen(text, whether):
    said = loops.ends_at_once("f", text)
    assert bool(said) == whether and ("break" not in text or "the loop ends in its first round" in said)


@pytest.mark.parametrize(
    "text, whether",
    [
        ("def f(x):\n    words = words(x)\n    return words", True),
        ("def f(x):\n    n, words = 0, set(words(x))\n    return n", False),
        ("def f(x):\n    asked = words(x)\n    return asked", False),
        ("def f(x):\n    x = x.strip()\n    return x", False),
        ("def f(x):\n    sum = sum(x) + 1\n    return sum", True),
    ],
)
def test_a_function_that_became_a_variable_is_seen(text, whether):
    def raises(x):
        raise UnboundLocalError("cannot access local variable")

    assert (
        "Give the variable another name" in (hints.in_the_source("f", text, call(raises, 1)) or "")
    ) == whether


def test_an_argument_that_is_called_and_replaced_is_no_such_variable():
    assert in_the_source("def f(model, x):\n    model = model(x)\n    return model") is None


def test_print_instead_of_return_is_seen_where_nothing_came_back():
    assert "print" in in_the_source("def f(x):\n    print(x)", None)
    assert "print" not in in_the_source("def f(x):\n    print(x)\n    return x", None)
    assert in_the_source("def f(x):\n    pass", None) is None


def test_a_loop_over_the_places_of_another_list_is_seen():
    tree = syntax_tree.function_of(
        "f", "def f(rows, marks, names):\n    for i in range(len(names)):\n        print(rows[i], marks[i])"
    )
    assert (
        indexing.place_for_item(tree)
        == "Your loop makes a round for each place in `names`, and you look up `rows[i]`. Did you mean `range(len(rows))`?"
    )
    tree = syntax_tree.function_of(
        "f", "def f(rows, names):\n    for i in range(len(names)):\n        print(rows[i], names[i])"
    )
    assert indexing.place_for_item(tree) is None


@pytest.mark.parametrize(
    "asked, twice",
    [
        ("x == a or b", "x == a or x == b"),
        ("x != a and b", "x != a and x != b"),
        ("x == 1 or 2", "x == 1 or x == 2"),
    ],
)
def test_two_values_behind_one_comparison_are_seen(asked, twice):
    assert f"`{twice}`" in in_the_source(f"def f(x, a, b):\n    return {asked}")


@pytest.mark.parametrize("asked", ["x == a or x == b", "x == a or True", "x in (a, b)", "a or x == b"])
def test_other_conditions_are_not_taken_for_that(asked):
    assert "compares once" not in (in_the_source(f"def f(x, a, b):\n    return {asked}") or "")


@pytest.mark.parametrize(
    "body, says",
    [
        ("return table - x.max()", "Did you mean `x`?"),
        ("return table.sum(axis=1)", "and `x` is never used"),
        ("y = table + 1\n    return y", "never used"),
    ],
)
def test_a_value_of_the_notebooks_in_place_of_an_argument_is_seen(body, says):
    assert says in hints.from_elsewhere("f", f"def f(x):\n    {body}", beside=True)
    assert bool(hints.from_elsewhere("f", f"def f(x):\n    {body}")) == ("x." not in body)


@pytest.mark.parametrize(
    "body",
    [
        "return np.exp(x)",
        "return [y for y in x]",
        "return len(x)",
        "return x @ W",
        "return helper(x)",
        "from math import pi\n    return x * pi",
        "return sorted(x, key=lambda i: -x[i])",
        "def g(a):\n        return a\n    return g(x)",
        "return max(x, key=x.get)",
        "return math.pi",
    ],
)
def test_what_an_answer_makes_calls_or_imports_is_from_nowhere_else(body):
    assert hints.from_elsewhere("f", f"def f(x):\n    {body}", beside=True) is None


@pytest.mark.parametrize("module", ["tiktoken", "js", "bpe", "texts"])
def test_a_module_is_no_value_that_somebody_forgot_to_pass(module):
    ran = {
        "imports": "import os, tiktoken\nimport json as js\nfrom course.lessons import bpe, texts            # the course's own"
    }
    source = f"def f(text, encoding):\n    return {module}.encode(text)"
    assert "`encoding` is never used" in hints.from_elsewhere("f", source)
    with within(Context(ran=ran)):
        assert (
            hints.from_elsewhere("f", source) is None
            and hints.from_elsewhere("f", source, beside=True) is None
        )


def test_a_sum_that_is_kept_in_each_round_of_the_loop_that_makes_it_is_seen():
    text = "def f(pages):\n    score = []\n    for page in pages:\n        points = 0\n        for word in page:\n            points += 1\n            score.append(points)\n    return score"
    assert "`score.append(points)` is part of the inner loop" in in_the_source(text)
    assert in_the_source(text.replace("            score.append", "        score.append")) is None
    # a running sum over all
    assert (
        in_the_source(
            text.replace("        points = 0\n", "").replace("    score = []", "    score, points = [], 0")
        )
        is None
    )


def test_the_keys_of_a_dictionary_are_not_taken_for_the_items_of_a_list():
    text = "def f(shares):\n    quotients = []\n    for label in shares:\n        quotients[label] = shares[label] / 2\n    return quotients"

    def stops(shares):
        return [][next(iter(shares))]

    assert indexing.item_for_place(
        "f", text, call(stops, {"a": 1})
    ) is None and "one by one" in indexing.item_for_place("f", text, call(stops, ["a"]))


def test_a_sum_that_is_replaced_in_each_round_is_seen():
    text = "def f(pages, weights):\n    score = []\n    for page in pages:\n        points = 0\n        for word in page:\n            points = weights[word]\n        score.append(points)\n    return score"
    assert "`points = weights[word]` replaces" in accumulators.replaced_each_round(
        "f", text
    ) and "`+=`" in accumulators.replaced_each_round("f", text)


@pytest.mark.parametrize(
    "text",
    [
        "def f(xs):\n    n = 0\n    for x in xs:\n        n = n + x\n    return n",
        "def f(xs):\n    n = 0\n    for x in xs:\n        n += x\n    return n",
        "def f(xs):\n    best = 0\n    for x in xs:\n        if x > best:\n            best = x\n    return best",
        "def f(xs):\n    last = None\n    for x in xs:\n        last = x\n    return last",
        "def f(xs):\n    n = 0\n    for x in xs:\n        n = x * 2\n        print(n)\n    return 1",
    ],
)
def test_what_keeps_chooses_or_is_used_in_its_round_is_no_such_sum(text):
    assert accumulators.replaced_each_round("f", text) is None


def test_a_hat_is_no_power():
    assert (
        "`**`" in in_the_source("def f(N):\n    return N / 10 ^ 15", 3.5)
        and in_the_source("def f(N):\n    return N ** 2") is None
    )


def test_a_text_times_a_number_is_no_look_up():
    def raises(x):
        raise TypeError("unsupported operand type(s) for /: 'str' and 'int'")

    said = hints.in_the_source(
        "f", 'def f(x):\n    one = x * "input" + 2 * "cached"\n    return one / 10', call(raises, 3)
    )
    assert '`d["input"]`' in said
    assert hints.in_the_source("f", "def f(x):\n    return x * 3", call(raises, 3)) is None


def test_a_name_that_stayed_none_is_told_with_what_would_have_changed_it():
    said = in_the_source("def f(x):\n    best = None\n    if x > 0:\n        best = x\n    return best", None)
    assert "`best` is still nothing" in said and "Is its `if` ever true?" in said
    said = in_the_source(
        "def f(x):\n    best = None\n    for each in x:\n        if each < 0:\n            break\n        best = each\n    return best",
        None,
    )
    assert "Does the `break` end the loop too early?" in said


def test_is_between_two_values_is_seen_and_is_none_is_not():
    assert "`==`" in hints.the_same_object("f", "def f(x, y):\n    return x is y")
    assert hints.the_same_object("f", "def f(x):\n    return x is None") is None


def test_an_answer_that_remembers_is_found_out_by_calling_it_again():
    def grows(x, seen=[]):  # noqa: B006 (the mistake in question)
        seen.append(x)
        return list(seen)

    assert "gives a different result the second time" in hints.remembers(call(grows, 1), grows)
    assert hints.remembers(call(abs, -1), abs) is None


def test_what_is_seen_comes_where_nothing_has_a_name():
    source = "def merge(ids, pair, new_id):\n    print(ids)\n"
    with within(Context(sources={"merge": source})):
        assert run(VISIBLE, merge=lambda *_: None)[2].startswith("You print the result.")


def test_a_return_that_is_reached_with_nothing_in_hand_is_told_from_one_that_is_missing():
    search = "def f(xs):\n    best, found = 0, None\n    for x in xs:\n        if x > best:\n            found = x\n    return found"
    assert in_the_source(search, None).startswith("When Python reaches `return found`")
    assert (
        in_the_source(search, 1) is None
        and in_the_source(search.replace("        if", "        return\n        if"), None) is None
    )


def test_a_return_that_can_be_seen_goes_before_a_name_that_fits_by_chance():
    source = "def merge(ids, pair, new_id):\n    for i in ids:\n        n = i\n        return [n]\n"
    way = Way("merge", "first", "function", lambda ids, *_: ids[:1], "You kept one id.")
    with within(Context(wrong={"merge": [way]}, sources={"merge": source})):
        assert "first round" in run(VISIBLE, merge=lambda ids, *_: ids[:1])[2]
    with within(Context(wrong={"merge": [way]})):
        assert run(VISIBLE, merge=lambda ids, *_: ids[:1])[2] == "You kept one id."


def test_what_an_error_means_stands_below_it():
    lines = run("assert merge([1], (1, 2), 4) == [1]", merge=lambda ids, pair, new_id: ids + new_id)
    assert "TypeError" in lines[1] and lines[2].startswith("`+` joins two lists")


def test_an_argument_that_was_changed_without_a_misconception_for_it_is_explained():
    def sorts(ids, pair, new_id):
        ids.sort()
        return [4, 3, 4]

    assert run(VISIBLE, merge=sorts)[2].startswith("The caller still needs it")


def called(source, *args):
    """What the answer `f` of this text does with `args` -> Call."""
    space = {}
    exec(source, space)
    return call_and_record("f", space["f"], list(args), {})[0]


@pytest.mark.parametrize("body", ["del x[i + 1]", "x.pop(i + 1)", "x.remove(x[i])", "x[i:i + 2] = [9]"])
def test_a_list_that_gets_shorter_under_its_own_loop_is_seen_where_it_stopped(body):
    source = (
        f"def f(x):\n    for i in range(len(x) - 1):\n        if x[i] == 1:\n            {body}\n    return x"
    )
    call = called(source, [1, 2, 1, 1, 2, 5])
    assert call.raised and "gets shorter" in loops.shrinks_under_its_loop("f", source, call)
    assert loops.shrinks_under_its_loop("f", source, called(source, [5])) is None  # it did not stop


@pytest.mark.parametrize("along", ["y", "zip(y, x)", "enumerate(y)"])
def test_a_list_that_gets_shorter_under_its_own_loop_is_seen_where_the_callers_is_another_one_then(along):
    source = f"def f(x, y):\n    for each in {along}:\n        if 1 in x:\n            y.remove(y[0])\n    return y"
    assert "gets shorter" in loops.shrinks_under_its_loop("f", source, called(source, [1, 2], [3, 4]))
    # nothing was taken out
    assert loops.shrinks_under_its_loop("f", source, called(source, [5], [3, 4])) is None
    ends = source.replace("    return y", "            break\n    return y")
    assert loops.shrinks_under_its_loop("f", ends, called(ends, [1, 2], [3, 4])) is None
    own = (
        source.replace("    for", "    x.append(0)\n    z = list(y)\n    for", 1)
        .replace(" y:", " z:")
        .replace("(y", "(z")
        .replace("y.", "z.")
    )
    assert loops.shrinks_under_its_loop("f", own, called(own, [1, 2], [3, 4])) is None  # a list of its own


@pytest.mark.parametrize(
    "outside, add",
    [
        ("found = []", "found.append(each)"),
        ("found = {}", "found[each] = 1"),
        ("found = set()", "found.add(each)"),
        ("found, n = [], 0", "found.append(n)"),
    ],
)
def test_what_stands_outside_of_a_function_and_grows_with_each_call_is_seen(outside, add):
    source = f"{outside}\n\ndef f(x):\n    for each in x:\n        {add}\n    return x, found"
    assert hints.kept_outside("f", source).startswith("`found` is outside your function")
    for other in (
        source.replace("    for", "    found = list(x)\n    for"),
        source.replace("return x, found", "return x"),
        source.replace("def f(x)", "def f(x, found)"),
        source.replace(add, "pass"),
        source.replace("    for", "    found.clear()\n    for"),
    ):
        assert hints.kept_outside("f", other) is None


@pytest.mark.parametrize(
    "asked", ["not best", "x[i] and not best", "not best or x[i] < x[best]", "best", "best and x[i]"]
)
def test_the_place_0_that_is_taken_for_nothing_is_seen(asked):
    source = f"def f(x):\n    best = None\n    for i in range(len(x)):\n        if {asked}:\n            best = i\n    return best"
    assert indexing.zero_is_nothing("f", source).startswith("0 is a place, too")
    assert indexing.zero_is_nothing("f", source.replace(asked, "best is None")) is None
    assert indexing.zero_is_nothing("f", source.replace("best = i", "best = x[i]")) is None  # no place
    assert indexing.zero_is_nothing("f", source.replace("best = None", "best = False")) is None
    # the place 0 never comes
    assert indexing.zero_is_nothing("f", source.replace("range(len(x))", "range(1, len(x))")) is None
    assert indexing.zero_is_nothing("f", source.replace("i in range(len(x))", "i, each in enumerate(x)"))
    assert (
        indexing.zero_is_nothing("f", source.replace("i in range(len(x))", "i, each in enumerate(x, 1)"))
        is None
    )


def test_a_while_that_asks_for_what_is_still_nothing_never_begins():
    begun = "def f(x):\n    best = None\n    while {}:\n        best = 3\n        break\n    return x"
    for asked in "best", "best is not None", "best != None":
        assert loops.never_begins("f", begun.format(asked)).startswith(
            "`best` is nothing (`None`) when Python reaches your `while`"
        )
    for other in "best is None", "not best", "True", "x":
        assert loops.never_begins("f", begun.format(other)) is None
    assert (
        loops.never_begins(
            "f",
            "def f(x):\n    best = None\n    for each in x:\n        best = each\n    while best is not None:\n        best = None",
        )
        is None
    )
    assert (
        loops.never_begins(
            "f", "def f(x):\n    best = None\n    best = x\n    while best:\n        best = None"
        )
        is None
    )


def test_items_that_are_taken_for_places_are_seen_where_it_stopped():
    source = "def f(pieces):\n    for piece in pieces:\n        for i in piece:\n            piece[i + 1]"
    assert "`for i in range(len(piece))`" in indexing.item_for_place("f", source, called(source, [[7, 8]]))
    asked = "def f(counts):\n    for key in counts:\n        counts[key] / 0"
    assert indexing.item_for_place("f", asked, called(asked, {"a": 1})) is None  # so a dictionary is asked


def test_places_that_are_taken_for_items_are_seen():
    source = "def f(ids, vocab):\n    return [vocab[i] for i in ids]"
    assert hints.in_the_source("f", source, called(source, [1], {1: 2})) is None
    source = "def f(ids, vocab):\n    out = []\n    for i in range(len(ids)):\n        out.append(vocab[i])\n    return out"
    assert (
        hints.in_the_source("f", source, called(source, [1], {0: 2}))
        == "`i` is a place, counted from 0. The item at that place in `ids` is `ids[i]`."
    )
    source = source.replace("vocab[i]", "vocab[ids[i]]")
    assert hints.in_the_source("f", source, called(source, [1], {1: 2})) is None
    for part in "i, i:", "i + 1:", "i, 0":  # who writes a row and a column knows a place from an item
        source = (
            f"def f(ids, table):\n    for i in range(len(ids)):\n        table[{part}] = 0\n    return table"
        )
        assert indexing.place_for_item(ast.parse(source).body[0]) is None


def test_a_dictionary_may_be_asked_by_what_its_loop_gives_whatever_else_stops():
    source = "def f(counts):\n    total = sum(counts)\n    for name in counts:\n        counts[name] / total"
    assert indexing.item_for_place("f", source, called(source, {"a": 1})) is None


def test_a_range_of_a_list_is_seen():
    source = "def f(ids):\n    for i in range(ids):\n        pass"
    assert "`for i in ids`" in indexing.range_of_a_list("f", source, called(source, [1]))
    source = source.replace("pass", "print(ids[i])")
    assert "`range(len(ids))`" in indexing.range_of_a_list("f", source, called(source, [1]))


def stopped(error):
    def f(xs):
        raise error

    return call(f, [1])


def test_the_neighbour_that_the_last_place_does_not_have_is_named():
    says = "The last place has no neighbor on its right, so `xs[i + 1]` doesn't exist there. Stop one earlier: `range(len(xs) - 1)`."
    text = "def f(xs):\n    for i in range(len(xs)):\n        both = xs[i] + xs[i + 1]"
    assert indexing.beyond_the_last("f", text, stopped(IndexError("list index out of range"))) == says
    assert indexing.beyond_the_last("f", text, stopped(KeyError(1))) is None
    assert (
        indexing.beyond_the_last("f", text.replace("len(xs)", "len(xs) - 1"), stopped(IndexError())) is None
    )
    assert (
        indexing.beyond_the_last("f", text.replace("both", "if i + 1 < len(xs): both"), stopped(IndexError()))
        is None
    )


@pytest.mark.parametrize(
    "line, says",
    [
        ("x = x + 1", "`x = x + 1` gives the name `x` another value, but only for this round."),
        ("g(x)", "The result of `g(x)` is thrown away"),
        ("out.append(g(x))", None),
        ("y = g(x)", None),
        ("print(x)", None),
    ],
)
def test_a_line_that_comes_to_nothing_is_named(line, says):
    found = hints.changes_nothing(
        "f", f"def f(xs, g):\n    for x in xs:\n        {line}\n    return xs", call(len, [])
    )
    assert (found or "").startswith(says or "") and bool(found) == bool(says)


# -- lines that do nothing, and what came in going out again -------------------------------------------------


def said(source, body, **names):
    linecache.cache["<mine>"] = len(source), None, source.splitlines(True), "<mine>"
    exec(compile(source, "<mine>", "exec"), names)
    return run(f"    {body}", "x/f", f=names["f"])[2:]


def test_a_line_that_only_compares_or_only_calculates_is_named_before_what_it_leads_to():
    assert said("def f(x):\n    d = {}\n    d[x] == 1\n    return d[x]", "assert f(2) == 1") == [
        "`d[x] == 1` only asks whether the two are equal. To give the left one a value, write a single `=`."
    ]
    assert said(
        "def f(x):\n    total = 0\n    for n in x:\n        total + n\n    return total", "assert f([2]) == 2"
    ) == [
        "The result of `total + n` is thrown away. To keep it, give it a name, for example `total = total + n`."
    ]
    # not what it was given
    assert said(
        "def f(d):\n    for n in d:\n        d[n] / 2\n    return d", "assert f({1: 2}) == {1: 1}"
    ) == [
        "The result of `d[n] / 2` is thrown away. To keep it, put it where your answer collects its results: to the right of a `=`, or on a list."
    ]
    assert said(
        "def f(d):\n    for n, often in d.items():\n        often / 2\n    return d",
        "assert f({1: 2}) == {1: 1}",
    )[0].startswith("The result of `often / 2` is thrown away. To keep it, put it")


def test_a_line_that_compares_what_can_be_given_no_value_is_passed_over():
    assert (
        said(
            "def f(x):\n    len(x) == 3\n    print(x) + 1 if False else 0\n    return 0", "assert f([2]) == 1"
        )
        == []
    )


def test_of_several_calls_the_one_that_went_wrong_is_looked_at():
    """The last one gives back what came in, and rightly."""
    source = "def f(ids):\n    return ids if ids[0] else ids + [1]"
    assert said(source, "want = [[0, 2], [1]]; assert [f(ids) for ids in ([0], [1])] == want") == []


def test_who_gives_back_what_came_in_as_it_was_is_told_so():
    assert said("def f(ids):\n    new = ids + [1]\n    return ids", "assert f([2]) == [2, 1]") == [
        "You returned `ids` itself, exactly as it came in. Return what you made from it."
    ]
    assert said("def f(ids):\n    return list(ids)", "assert f([2]) == [2, 1]") == []


def test_a_function_that_comes_back_lacks_its_brackets_and_a_number_with_commas_is_several():
    assert said("def f(x):\n    return x.upper", "assert f('a') == 'A'") == [
        "`x.upper` without brackets is the function itself, not what it makes: `x.upper()`."
    ]
    assert said("def f(x):\n    return abs", "assert f('a') == 'A'") == [
        "This is the function itself, not its result: it needs a pair of brackets after it."
    ]
    assert said("def f(x):\n    return x / 1,000,000", "assert f(5) == 1") == [
        "A comma separates two things: `1,000,000` is 3 numbers. Write large numbers without it, or with `_`: `1_000_000`."
    ]


def test_a_pair_of_items_that_is_taken_for_a_key_is_named_and_an_own_pair_is_not():
    pairs = "`.items()` gives pairs of a key and its value."
    assert said("def f(d):\n    for name in d.items():\n        return d[name]", "assert f({'a': 1}) == 1")[
        0
    ].startswith(pairs)
    assert not said("def f(d):\n    return d['a', 1]", "assert f({'a': 1}) == 1")[0].startswith(pairs)


def test_what_stopped_an_answer_comes_before_a_return_in_its_loop():
    lines = said(
        "def f(x):\n    for n in x:\n        y = [] + n\n        return y", "assert f([1, 2]) == [1, 2]"
    )
    assert lines[0].startswith("`+` joins two lists")


def test_range_of_a_text_and_places_in_a_slice_are_named():
    assert said("def f(text):\n    return [i for i in range(text)]", "assert f('ab') == [0, 1]")[
        0
    ].startswith("`range` needs a number")
    assert said(
        "def f(text):\n    for c in text:\n        y = text[c:c + 1]\n    return y", "assert f('ab') == 'b'"
    )[0].startswith("`for c in text` gives you the items")


# -- slips that raise nothing --------------------------------------------------------------------------------


def said_with_a_name(source, body, wrong):
    """What is said where the answer is, by what it gives, a known mistake as well: `wrong`, whose message is
    "By chance.".
    """
    with within(
        Context(wrong={"f": [Way("f", "chance", "function", wrong, "By chance.")]}, sources={"f": source})
    ):
        return said(source, body)


SUM = "def f(xs):\n    total = 0\n    for x in xs:\n        total = total + x\n    return total"


@pytest.mark.parametrize(
    "line, says",
    [
        ("total =+ x", "`total =+ x` gives `total` the value of `x`. To add it, write `+=`."),
        ("total=+x", "`total=+x` gives"),
        ("total = + x", "`total = + x` gives"),
        ("total =+ xs[0] * 2", "the value of `xs[0] * 2`"),
        ("total =+ x if x else 0", "the value of `x if x else 0`"),
        ("total = -1 if x else +x", None),
        ("total = (+x) * 2", None),
        ("total = x +x", None),
        ("total += x", None),
        ("total = +x", None),
        ("total = total + +x", None),
        ("total =- x", None),
        ("other =+ x", None),
        ("total == + x", None),
    ],
)
def test_a_plus_on_the_wrong_side_of_its_equals_sign_is_named(line, says):
    found = accumulators.adds_nothing("f", SUM.replace("total = total + x", line))
    assert says in found if says else found is None


def test_a_plus_in_front_of_a_step_that_may_have_a_minus_as_well_is_a_sign():
    assert (
        accumulators.adds_nothing(
            "f", "def f(x):\n    if x > 0:\n        step=+1\n    else:\n        step=-1\n    return x + step"
        )
        is None
    )
    assert accumulators.adds_nothing(
        "f", "def f(xs):\n    counts = {}\n    for x in xs:\n        counts[x] =+ 1\n    return counts"
    ).startswith("`counts[x] =+ 1` gives `counts[x]` the value of `1`.")


def test_a_plus_on_the_wrong_side_is_said_before_a_name_that_fits_by_chance_and_before_what_it_leads_to():
    assert said_with_a_name(SUM.replace("= total +", "=+"), "assert f([1, 2]) == 3", lambda xs: xs[-1])[
        0
    ].startswith("`total =+ x` gives")
    assert said(
        SUM.replace("total = 0", "total = []").replace("= total + x", "=+ [x]"), "assert f([1]) == [1]"
    )[0].startswith("`total =+ [x]` gives")


ASKS = 'def f(mask):\n    n = 0\n    for i in range(len(mask)):\n        if mask[i] == "True":\n            n += 1\n    return n'


@pytest.mark.parametrize(
    "asks, says",
    [
        (
            "mask[i] == 'True'",
            'In quotes, `"True"` is a text. The truth value has no quotes: `True`. And `if mask[i]:` is enough to ask for it.',
        ),
        ("'True' == mask[i]", "`if mask[i]:` is enough"),
        ("mask[i] == 'False'", "`False`. And `if not mask[i]:` is enough"),
        ("mask[i] != 'False'", "`if mask[i]:` is enough"),
        ("mask[i] != 'True' and i", "`if not mask[i]:` is enough"),
        ("mask[i] == True", None),
        ("mask[i]", None),
        ("mask[i] == 'true'", None),
        ("str(mask[i]) == 'True'", None),
        ("mask[i] in ('True', True)", None),
        ("f'{mask[i]}' == 'True'", None),
    ],
)
def test_a_truth_value_in_quotes_is_named(asks, says):
    source = ASKS.replace('mask[i] == "True"', asks)
    found = quoting.truth_in_quotes("f", source, call(len, [True]))
    assert says in found if says else found is None


def test_a_text_that_comes_in_or_is_made_may_be_compared_with_a_text():
    # of very many nobody looks at all
    for given in (["True", "False"], "a True story", {"x": [("True",)]}, list(range(20_000))):
        assert quoting.truth_in_quotes("f", ASKS, call(len, given)) is None
    assert (
        quoting.truth_in_quotes(
            "f", ASKS.replace("n = 0", "mask, n = ['True' for m in mask], 0"), call(len, [True])
        )
        is None
    )
    assert (
        quoting.truth_in_quotes(
            "f", "def f(ask):\n    reply = ask('Is it?')\n    return reply == 'True'", call(len, [1])
        )
        is None
    )


def test_a_truth_value_in_quotes_is_said_before_a_name_that_fits_by_chance_and_before_the_division_that_it_leads_to():
    assert said_with_a_name(ASKS, "assert f([True]) == 1", lambda mask: 0)[0].startswith("In quotes")
    assert said(ASKS.replace("return n", "return 1 / n"), "assert f([True]) == 1")[0].startswith("In quotes")


@pytest.mark.parametrize(
    "line, says",
    [
        ('out["x"] = xs[x]', '`"x"` is a word'),
        ('out[x] = xs["x"]', '`"x"` is a word'),
        ('out["x"] += 1', '`"x"` is a word'),
        ('out[x] = xs.index("x")', '`"x"` is a word'),
        ('print("x", x)', None),
        ('print("x =", x)', None),
        ("out[x] = xs[x]", None),
        ('out["y"] = xs[x]', None),
        ('out[x] = "x"', None),
    ],
)
def test_the_loops_own_name_in_quotes_for_a_key_is_named(line, says):
    source = f"def f(xs):\n    out = {{}}\n    for x in xs:\n        {line}\n    return out"
    found = quoting.name_in_quotes("f", source, call(len, {"a": 1}))
    assert says in found if says else found is None
    # a text that comes in may be asked for
    assert quoting.name_in_quotes("f", source, call(len, {"x": 1})) is None


def test_a_comma_in_a_large_number_is_seen_also_where_it_stopped_the_answer_and_a_pair_without_one_is_not():
    assert said("def f(x):\n    day = 86,400\n    return x / day", "assert f(1) == 1")[0].startswith(
        "A comma separates two things: `86,400` is 2 numbers."
    )
    assert said("def f(x):\n    pair = (x, 2)\n    return x / pair", "assert f(1) == 1") == []


def test_so_is_a_name_that_the_loop_makes():
    assert '`"y"` is a word' in quoting.name_in_quotes(
        "f",
        'def f(xs):\n    out = {}\n    for x in xs:\n        y = xs[x]\n        out["y"] = 1\n    return out',
        call(len, {"a": 1}),
    )


def test_it_is_said_before_a_name_that_fits_by_chance_and_of_a_key_that_is_missing():
    source = 'def f(xs):\n    out = {}\n    for x in xs:\n        out["x"] = xs[x]\n    return out'
    assert said_with_a_name(source, "assert f({'a': 1}) == {'a': 1}", lambda xs: {"x": 1})[0].startswith(
        'In quotes, `"x"`'
    )
    assert said(source.replace('out["x"] = xs[x]', 'out[x] = xs["x"]'), "assert f({'a': 1}) == {'a': 1}")[
        0
    ].startswith('In quotes, `"x"`')


@pytest.mark.parametrize(
    "asks, found",
    [
        ("i + 1 in ids", True),
        ("i + 1 not in ids", True),
        ("ids[i] + 1 in ids", False),
        ("i in ids", False),
        ("i + 1 in other", False),
        ("n + 1 in ids", False),
        ("i + 1 < len(ids)", False),
    ],
)
def test_a_place_that_is_looked_for_among_the_items_is_named(asks, found):
    said_so = indexing.place_among_items(
        "f",
        f"def f(ids, other, n):\n    made, i = [], 0\n    while i < len(ids):\n        if {asks}:\n            made.append(ids[i])\n        i += 1\n    return made",
    )
    assert (said_so is not None) == found and (
        not found or "To ask whether there is such a place, write `i + 1 < len(ids)`" in said_so
    )


def test_items_that_are_taken_for_places_are_seen_of_a_list_where_nothing_stopped():
    source = "def f(xs, mask):\n    total = 0\n    for i in mask:\n        if mask[i]:\n            total += 1\n    return total"
    says = "`for i in mask` gives you the items of `mask` one by one, so `i` is an item already, and no place. (For the places, write `for i in range(len(mask))`.)"
    assert said(source, "assert f([5, 6], [True, True, False]) == 2") == [says]
    assert said(source, "assert f([5, 6], mask=[True, True, False]) == 2") == [says]
    assert (
        said_with_a_name(source, "assert f([5, 6], [True, True, False]) == 2", lambda xs, mask: 3)[0] == says
    )
    inner = "def f(pieces):\n    n = 0\n    for piece in pieces:\n        for i in piece:\n            n += piece[i - 1]\n    return n"
    assert said(inner, "assert f([[0, 1]]) == 2")[0].startswith("`for i in piece` gives")


@pytest.mark.parametrize(
    "loop",
    [
        "for i in range(len(xs)):\n        n += xs[i]",
        "for i, x in enumerate(xs):\n        n += xs[i]",
        "for i in xs:\n        n += xs.index(i)",
        "for i in xs:\n        n += xs[xs.index(i)]",
        "for i in xs:\n        n += table[i]",
        "for i in table:\n        n += table[i]",
        "for i in xs:\n        n += xs[0]",
        "for i in xs:\n        n += xs[table[i]]",
        "for i in xs:\n        i = 0\n        n += xs[i]",
        "xs = dict.fromkeys(xs, 1)\n    for i in xs:\n        n += xs[i]",
    ],
)
def test_a_place_is_a_place_and_a_key_is_a_key(loop):
    assert "one by one" not in str(
        said(
            f"def f(xs, table):\n    n = 5\n    {loop}\n    return n", "assert f([0, 1], {0: 1, 1: 0}) == 99"
        )
    )


def test_who_passes_is_told_nothing():
    assert run("    assert f([True, True]) == 2", "x/f", f=lambda mask: sum(mask[i] for i in mask)) is None
    source = "def f(mask):\n    n = 0\n    for i in mask:\n        n += mask[i]\n    return n"
    space = {}
    exec(source, space)
    with within(Context(sources={"f": source})):
        assert run("    assert f([True, True]) == 2", "x/f", f=space["f"]) is None


@pytest.mark.parametrize(
    "loop, pairs",
    [
        ("for a, b in c, d:\n        n += a * b", True),
        ("n = [a * b for a, b in (c, d)]", True),
        ("for a, b in c, d[0:]:\n        n += a * b", True),
        ("for a, b in c:\n        n += a", False),
        ("for a in c, d:\n        x, y = a", False),
    ],
)
def test_two_lists_with_a_comma_between_are_to_be_zipped(loop, pairs):
    lines = said(
        f"def f(c, d):\n    n = 0\n    {loop}\n    return n", "assert f([(1, 2, 3), 2, 3], [4, 5, 6]) == 32"
    )
    assert ("zip(c, d" in lines[0]) == pairs and ("on the right of" in lines[0]) != pairs


def test_two_pairs_may_be_gone_through_one_after_the_other():
    assert (
        said(
            "def f(c, d):\n    n = 0\n    for x, y in c, d:\n        n += x * y\n    return n",
            "assert f((1, 2), (3, 4)) == 11",
        )
        == []
    )


AGAIN = "is inside the loop, so it starts again in every round. Put this line before the loop."


def loop_with(*lines, head="for x in xs:", before="total = 5", after="return total"):
    return "\n".join(
        ["def f(xs):", f"    {before}", f"    {head}", *(f"        {line}" for line in lines), f"    {after}"]
    )


@pytest.mark.parametrize(
    "lines, begins",
    [
        (["total = 0", "total += x"], "total = 0"),
        (["total = 0", "total = total + x"], "total = 0"),
        (["total = 0", "if x > 1:", "    total += x"], "total = 0"),
        (["total = 0", "if x > total:", "    total = x"], "total = 0"),
        (["y = x * 2", "total = []", "total.append(y)"], "total = []"),
        (["total = {}", "total[x] = total.get(x, 0) + 1"], "total = {}"),
        (["total = ''", "if x:", "    total += str(x)", "else:", "    total += '-'"], "total = ''"),
        (["total, n = 0, 0", "total += x", "n += 1"], "total, n = 0, 0"),
        (["total = n = 0", "n += 1", "total += x"], "total = n = 0"),
        (["total = -1", "if x > total:", "    total = x"], "total = -1"),
        (["total = None", "if total is None or x > total:", "    total = x"], "total = None"),
        (["total = 0", "try:", "    total += x", "finally:", "    pass"], "total = 0"),
    ],
)
def test_what_begins_again_in_each_round_of_a_loop_is_named(lines, begins):
    for head in ("for x in xs:", "while len(xs) > 5:"):
        assert (
            accumulators.starts_again(
                "f",
                loop_with(*lines, head=head, after="return total, n" if "n" in begins else "return total"),
            )
            == f"`{begins}` {AGAIN}"
        )


@pytest.mark.parametrize(
    "lines",
    [
        # used in the round
        ["total = 0", "total += x", "out.append(total)"],
        ["total = 0", "if x:", "    total += x", "print(total)"],
        ["total = []", "total.append(x)", "total.append(total[0])"],
        ["total = 0", "for y in x:", "    total += y", "out.append(total)"],
        ["total = 0", "for y in x:", "    if y > total:", "        total = y"],
        ["total = 0", "while total < x:", "    total += 1"],
        ["if total:", "    out.append(total)", "total = 0", "total += x"],  # used in the next
        ["total = 0", "total += x", "if total > 3:", "    break"],
        ["total = 0", "if x:", "    total += 1", "    break"],
        ["total = 0", "if x:", "    return total"],
        ["total = 0", "total = x"],
        ["total = 0"],
        ["total += x", "total = 0"],
        ["total = x", "total += 1"],
        ["total = x[0]", "total += 1"],
        ["total = [x]", "total.append(x)"],
        ["total = 0", "total += x", "yield total"],
        ["total = 0", "total += x", "out.append([total + y for y in xs])"],
        ["total, n = 0, 0", "total += x", "n += 1", "out.append(n)"],
        ["total = []", "out.append(total)", "n = 0"],
        ["total = []", "out.append(total)", "total.append(x)"],
        ["total = 0", "with x as y:", "    total = y"],
        ["total = []", "total.append(x)", "g = lambda: total"],
        ["n = 0", "n += x"],
        ["def g():", "    total = 0", "    total += 1", "    return total", "out.append(g())"],
    ],
)
def test_what_is_used_in_its_round_may_begin_in_each(lines):
    assert accumulators.starts_again("f", loop_with(*lines)) is None


def test_a_loop_that_asks_in_its_head_whether_something_changed_may_begin_it_in_each_round():
    assert (
        accumulators.starts_again(
            "f", loop_with("total = False", "if xs.pop():", "    total = True", head="while total:")
        )
        is None
    )
    assert (
        accumulators.starts_again(
            "f", "def f(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total"
        )
        is None
    )


def test_what_begins_again_is_said_before_a_name_that_fits_by_chance_and_of_what_stopped_after_why_it_stopped():
    source = loop_with("total = 0", "total += x")
    assert said_with_a_name(source, "assert f([1, 2]) == 3", lambda xs: xs[-1]) == [f"`total = 0` {AGAIN}"]
    assert said(
        loop_with("total = 0", "if x > 1:", "    total += x", after="return 1 / total"),
        "assert f([2, 1]) == .5",
    ) == [f"`total = 0` {AGAIN}"]
    assert said(loop_with("total = 0", "total += x"), "assert f(['a']) == 3")[0].startswith(
        "You can't add a number and a text"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    x = 0" + " + x" * 5000,
        "def f(x):\n    x == 0" + " + x" * 90 + "\n    x =+ 0" + " + x" * 90,
        "def f(x):\n    x =+ " + "[" * 90 + "]" * 90,
        "def f(x):\n    x == 'True'" + " == x" * 3000,
        "def f(x):\n" + "".join(" " * n + "while x:\n" for n in range(1, 19)) + " " * 19 + "x =+ x",
        "def f(*x, y=1, **z):\n    y =+ x",
        "def f():\n\n\tx = y =+ 1\n\tx[0], y =+ 1, 2",
        "def f(x): x =+ x; x =+ x",
        "\f\n\r\n  def f(é):\r\n    'é'; é =+ é; é\r\n",
        "def f(x):\n    for x.y[0] in x, x: x[x] = 0; x[x] += x[x:x]; (x := 0)",
        "def f(x):\n    x = (\n\n+ x)",
        "def f(x, /, *, y):\n    () = x = ()\n    while x: [] = x; x, *y = 0, 0; x += 1\n    match x:\n        case 'True': x == 'True'",
        "def f(x):\n    for x in []:\n        total = 0; x().append(total); total += 1\n    return total",
        "f = 1",
        "def f(",
        "",
    ],
)
def test_whatever_a_student_wrote_the_look_at_it_ends(source):
    for stopped_by in (None, IndexError("x"), ValueError("too many values to unpack")):
        asked = replace(call(len, [1]), name="f", args=[[1], {}], kwargs={"y": [1]}, raised=stopped_by)
        for look in (accumulators.adds_nothing, accumulators.starts_again):
            assert isinstance(look("f", source), str | None)
        for look in (
            quoting.truth_in_quotes,
            quoting.name_in_quotes,
            indexing.item_for_place,
            indexing.side_by_side,
        ):
            assert isinstance(look("f", source, asked), str | None)


def test_a_sum_of_several_that_nobody_keeps_is_seen_too():
    assert hints.thrown_away(
        "f", "def f(text, words):\n    for word in words:\n        text + word + ' '\n    return text"
    ).startswith(
        "The result of `text + word + ' '` is thrown away. To keep it, give it a name, for example `text = "
    )


@pytest.mark.parametrize(
    "body, kept",
    [
        ("made = 0\n    for x in xs:\n        made = made\n    return made", "`made` starts as `0`"),
        ("made = []\n    for x in xs:\n        y = x\n    return made", "`made` starts as `[]`"),
        ("made = ''\n    return made", "`made` starts as `''`"),
    ],
)
def test_what_is_given_back_as_it_began_is_told(body, kept):
    assert accumulators.stays_as_it_began("f", f"def f(xs):\n    {body}").startswith(kept)


@pytest.mark.parametrize(
    "body",
    [
        "made = 0\n    for x in xs:\n        made += x\n    return made",
        "made = []\n    made.append(1)\n    return made",
        "made = []\n    fill(made)\n    return made",
        "made = 0\n    for made in xs:\n        pass\n    return made",
        "made = {}\n    made[1] = 2\n    return made",
        "made = 0\n    if xs:\n        made = 1\n    return made",
        "made = sum(xs)\n    return made",
        "return 0",
        "xs = 0\n    return xs",
        "made = 0\n    def g():\n        nonlocal made\n        made = 1\n    g()\n    return made",
        "made = 0\n    if (made := len(xs)):\n        pass\n    return made",
        "made = 0\n    if not xs:\n        return None\n    return made",
    ],
)
def test_of_what_may_change_nothing_is_said(body):
    assert accumulators.stays_as_it_began("f", f"def f(xs):\n    {body}") is None


@pytest.mark.parametrize(
    "body, line",
    [
        ("data = ...        # the bytes\n    return data", "data = ..."),
        ("for x in xs:\n        if ...:\n            return x", "if ...:"),
        ("made = [... for x in xs]\n    return made", "made = [... for x in xs]"),
        ("def inner(y):\n        return y\n    return inner(...)", "return inner(...)"),
        ("return xs[0, :...]", "return xs[0, :...]"),
    ],
)
def test_a_gap_that_a_beginning_left_is_seen(body, line):
    assert (
        hints.gap_left("f", f"def f(xs):\n    {body}", Call("f", [], {}))
        == f"There is still a gap in the line `{line}`: replace `...` with your own code."
    )


@pytest.mark.parametrize(
    "body",
    [
        "return xs[..., 0]",
        "xs[...] = 0\n    return xs",
        "return '...'",
        "# ...\n    return xs",
        '"""Of xs ..."""\n    return xs',
    ],
)
def test_what_is_no_gap_is_none(body):
    assert hints.gap_left("f", f"def f(xs):\n    {body}", Call("f", [], {})) is None


def test_a_gap_in_brackets_is_one_where_the_answer_stopped_at_it():
    stopped = Call("f", ["abc"], {}, raised=TypeError("string indices must be integers, not 'ellipsis'"))
    assert "`return xs[...]`" in hints.gap_left("f", "def f(xs):\n    return xs[...]", stopped)


def test_what_the_last_line_comes_to_is_to_be_given_back():
    assert hints.thrown_away("f", "def f(weights, slope):\n    slope = slope / 2\n    weights - slope") == (
        "The result of `weights - slope` is thrown away. To return it, write `return` in front."
    )


SPINS = "def f(ids):\n    i = 0\n    while i < len(ids):\n        if ids[i] == 1:\n            i += 1\n        else:\n            {}\n    return i\n"


@pytest.mark.parametrize(
    "line, says",
    [
        ("pass", "a way through your `while` on which `i` stays as it is"),
        ("i = 2", "`i = 2` sets `i` to 2 each time"),
        ("i =+ 1", "`i += 1` adds 1 to it"),
        ("continue", "stays as it is"),
        ("i += 1", None),
        ("i = i + 1", None),
        ("return", None),
        ("break", None),
        ("i = next_of(i)", None),
        ("for j in ids:\n                i += j", None),
    ],
)
def test_a_while_with_a_way_through_it_that_does_not_move_on_is_seen(line, says):
    said = loops.stands_still("f", SPINS.format(line))
    assert said is None if says is None else says in said


def test_of_a_while_that_asks_for_no_counter_nothing_is_said():
    assert (
        loops.stands_still("f", "def f(ids):\n    while True:\n        ids = 3\n")
        is loops.stands_still("f", "def f(ids):\n    while len(ids) > 1:\n        pass\n")
        is None
    )


@pytest.mark.parametrize(
    "line, what",
    [
        ("return x.lower == y.lower()", "x.lower"),
        ("z = x.strip", "x.strip"),
        ("out.append(x.flatten)", "x.flatten"),
        ("return (x - 1).sum", "(x - 1).sum"),
        ("x.strip", "x.strip"),
        ("return np.argmin(x.sum)", "x.sum"),
    ],
)
def test_a_method_that_nobody_calls_is_named(line, what):
    assert (
        quoting.without_brackets("f", f"def f(x, y, out):\n    {line}")
        == f"`{what}` without brackets is the function itself, not what it makes: `{what}()`."
    )


@pytest.mark.parametrize(
    "line",
    [
        "return sorted(x, key=y.count)",
        "return max(x, key=x.get)",
        "return list(map(str.lower, x))",
        "return x.lower()",
        "f = np.sum",
        "return x.shape == y.shape",
        "sum = math.copysign",
        "return x.count == 2 and x.real",
    ],
)
def test_a_method_that_is_passed_on_and_what_is_no_method_are_not(line):
    assert (
        quoting.without_brackets("f", f"def f(x, y):\n    {line}") is None
        or "x.count" in line
        and "x.real" in line
    )


@pytest.mark.parametrize(
    "line, says",
    [
        ('out.append("{word} -> {answer}")', "An f is missing in front of `'{word} -> {answer}'`"),
        (
            'out.append("word -> answer")',
            "An f-string puts in what the names stand for: `f'{word} -> {answer}'`.",
        ),
        ('out.append(f"{word} -> {answer}")', None),
        ('out.append(word + " -> " + answer)', None),
        ('out.append("{word} -> {answer}".format(word=word, answer=answer))', None),
        ('out.append("word")', None),
        ('out.append(f"word {word} answer {answer}")', None),
        ('out.append(f"word -> answer")', "In an f-string the names stand in curly brackets"),
    ],
)
def test_a_text_that_should_be_an_f_string_is_seen(line, says):
    said_so = quoting.text_without_f(
        "f",
        f'def f(pairs):\n    """Each word, answer."""\n    out = []\n    for word, answer in pairs:\n        {line}\n    return out',
    )
    assert said_so is None if says is None else says in said_so


def test_is_is_named_before_a_mistake_that_fits_by_chance():
    source = "def f(x, y):\n    return x.lower() is y.lower()"
    assert said_with_a_name(source, "assert f('AB', 'ab') == True", lambda x, y: False)[0].startswith(
        "`is` asks whether two names mean the same object."
    )


@pytest.mark.parametrize(
    "line, says",
    [
        ("out += book[place]", "Did you mean `book[code]`?"),
        ("out += book[code]", None),
        ("out += ids[place]", None),
        ("out += place", None),
        ("out += book[place] * (code > 0)", None),
        ("book[place] = 0", "Did you mean `book[code]`?"),
    ],
)
def test_an_item_that_enumerate_gives_and_nobody_uses_is_seen(line, says):
    found = loops.item_unused(
        "f",
        f"def f(ids, book):\n    out = 0\n    for place, code in enumerate(ids):\n        {line}\n    return out",
        call(len, [1]),
    )
    assert found is None if says is None else says in found


@pytest.mark.parametrize(
    "line, says",
    [
        ("return 1 if way == 'Draw' else 2", "`'Draw'` and `'draw'` are two different texts"),
        ("return 1 if way in ('draw', 'Draw') else 2", None),
        ("return 1 if way == 'draw' else 2", None),
        ("return 1 if way.upper() == 'DRAW' else 2", None),
        ("return 1 if way == 'tell' else 2", None),
    ],
)
def test_a_word_in_other_capitals_is_seen(line, says):
    found = quoting.other_capitals("f", f"def f(way):\n    {line}", call(len, "draw"))
    assert found is None if says is None else says in found


@pytest.mark.parametrize(
    "line, says",
    [
        ("n += (book - patches).sum()", "Did you mean it where you wrote `patches`"),
        ("n += (book - patch).sum()", None),
        ("n += 1", None),
        ("n += len(patches)", None),
        ("n += patches[0]", None),
    ],
)
def test_a_loop_that_takes_all_in_place_of_the_one_is_seen(line, says):
    found = loops.loop_name_unused(
        "f", f"def f(patches, book):\n    n = 0\n    for patch in patches:\n        {line}\n    return n"
    )
    assert found is None if says is None else says in found


def test_what_print_gives_back_is_nothing():
    assert in_the_source("def f(x):\n    return print(x)", None).startswith(
        "`print` shows something and gives nothing back"
    )


@pytest.mark.parametrize(
    "arguments, body, unused",
    [
        ("pieces, count", "return count_pairs(pieces)", "count"),
        ("pieces, count", "return count(pieces)", None),
        ("pieces, count", "return 1", None),
        ("pieces", "return 1", None),
        ("pieces, count", "count = 0\n    return pieces, count", None),
    ],
)
def test_an_argument_that_is_never_used_is_named(arguments, body, unused):
    said = hints.argument_unused("f", f"def f({arguments}):\n    {body}")
    assert said == (unused and f"`{unused}` comes in as an argument, and your function never uses it.")
