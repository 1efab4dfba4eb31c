"""course.check.detectors.errors: what the words of an error mean, where it is one of the common things."""

import hashlib
import math

import numpy as np
import pytest

from course.check.detectors.errors import in_the_error
from course.check.other_languages import no_python

NUMPY = {
    "inhomogeneous": lambda x: np.array([[1, 2], [3]]),
    "size of its place": lambda x: exec("a = np.zeros((2, 2)); a[2:4] = [[1, 2], [3, 4]]"),
    "don't match": lambda x: np.zeros(2) + np.zeros(3),
    "returns nothing": lambda x: exec("rows = None; rows.append(1)"),
    "`**`": lambda x: np.ones(2) ^ 2,
    "`np.log`": lambda x: math.log(np.ones(3)),
    "add a number to each item": lambda x: [1] + 2,
    "something else should be": lambda x: np.ones(2).any.real + np.ones(2).max.shape,
    "makes a new one": lambda x: np.arange(3).__itruediv__(2),
}


@pytest.mark.parametrize("words", NUMPY)
def test_what_a_common_error_means_is_said(words):
    with pytest.raises(Exception) as found:
        NUMPY[words](0)
    if words == "inhomogeneous":
        words = "don't all have the same size"
    assert words in (in_the_error(found.value) or "nothing"), found.value


def test_an_error_that_may_mean_anything_is_not_explained():
    assert in_the_error(ValueError("no")) is None


def test_of_a_sum_over_a_dictionary_it_says_that_those_are_its_keys_and_a_librarys_own_sentence_speaks_for_itself():
    with pytest.raises(TypeError) as found:
        sum({"a": 1})
    assert "`sum(d.values())`" in in_the_error(
        found.value, "total = sum(counts)"
    ) and "`sum(d.values())`" not in in_the_error(found.value, "total = 0 + word")
    with pytest.raises(TypeError) as found:
        sorted([1, 0], key=[3, 4])
    assert "`key=` needs a function" in in_the_error(
        found.value, "best = sorted(places, key=logits)"
    ) and "`key=` needs" not in in_the_error(found.value, "best = places(2)")
    assert "has no key 0. If a key may be missing, ask first" in in_the_error(KeyError(0))
    with pytest.raises(TypeError) as found:
        max({}, ("a", "b"))
    assert "compare what it holds for a key" in in_the_error(found.value)
    with pytest.raises(TypeError) as found:
        min(b"ab", float("inf"))
    assert "`d[token]`" in in_the_error(found.value)
    assert (
        in_the_error(KeyError("Could not map r50k_base to a tokeniser. Please use another function.")) is None
    )
    assert "no such key" in in_the_error(KeyError("one of the words")) and "no such key" in in_the_error(
        KeyError(".")
    )


def test_of_a_sum_with_a_dictionary_it_goes_by_the_line_whether_its_rows_or_one_of_its_values_are_meant():
    with pytest.raises(TypeError) as found:
        sum([{}])
    assert "`sum(row.values())`" in in_the_error(
        found.value, "total = sum(rows)"
    ) and "`d[key]` is what it holds" in in_the_error(found.value, "points = 0 + weights")


def test_a_shape_that_is_shorter_than_asked_for_is_no_pair():
    with pytest.raises(IndexError) as found:
        np.ones(3).shape[1]
    assert "A single row only has `shape[0]`" in in_the_error(
        found.value, "d = q.shape[1]"
    ) and "A pair has two parts" in in_the_error(found.value, "if ids[i] == pair[i]:")


def test_a_bracket_that_closes_too_late_is_seen():
    with pytest.raises(TypeError) as found:
        len([1, 2] - 1)
    assert "`len(ids) - 1` takes 1 from the length" in in_the_error(
        found.value, "for i in range(len(ids - 1)):"
    ) and "`len(x) - 1`" in in_the_error(found.value, "rest = ids - 1")
    assert "(`zip`)" in in_the_error(
        TypeError("unsupported operand type(s) for -: 'list' and 'list'"), "rest = p - q"
    )


def test_of_a_name_that_is_made_in_the_very_line_that_asks_for_it_it_says_that():
    with pytest.raises(UnboundLocalError) as found:
        never()
    assert "in this very line" in in_the_error(
        found.value, "y, x = places.index(y), 0"
    ) and "before the loop" in in_the_error(found.value, "x = y + 1") == in_the_error(found.value, "y = 3")


