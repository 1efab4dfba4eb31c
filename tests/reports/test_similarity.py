"""Who hands in the same beyond what an exercise forces is named, for a person to judge; who thought of the
same few lines is not.
"""

import random
import shutil
import time

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course import cli
from course.authoring import release
from course.notebook import document, function_forms
from course.reports import similarity, similarity_page
from course.reports.similarity import Class, Finding, Given, Work
from course.submission import roster
from tests import mini

MERGE = '''
def merge(ids, pair, new_id):
    """Replace each pair."""
    merged, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == tuple(pair):    # a hit
            merged.append(new_id)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged
'''
RENAMED = """
# my own work
def merge(a, p: tuple, n) -> list:
    out, k = [], 0
    # go along
    while k < len(a):
        if k + 1 < len(a) and (a[k], a[k + 1]) == tuple(p):
            out.append(n); k += 2
        else:
            out.append( a[k] )
            k += 1

    return out

merge([1, 2], (1, 2), 3)
"""
WRITTEN = (
    "Words make short texts, but their list never ends, since in every new speech there are some that nobody has ever used before, and characters are few, "
    "but then the same text is more than four times as long to read."
)


def found(answers=(), written=(), known=(), stub="", text="", exercise="merge"):
    """The findings of a class, of which each in turn wrote these answers to one exercise, or these words.
    known: sources that say nothing.
    """
    n = max(len(answers), len(written))
    works = [
        Work(
            f"s{k}",
            {exercise: answers[k]} if k < len(answers) else {},
            {"written": written[k]} if k < len(written) else {},
        )
        for k in range(n)
    ]
    return similarity.find(
        Class(works, Given({exercise: stub}, set().union(*map(function_forms.functions, known)), text), [])
    )


# --- functions ---


def test_other_names_comments_annotations_docstrings_and_layout_make_no_other_function():
    assert (
        function_forms.functions(MERGE)
        == function_forms.functions(RENAMED)
        != function_forms.functions(MERGE.replace("i += 2", "i += 1"))
    )


@pytest.mark.parametrize(
    "other",
    [
        MERGE.replace("merged.append(new_id)", "merged += [new_id]"),
        MERGE.replace("<", "!="),
        MERGE.replace("len(ids)", "max(ids)"),
        MERGE.replace("(ids[i], ids[i + 1])", "(ids[i + 1], ids[i])"),
    ],
)
def test_another_way_to_do_it_is_another_function(other):
    assert not function_forms.functions(MERGE).keys() & function_forms.functions(other).keys()


def test_names_that_the_source_does_not_bind_are_part_of_what_it_does():
    assert function_forms.functions("def f(x):\n    return sum(x)") != function_forms.functions(
        "def f(x):\n    return max(x)"
    )
    assert function_forms.functions(
        "import numpy as np\n\ndef f(x):\n    return np.sum(x)"
    ) == function_forms.functions("def f(y):\n    return np.sum(y)")


def test_a_lambda_with_a_name_is_the_function_that_it_is():
    assert function_forms.functions("f = lambda x, n=2: x ** n") == function_forms.functions(
        "def f(a, b=2):\n    return a ** b"
    )


def test_a_source_that_is_no_python_is_known_by_its_tokens_its_names_by_number():
    one, two = "%timeit f(1)\ndef f(a):\n    return a", "%timeit g(1)  # mine\ndef g( b ):\n\n    return b"
    assert (
        function_forms.functions(one)
        == function_forms.functions(two)
        != function_forms.functions(one.replace("return a", "return f"))
    )


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = " + "-" * 10_000 + "1",
        "f" + "()" * 9_000,
        "(" * 5_000,
        "x" * 50_000,
        "def f(",
        "\0",
        "\ud800",
    ],
)
def test_no_source_stops_it(source):
    assert isinstance(function_forms.functions(source), dict)


# --- pairs ---


