"""course.check.peek: an answer that is not there yet does not stop the notebook."""

from course.check.peek import peek


def unwritten(*_):
    raise NotImplementedError()


def test_an_answer_that_works_gives_what_it_gives():
    assert peek(sorted, [2, 1]) == [1, 2]


def test_an_answer_that_is_not_written_says_so():
    assert (
        repr(peek(unwritten, 1)) == "unwritten is not written yet. Once it is, you will see its result here."
    )


def test_an_answer_that_needs_one_that_is_not_written_says_which():
    cell = {}
    exec("def train(count): return count()", cell)
    assert peek(cell["train"], unwritten).startswith("train needs unwritten, which is not written yet.")


def test_a_demonstration_in_the_cell_that_peeks_is_not_spoken_of():
    def shown():
        return unwritten()

    assert peek(shown) == "unwritten is not written yet. Once it is, you will see its result here."


def test_an_answer_that_stops_says_with_what():
    assert peek(int, "x").startswith("int stopped with ValueError: invalid literal")


def test_an_answer_that_stops_names_the_notebooks_functions_that_it_uses():
    notebook = {}
    exec(
        "def draw(p): return None\n"
        "def soften(logits): return logits\n"
        "def greedy(logits): return None\n"
        "def write(choose): return abs(choose([1]))\n"
        "choose = lambda logits: draw(soften(logits))",
        notebook,
    )
    assert peek(notebook["write"], notebook["choose"]).endswith(
        "It uses draw, soften: the check below each exercise says more."
    )
    exec(
        "def machine(x):\n    def each(y):\n        return draw(y)\n    return [each(y) for y in x]\n\ndef shown(x):\n    return machine(x)[9]",
        notebook,
    )
    # what a machine is made of
    assert peek(notebook["shown"], []).endswith(
        "It uses machine, draw: the check below each exercise says more."
    )
    exec(
        "class Absent:\n    def __getattr__(self, name): raise OSError('not here')\nabsent = Absent()\ndef asks():\n    return absent.weights\n",
        notebook,
    )
    # and it is asked for nothing else
    assert peek(notebook["asks"]).startswith("asks stopped with OSError: not here.")
    assert peek(notebook["write"], notebook["greedy"]).endswith(
        "It uses greedy: the check below each exercise says more."
    )
    assert peek(notebook["draw"]).endswith("The check below the exercise says more.")


def test_where_there_is_no_result_there_is_nothing_true():
    assert not peek(unwritten) and peek(unwritten)[:9] == "unwritten"


def test_an_answer_that_gives_back_nothing_says_so():
    assert repr(peek(print)) == "print returned nothing. Does it have a `return`?"


def test_a_demonstration_may_print_and_give_back_nothing(capsys):
    def shown():
        print("42")

    assert peek(shown) is None and capsys.readouterr().out == "42\n"


def test_a_demonstration_that_needs_a_cell_that_was_left_out_says_which():
    def shown():
        return vocabulary(3)  # noqa: F821

    assert (
        peek(shown)
        == "shown needs vocabulary, which is not there yet: run its cell first. (You don't have to fill it in.)"
    )
    cell = {}
    exec("def f(x): return y", cell)  # an answer's own slip is an error
    assert peek(cell["f"], 1).startswith("f stopped with NameError: name 'y' is not defined")