def never():
    for x in []:
        y = x
    return y


MORE = {
    "append": lambda x: None + [1],
    "its own pair of brackets": lambda x: np.zeros(2, 3),
    "`//`": lambda x: [1, 2][1.0:],
    "gives many": lambda x: 1 if np.ones(2) < 2 else 0,
    "`*` or a comma": lambda x: np.ones(2)(3),
    "A pair is a tuple": lambda x: ("a", "b") + "c",
    "neither an array nor a text": lambda x: ["a"].strip(),
    "it has no keys": lambda x: [("a", "b")].items(),
    "`join` belongs": lambda x: ["a"].join(", "),
    "more places than": lambda x: np.ones(12).reshape(2, 2),
    "are more things": lambda x: exec("a, b = 1, 2, 3"),
    "are fewer things": lambda x: exec("a, b = [1]"),
    "`range(n)`": lambda x: list(3),
    "an f-string": lambda x: "a" + 1,
    "without its brackets": lambda x: np.sign * 2,
    "ask first: `if key in": lambda x: {}["a"],
    "`count(pieces)` is its result": lambda x: never.values(),
    "only used in the text": lambda x: eval("N", {}),
    "as in `text.split()`": lambda x: " ".join("a".split),
    "or sum it": lambda x: sum(0.5),
    "a single row": lambda x: np.ones(3).max(axis=1),
    "all the keys": lambda x: {}.keys() * 0.5,
    "A pair has two parts": lambda x: (1, 2)[5],
    "passes on too little": lambda x: (lambda a, b: a)(1),
    "passes on too much": lambda x: (lambda a: a)(1, 2),
    "slice a text or a list": lambda x: {1: 2}[0:1],
    "A text is not a number": lambda x: "a" / 2.0,
    "of nothing. Do you": lambda x: max([]),
    "`set(a) & set(b)`": lambda x: [1] & [2],
    "two lists have in common": lambda x: {1} & [2],
    "this is a text. Split it": lambda x: {1} & "a b",
    "whole dictionary where a number should be": lambda x: {} / {},
    "`len(d)` is how many": lambda x: 0.5 / {},
    "brackets included": lambda x: "{a}".replace({1}, "b"),
    "a whole list inside a list": lambda x: ["a"].index(["a"]),
    "`sum(x)`": lambda x: [1] > 2,
    "(`zip`)": lambda x: [1] - [2],
    "add a number and a text": lambda x: sum({"a": 1}),
    "Start with empty bytes, `b": lambda x: "" + b"a",
    "This is a text already": lambda x: "a".decode(),
    "got a list": lambda x: sum([[1]]),
    "`labels.index(label)`": lambda x: list("b")["a"],
    "turns it into one": lambda x: "a".replace("a", ["b"]),
    "Use a loop": lambda x: math.exp([1]),
    "use square brackets": lambda x: {"a": 1}.a,
    "one item at a time. Loop": lambda x: list("ab")[[0]],
    "a function where a value should be": lambda x: 0.5 * (lambda y: y),
    "Only a `Counter`": lambda x: {"a": 1}.most_common(1),
    "a tuple can": lambda x: {[1]: 2},
    "before the loop": lambda x: never(),
    "`.items()`": lambda x: [a for a, b in {"abc": 1}],
    "No variable or function has that name": lambda x: eval("black", {}),
    "`np.sign`": lambda x: eval("sign(1)", {}),
    "`math.ceil`": lambda x: eval("ceil(1)", {}),
    "`import math`": lambda x: eval("math.log(1)", {}),
}


@pytest.mark.parametrize("words", MORE)
def test_what_another_common_error_means_is_said(words):
    with pytest.raises(Exception) as found:
        MORE[words](0)
    assert words in (in_the_error(found.value) or "nothing"), found.value


WITH_THE_DATA = {
    "as in `x.tobytes()`": lambda x: hashlib.sha256(b"a".hex),
    "A name in quotes is a text, too": lambda x: hashlib.sha256("a"),
    "put the slice after them": lambda x: hashlib.sha256(b"a").hexdigest(8),
    "`hashlib.sha256(data)`": lambda x: b"a".hexdigest(),
    "An array is multiplied number by number": lambda x: [1, 2] * 0.5,
    "one after the other": lambda x: [].append("a", "b"),
    "`for name, cost in pairs`": lambda x: sum([("a", 1)]),
    "You added a pair": lambda x: exec("total = 0\ntotal += ('a', 1)"),
    "Take the pair apart": lambda x: 0.5 + ("a", 1),
    "parts of a pair have places: ": lambda x: tuple("ab")["who"],
    "places, not names": lambda x: ("a", "b").text,
    "can't be changed": lambda x: ("a", "b").append("c"),
    "another value on the way": lambda x: (0.5).__add__(1)[0],
    "nothing was counted, or a sum came to 0": lambda x: 1 / 0,
}