def test_two_who_share_a_long_function_are_named_with_what_they_share():
    two = MERGE + MERGE.replace("i += 2", "i = i + 2").replace("merge", "merge_two")
    (finding,) = found(
        [
            two,
            RENAMED + RENAMED.replace("k += 2", "k = k + 2").replace("merge", "second"),
            "def merge(a, b, c):\n    return 1",
        ]
    )
    assert (
        finding.students == ["s0", "s1"]
        and not finding.same_bytes
        and finding.weight == finding.functions["merge"] >= similarity.LEAST
    )


def test_one_function_of_usual_length_is_too_little_to_name_anybody():
    assert found([MERGE, RENAMED]) == []


def test_two_who_found_the_same_short_answer_are_not_named_in_however_many_exercises():
    works = [
        Work(student, {f"e{n}": f"def e{n}({name}):\n    return sum({name}) + {n}" for n in range(30)}, {})
        for student, name in (("ada", "x"), ("bob", "y"))
    ]
    assert similarity.find(Class(works, Given({}, set(), ""), [])) == []


def twice(source):
    """Enough to name somebody: a second function in another exercise."""
    return source + source.replace("merge", "train").replace("+= 1", "+= 1 + 0")


@pytest.mark.parametrize("known", [MERGE, RENAMED], ids=["the source's own", "another right one"])
def test_what_the_assignment_itself_has_says_nothing(known):
    assert (
        found([twice(MERGE), twice(RENAMED)])
        and found([twice(MERGE), twice(RENAMED)], known=[twice(known)]) == []
    )


def test_what_more_than_a_few_have_is_the_usual_answer():
    def named(n):
        return len(found([twice(MERGE).replace("merged", f"merged_{k}") for k in range(n)]))

    assert (named(2), named(5), named(12)) == (1, 0, 0)


def test_what_failed_with_all_who_have_it_is_no_usual_answer_however_many_they_are():
    works = [Work(f"s{k}", {"merge": MERGE.replace("merged", f"m{k}")}, {}) for k in range(6)]

    def named(*failed):
        those = Class(works, Given({}, set(), ""), [], {(f"s{k}", "merge") for k in failed})
        return [(finding.students, finding.functions) for finding in similarity.find(those)]

    assert named(*range(6)) == [
        ([f"s{k}" for k in range(6)], {"merge": sum(function_forms.functions(MERGE).values())})
    ]
    assert named(*range(5)) == []


def test_the_fewer_have_it_the_more_it_weighs():
    def weight(n):
        works = [
            Work(
                f"s{k}",
                {f"e{m}": MERGE.replace("merged", f"m{k}").replace("+ 1", f"+ {m}") for m in range(9)},
                {},
            )
            for k in range(n)
        ]
        return similarity.find(Class(works, Given({}, set(), ""), []))[0].weight

    assert weight(2) == 2 * weight(3) == 3 * weight(4)


def test_the_longest_agreement_comes_first():
    works = [
        Work(
            who, {f"e{m}": MERGE.replace("merged", who).replace("+ 1", f"+ {kind}{m}") for m in range(n)}, {}
        )
        for who, kind, n in (("a", 1, 3), ("b", 1, 3), ("c", 2, 6), ("d", 2, 6))
    ]
    assert [finding.students for finding in similarity.find(Class(works, Given({}, set(), ""), []))] == [
        ["c", "d"],
        ["a", "b"],
    ]


# --- the same to the byte ---


def test_those_who_handed_in_the_same_to_the_byte_come_first_and_together_however_many_they_are():
    first, second = found(
        [twice(MERGE)] * 7
        + [
            twice(RENAMED.replace("len(a)", "len(p)")),
            twice(RENAMED.replace("len(a)", "len(p)")).replace("out", "o"),
        ]
    )
    assert (
        first.same_bytes
        and first.students == [f"s{n}" for n in range(7)]
        and second.students == ["s7", "s8"]
        and not second.same_bytes
    )


def test_so_they_are_named_though_each_function_is_a_known_one():
    (finding,) = found([twice(MERGE), twice(MERGE), twice(RENAMED)], known=[twice(MERGE)])
    assert finding.same_bytes and finding.students == ["s0", "s1"]