@pytest.mark.parametrize("words", WITH_THE_DATA)
def test_what_is_said_of_bytes_pairs_and_numbers_is_explained(words):
    with pytest.raises(Exception) as found:
        WITH_THE_DATA[words](0)
    assert words in (in_the_error(found.value) or "nothing"), found.value


def test_of_what_is_no_pair_but_a_list_nothing_is_said_of_pairs():
    for wrong in (lambda: list("ab")["a"], lambda: ["a"].text, lambda: 0 + [1], lambda: ["a"].join(", ")):
        with pytest.raises(Exception) as found:
            wrong()
        assert "pair[0]" not in in_the_error(found.value) and "A pair" not in in_the_error(found.value)


def test_a_package_that_is_missing_is_explained_to_whoever_imports_it():
    assert in_the_error(ModuleNotFoundError("No module named 'pandas'")).startswith(
        "That package isn't installed, and won't be when you are graded."
    )


@pytest.mark.parametrize(
    "wrong", [lambda: math.log(-1), lambda: [1][1], lambda: np.ones(2)[2], lambda: 1 / 0]
)
def test_a_logarithm_that_does_not_exist_and_a_place_that_does_not_are_explained(wrong):
    with pytest.raises(Exception) as found:
        wrong()
    assert in_the_error(found.value).startswith(
        ("This number has no logarithm", "There is no item", "You divided by 0")
    )


def test_a_count_that_is_compared_with_a_pair_is_explained():
    with pytest.raises(TypeError) as found:
        max(3, (1, 2))
    assert "`counts[pair]` says how often" in in_the_error(found.value)


def test_a_dictionary_that_was_asked_for_none_is_told_so():
    assert "is still nothing" in in_the_error(KeyError(None)) and "no such key" in in_the_error(
        KeyError("None")
    )


def test_a_key_without_quotes_that_is_a_function_is_told_so():
    assert in_the_error(KeyError("<bound method Kernel.raw_input of 1>"), "prices[input]") == in_the_error(
        KeyError(input), "prices[input]"
    )
    assert '`["input"]`' in in_the_error(
        KeyError(input), "one = fresh * prices[input] + 1"
    ) and "quotes" in in_the_error(KeyError(print))


@pytest.mark.parametrize(
    "wrong, says",
    [
        (lambda a: a.np.exp(), "`np` stands in front of numpy's functions"),
        (lambda a: a.sqrt(2), "This belongs to numpy, and not to an array: `np.sqrt(x)`."),
        (lambda a: a.maximum(0), "`np.maximum(x, y)`"),
        (lambda a: a.log().mean(), "This belongs to numpy, and not to an array: `np.log(x)`."),
        (lambda a: 0.3 @ a, "A number times an array is `*`."),
    ],
)
def test_numpys_functions_and_its_product_are_told_where_they_stand(wrong, says):
    with pytest.raises((AttributeError, ValueError, TypeError)) as error:
        wrong(np.ones(3))
    assert says in in_the_error(error.value)


def test_what_is_rather_a_texts_is_not_said_to_be_numpys():
    with pytest.raises(AttributeError) as error:
        np.ones(3).split(" ")
    assert not in_the_error(error.value)


def test_a_list_of_lists_is_asked_in_two_steps():
    assert "`table[row][column]`" in in_the_error(
        TypeError("list indices must be integers or slices, not tuple"), "table[row, column] += 1"
    )
    assert "dictionary" in in_the_error(
        TypeError("list indices must be integers or slices, not tuple"), "counts[pair] += 1"
    )


def test_a_best_of_the_first_round_is_nothing_yet():
    assert "first round" in in_the_error(
        TypeError("'>' not supported between instances of 'float' and 'NoneType'"),
        "if sum(tokens) > best_sum:",
    )
    assert "first round" in in_the_error(
        TypeError("'<' not supported between instances of 'NoneType' and 'float'"),
        "if best_sum < sum(tokens):",
    )
    assert "d.get(x)" in in_the_error(
        TypeError("'<' not supported between instances of 'int' and 'NoneType'"), "if rank.get(pair) < best:"
    )