def test_of_two_who_handed_in_the_same_code_the_words_that_they_share_are_shown_beside_it():
    works = [
        Work(student, {"merge": twice(MERGE)}, {"written": f"{student}: {WRITTEN}"})
        for student in ("ada", "bob")
    ]
    those = Class(works, Given({}, set(), ""), [])
    (finding,) = similarity.find(those)
    assert finding.same_bytes and finding.words == {"written": len(WRITTEN.split())}
    page = similarity_page.page(those, [finding], "01-tiny", {})
    assert (
        page.count("<pre") == 3
        and "Merge: the same to the byte" in page
        and f"Written: the same in {len(WRITTEN.split())} words" in page
        and "<h4>bob</h4>" in page
    )


def test_those_who_left_all_as_it_was_given_and_those_who_wrote_little_have_not_copied():
    assert (
        found([twice(MERGE)] * 3, stub=twice(MERGE)) == []
        and found(["def merge(a):\n    return sum(a)"] * 3) == []
    )


# --- written answers ---


def test_two_who_wrote_the_same_words_are_named_though_one_has_changed_a_few():
    (finding,) = found(
        written=[
            WRITTEN,
            "I think: " + WRITTEN.upper().replace("SPEECH", "talk").replace(",", ";"),
            "Words are many. Characters are few.",
        ]
    )
    assert finding.students == ["s0", "s1"] and similarity.LEAST_WORDS <= finding.words["written"] <= len(
        WRITTEN.split()
    )


def test_who_quotes_the_notebook_or_says_what_everybody_says_has_not_copied():
    assert found(written=[WRITTEN, WRITTEN], text=f"As we saw: {WRITTEN}") == []
    assert found(written=[WRITTEN] * 5) == []
    assert found(written=["Words are short texts.", "Words are short texts."]) == []


# --- a class ---


@pytest.mark.slow
def test_three_hundred_students_are_compared_in_a_moment():
    draw = random.Random(1)
    works = [
        Work(
            f"s{n}",
            {
                f"e{m}": MERGE.replace("merged", f"m{n}").replace("+ 1", f"+ {draw.randrange(200)}")
                for m in range(10)
            },
            {"written": " ".join(draw.choice("abcdefgh") * 3 for _ in range(150))},
        )
        for n in range(300)
    ]
    start = time.process_time()
    similarity.find(Class(works, Given({}, set(), ""), []))
    assert time.process_time() - start < 10


@pytest.fixture(scope="module")
def mini_once(tmp_path_factory):
    root = tmp_path_factory.mktemp("mini")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(root))
        mini.course(root)
        release.release("01-mini")
    return root


@pytest.fixture
def handed_in(mini_once, tmp_path, monkeypatch):
    """handed_in(ada={"merge": …, "answer": …}) hands in these sources of cells, the last one as a written
    answer -> the course's folder.
    """
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    shutil.copytree(mini_once, tmp_path, dirs_exist_ok=True)

    def hand_in(**students):
        for student, sources in students.items():
            nb = document.read(tmp_path / "release/01-mini/01-mini.ipynb")
            nb.cells.append(new_markdown_cell("", id="answer"))
            for cell in nb.cells:
                cell.source = sources.get(cell.id, cell.source)
            document.write(nb, tmp_path / "submitted" / student / "01-mini/01-mini.ipynb")
        return tmp_path

    return hand_in


LONG = twice(MERGE).replace("def train", "def helper")