def test_what_a_table_has_without_brackets_and_with_two_parts_is_told():
    assert "`.T` takes no brackets" in in_the_error(
        TypeError("'numpy.ndarray' object is not callable"), "return q @ k.T()"
    )
    assert "`x.shape[1]`" in in_the_error(
        TypeError("unsupported operand type(s) for ** or pow(): 'tuple' and 'float'"),
        "return q @ k.T / q.shape ** .5",
    )
    assert "`x.shape[1]`" in in_the_error(
        TypeError("unsupported operand type(s) for ** or pow(): 'tuple' and 'float'"),
        "scores = q @ k.T / d ** .5",
    )
    assert "Begin with a list" in in_the_error(
        AttributeError("'numpy.ndarray' object has no attribute 'append'")
    )
    assert "`x ** .5`" in no_python("scores = q @ k.T / √d")
    assert "`len(targets)`" in in_the_error(
        TypeError("only integer scalar arrays can be converted to a scalar index"),
        "for row in range(targets):",
    )


def test_points_in_a_large_number_are_told():
    assert "`1_000_000`" in no_python("return cost / 1.000.000") and no_python("x = 1.5") == ""


def test_nothing_that_is_added_is_not_said_to_be_compared():
    assert "compares" in in_the_error(
        TypeError("'<' not supported between instances of 'int' and 'NoneType'")
    )
    assert "One of the two is nothing" in in_the_error(
        TypeError("unsupported operand type(s) for +: 'int' and 'NoneType'")
    )


@pytest.mark.parametrize(
    "error, says",
    [
        (KeyError(bytes(3)), "`bytes([5])`"),
        (TypeError("'<' not supported between instances of 'method' and 'float'"), "brackets is missing"),
        (TypeError("string argument without an encoding"), "`text.encode()`"),
        (TypeError("'list' object is not callable"), "use square brackets"),
    ],
)
def test_more_of_what_python_says_is_explained(error, says):
    assert says in in_the_error(error)


@pytest.mark.parametrize(
    "code, says",
    [
        ("b'a' + 'b'", "decode the whole of it once"),
        ("b'\\xe0'.decode(errors='�')", 'is called `"replace"`'),
        ("b'\\xe0'.decode(errors=True)", 'is called `"replace"`'),
        ("{}.sum()", "`sum(d.values())` adds up"),
        ("('a', 'b') + 1", "what a dictionary holds for the pair"),
        ("{}.append(1)", "give a key its value"),
        ("{}('a')", "use square ones"),
        ("'a' in 5", "this is a number"),
        ("never[1]", "the thing your loop gives you"),
        ("len(never.__get__(1))", "`x.encode(text)` is its result"),
        ("'a' + ('b', 'c')", "into one tuple"),
        ("[1, 2][.5]", "this one has a point"),
        ("' '.join([('a', 'b')])", "got a pair"),
    ],
)
def test_texts_and_places_of_the_wrong_kind_are_explained(code, says):
    with pytest.raises((TypeError, LookupError, AttributeError)) as found:
        eval(code)
    assert says in in_the_error(found.value)


def test_a_result_that_takes_the_name_of_the_function_that_makes_it_is_told_to_take_another():
    def surprise(p):
        return p

    def mean(ps):
        surprise = surprise(ps[0])  # noqa: F823
        return surprise

    with pytest.raises(UnboundLocalError) as found:
        mean([1])
    assert in_the_error(found.value, "surprise = surprise(ps[0])").startswith(
        "`surprise` is a function, and this line gives its name to the result."
    )
    assert surprise(2) == 2


def test_a_key_that_nobody_defined_is_told_as_a_key():
    with pytest.raises(NameError) as found:
        eval("max([1, 2], key=f)", {})
    assert in_the_error(found.value, "best = max(worth, key=f)").startswith("`key=` needs a function")
    assert in_the_error(found.value, "best = max(worth, key=g) + f").startswith(
        "No variable or function has that name here."
    )


def test_of_a_single_number_where_many_are_needed_it_goes_by_the_line_what_is_meant():
    error = TypeError("'int' object is not iterable")
    assert (
        "`sum(d.values())`"
        in in_the_error(error, "share = count / sum(count)")
        == in_the_error(error, "total += sum(count)")
    )
    assert (
        "`append` adds one thing"
        in in_the_error(error, "tokens += choose(logits)")
        == in_the_error(error, "tokens.extend(choose(logits))")
    )
    assert in_the_error(error, "logits = guess(tokens[-1])").startswith("You can't loop over a number.")


def test_a_key_that_is_added_to_before_it_is_there_is_told_so_where_it_can_only_be_that_one():
    assert (
        "isn't in the dictionary yet"
        in in_the_error(KeyError("b"), "row[token] += 1")
        == in_the_error(KeyError(3), "counts[pair][n] += amount")
    )
    assert (
        "no such key"
        in in_the_error(KeyError("b"), "total[n] += weights[word]")
        == in_the_error(KeyError("b"), "row = counts[token]")
    )


@pytest.mark.parametrize(
    "wrong, says",
    [
        (lambda: (lambda a, b: a)(), "it misses `a` and `b`;"),
        (lambda: (lambda a, b: a)(1), "it misses `b`;"),
        (lambda: len(0.5), "the list that it comes from"),
        (lambda: {} + 0.5, "a whole dictionary"),
    ],
)
def test_what_is_left_out_or_of_another_kind_is_named(wrong, says):
    with pytest.raises((TypeError, NameError)) as found:
        wrong()
    assert says in in_the_error(found.value)


def test_what_is_added_to_a_whole_dictionary_is_told_to_name_a_key():
    with pytest.raises(TypeError) as found:
        exec("counts = {}\ncounts += 1")
    assert "`d[key] += 1`" in in_the_error(found.value, "counts += 1")


def test_a_letter_of_an_empty_text_is_told_apart_from_an_item():
    with pytest.raises(IndexError) as found:
        ""[-1]
    assert in_the_error(found.value).startswith("There is no letter at that place. Is the text empty")


@pytest.mark.parametrize(
    "line, says",
    [
        ("np.arange(3.)(1)", "`row[token]`"),
        ("np.float64(2)[1]", "what `zip` joins"),
        ("argmin([1])", "`np.sign`"),
        ("strip('a')", "`text.strip()`"),
        ("softmax([1])", "you can write it"),
        ("np.zeros(2, int).fill(float('inf'))", "`table.astype(float)`"),
        ("math.exp(800)", "subtract the largest"),
        ("length([1])", "`len(x)`"),
        ("Inf", "`np.inf`"),
        ("np.arange(9)[2, 5]", "a colon"),
        ("np.eye(2).t", "capital"),
    ],
)
def test_what_is_called_without_its_owner_or_with_the_wrong_brackets_is_told(line, says):
    import numpy as np

    with pytest.raises((TypeError, NameError, IndexError, OverflowError, AttributeError)) as found:
        eval(line, {"np": np, "math": math})
    assert says in in_the_error(found.value)


def test_the_line_that_holds_an_answers_place_is_to_go():
    assert "delete that line" in in_the_error(NotImplementedError())


def test_one_sign_for_two_in_a_return_is_told():
    assert (
        "`==` asks" in no_python("    return line.lower() = want")
        and no_python("    return dict(a=1") == no_python("return x == y") == ""
    )


@pytest.mark.parametrize(
    "line, says",
    [
        ("lines.append(word -> answer)", 'an arrow too: `" -> "`'),
        ("text = query ->", "an arrow too"),
        ("line = text.split(\\n)", 'it needs quotes: `"\\n"`'),
        ("line.removesuffix(.)", 'a single sign too: `"."`'),
        ("text = word ' -> ' answer", "joined with a `+`"),
        ("p = np.log p", "`np.log(p)`"),
    ],
)
def test_a_text_without_quotes_and_what_stands_beside_each_other_is_told(line, says):
    with pytest.raises(SyntaxError):
        compile(line, "cell", "exec")
    assert says in no_python(line)


@pytest.mark.parametrize(
    "line",
    [
        "def f(x -> int:",
        "return 'a' if b else",
        "for x in 'abc' :: y",
        "x = f'{a} -> {b}' +",
        "if x == 'a' and y = 'b'",
        "x = 'a' not in y z",
    ],
)
def test_lines_that_are_no_python_for_another_reason_are_not_told_so(line):
    said = no_python(line)
    assert "needs quotes" not in said and "joined" not in said