@pytest.mark.slow
def test_a_class_is_read_as_it_handed_in_and_a_page_shows_both_sides(handed_in, capsys):
    course = handed_in(
        ada={"merge": LONG, "answer": WRITTEN},
        bob={"merge": twice(RENAMED).replace("def train", "def other"), "answer": f"Well. {WRITTEN}"},
        cid={"merge": mini.MISCONCEPTIONS.split("@wrong")[1].partition("\n")[2]},
    )
    (course / "submitted/mal/01-mini").mkdir(parents=True)
    (course / "submitted/mal/01-mini/01-mini.ipynb").write_text("{")
    (course / "class.csv").write_text("id,name\nada,Ada <b>Lovelace\nbob,Bob\n")
    roster.keep(roster.read(course / "class.csv"))
    assert cli.main(["alike", "01"]) == 0
    said = capsys.readouterr().out
    assert (
        "  ada and bob: merge, written (weight " in said
        and "cid" not in said
        and "no mark depends on it" in said
        and "Not compared, because it is damaged or has too much code: mal." in said
    )
    page = (course / "report/01-mini-alike.html").read_text("utf-8")
    assert (
        "ada (Ada &lt;b&gt;Lovelace)" in page
        and "Merge: the same but for names, comments and layout" in page
        and "<mark>never</mark>" in page
        and "it changes no mark" in page
    )
    assert "default-src 'none'" in page and "<script" not in page


@pytest.mark.slow
@pytest.mark.parametrize("place", ["above", "in a module", "elsewhere than the other", "behind a long text"])
def test_wherever_the_code_stands_it_is_compared_or_said_not_to_be(handed_in, capsys, place):
    course = handed_in(ada={}, bob={})
    for student, source in ("ada", twice(MERGE)), ("bob", twice(RENAMED)):
        home = course / "submitted" / student / "01-mini"
        nb = document.read(home / "01-mini.ipynb")
        n = next(n for n, cell in enumerate(nb.cells) if cell.id == "merge")
        if place == "in a module" or place == "elsewhere than the other" and student == "ada":
            (home / f"{student}.py").write_text(source)
        elif place == "behind a long text":
            nb.cells[n].source = f'"""{"x" * function_forms.LONGEST}"""\n{source}'
        elif place == "above":
            nb.cells.insert(n, new_code_cell(source))
        else:
            nb.cells[n].source = source
        document.write(nb, home / "01-mini.ipynb")
    assert cli.main(["alike", "01"]) == 0
    said = capsys.readouterr().out
    if place == "behind a long text":
        assert all(
            f"Not compared, because it is damaged or has too much code: {student}." in said
            for student in ("ada", "bob")
        )
    else:
        assert "  ada and bob: " in said
        assert (course / "report/01-mini-alike.html").read_text("utf-8").count("while") >= 2


def test_known_answers_are_those_of_the_source_read_and_not_run(handed_in):
    right = (
        mini.ANSWERS.split("@right")[2]
        .partition("\n")[2]
        .partition("right_value")[0]
        .replace("by_recursion", "merge")
    )
    wrong = mini.MISCONCEPTIONS.split("@wrong")[1].partition("\n")[2]
    handed_in(ada={"merge": right})
    known = similarity.read("01-mini").given.forms
    assert function_forms.functions(right).keys() <= known and function_forms.functions(wrong).keys() <= known


def test_where_nobody_is_like_another_it_says_so_and_writes_no_page(handed_in, capsys):
    course = handed_in(ada={"merge": MERGE}, bob={"merge": RENAMED})
    assert cli.main(["alike", "01"]) == 0
    assert "No two of 2 hand-ins share" in capsys.readouterr().out and not (course / "report").exists()


def test_what_was_never_collected_is_a_sentence(handed_in, capsys):
    handed_in()
    assert (
        cli.main(["alike", "01"]) == 1 and "nothing has been collected for 01-mini" in capsys.readouterr().err
    )


@pytest.mark.slow
def test_a_page_has_the_first_hundred_and_says_how_many_more_there_are():
    works = [
        Work("ada", {"e": MERGE}, {"w": "<i>a b c"}),
        Work("bob", {"e": MERGE + "# <script>"}, {"w": "<i>a b c"}),
    ]
    page = similarity_page.page(
        Class(works, Given({}, set(), ""), ["mal<b>"]),
        [Finding(["ada", "bob"], False, {"e": 50}, {"w": 3}, 53)] * 120,
        "01-tiny",
        {},
    )
    assert (
        page.count("<section") == 100
        and "And 20 more, which weigh less." in page
        and "<script" not in page
        and "<i>a" not in page
        and "mal&lt;b&gt;" in page
    )
