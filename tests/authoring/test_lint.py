"""course.authoring.lint: what a source notebook may not be. Each case is the good little notebook with one
small edit.
"""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.authoring import lint
from course.authoring.lint import lesson
from tests import mini


def linted(tmp_path, monkeypatch, **parts):
    monkeypatch.setenv("COURSE_ROOT", str(mini.course(tmp_path, **parts)))
    return lint.lint("01-mini")


def edited(*edits, of=mini.NOTEBOOK):
    for old, new in edits:
        assert of.count(old) >= 1, f"{old!r} is not there to edit"
        of = of.replace(old, new, 1)
    return of


def rule_names(findings):
    return {(finding.cell, finding.what) for finding in findings}


@pytest.mark.slow
def test_a_good_notebook_has_no_findings(tmp_path, monkeypatch):
    assert linted(tmp_path, monkeypatch) == []


def test_a_finding_names_the_file_and_the_cell_and_says_what_is_wrong_and_what_to_do(tmp_path, monkeypatch):
    nb = mini.notebook()
    nb.cells[4].metadata.tags = []
    assert list(map(str, linted(tmp_path, monkeypatch, nb=nb))) == [
        "source/01-mini/01-mini.ipynb, cell merge-test: it would stop Run All. Give it the tag raises-exception."
    ]


DRAWS = "    for _ in range(20):\n        ids, pair = g.ids(), g.pair()"
CALL = "assert merge([1, 1, 1], (1, 1), 2) == [2, 1]"

GUESSED = "# %% code picture\n"

TASK = "Write `merge(ids, pair, new_id)`."


def beginning(code):
    return (
        TASK,
        f"{TASK}\n\n<details><summary>A beginning with gaps</summary>\n\n```python\n{code}\n```\n\n</details>",
    )


BEGINNING = """def merge(ids, pair, new_id):
    merged, spent = [], ...
    for left, right in zip(ids, ids[1:] + [None]):
        if spent:
            ...
        else:
            spent = ...
            merged.append(new_id if ... else left)
    return merged"""  # of the first right answer in mini.ANSWERS

EDITS = [  # what may not be: (edit of the text, cell, what is said)
    (
        "a cell that is not Python",
        [("fig, ax = subplots()", "%matplotlib inline")],
        "picture",
        "it is not Python",
    ),
    (
        "an exercise without a heading",
        [("**Exercise 1 · Merge (3 points).**", "Now merge.")],
        "merge",
        "no heading",
    ),
    (
        "a heading with other points",
        [("Merge (3 points)", "Merge (2 points)")],
        "merge-task",
        "its heading is",
    ),
    ("a heading with another title", [("· Merge", "· Merging")], "merge-task", "its heading is"),
    ("a heading with another number", [("Exercise 2", "Exercise 3")], "cooking_split-task", "its heading is"),
    ("a word that belittles", [("Merging turns", "Merging simply turns")], "intro", "“simply”"),
    ("an image without alternative text", [("![two boxes become one]", "![]")], "intro", "alternative text"),
    (
        "an image tag without alternative text",
        [("![two boxes become one](merge.png)", '<img src="merge.png">')],
        "intro",
        "alternative text",
    ),
    (
        "a heading in the midst of a cell",
        [("Merging turns", "## Merging\n\nIt turns")],
        "intro",
        "the heading '## Merging' stands in the midst",
    ),
    (
        "a beginning that is no Python",
        [beginning("def merge(ids, pair, new_id):\nmerged = ...")],
        "merge-task",
        "is not Python",
    ),
    (
        "a beginning with other arguments",
        [beginning("def merge(ids, pair):\n    return ...")],
        "merge-task",
        "other arguments",
    ),
    (
        "a beginning of no function",
        [beginning("merged = ...")],
        "merge-task",
        "not of this exercise's function",
    ),
    (
        "a beginning that leads nowhere",
        [beginning("def merge(ids, pair, new_id):\n    return sorted(...)")],
        "merge-task",
        "no right answer, yours or one in answers.py, fills its gaps",
    ),
    (
        "a beginning without a gap",
        [beginning("def merge(ids, pair, new_id):\n    return ids")],
        "merge-task",
        "has no gap",
    ),
    (
        "a cell that takes an answer's name",
        [("ax.plot([0, 1, 2], [3, 2, 2])", "merge = ax.plot([0, 1, 2], [3, 2, 2])")],
        "picture",
        "another meaning to `merge`",
    ),
    (
        "a solution without its region",
        [("    ### BEGIN SOLUTION\n", ""), ("    ### END SOLUTION\n", "")],
        "merge",
        "solution region",
    ),
    (
        "an exercise that nothing tests",
        [("test merge-test 3", "test merged-test 3")],
        "merge",
        "nothing tests it",
    ),
    (
        "a test of no exercise",
        [("test merge-test 3", "test merged-test 3")],
        "merged-test",
        "it tests no exercise",
    ),
    (
        "a test whose name only looks like one",
        [("test merge-test 3", "test merge-test2 3")],
        "merge-test2",
        "it tests no exercise",
    ),
    (
        "an exercise that is named like a test",
        [("solution merge\n", "solution merge-test-3\n")],
        "merge-test-3",
        "not the name of an exercise",
    ),
    (
        "a stub that stops",
        [("def merge(ids", "first = merge_all = cooking\ndef merge(ids")],
        "merge",
        "its stub stops with NameError",
    ),
    (
        "a test that grades another exercise",
        [('grading("01-mini/merge")', 'grading("01-mini/split", "merge")')],
        "merge-test",
        "it grades",
    ),
    (
        "a test without a visible part",
        [("    assert merge([1, 2, 3, 1, 2], (1, 2), 4) == [4, 3, 4]\n    " + CALL + "\n", "")],
        "merge-test",
        "no visible test",
    ),
    (
        "a test without a hidden part",
        [("    assert list(cooking_split) ==", "    want =")],
        "cooking_split-test",
        "no hidden test",
    ),
    (
        "a first case that luck passes",
        [("merge([1, 2, 3, 1, 2], (1, 2), 4) == [4, 3, 4]", "merge([1], (1, 2), 4) == [1]")],
        "merge-test",
        "by chance",
    ),
    (
        "a test that takes more than answers",
        [("(1, 1), 2) == [2, 1]", "(1, 1), 2) == expected")],
        "merge-test",
        "takes `expected`",
    ),
    (
        "a test that binds a name of the notebook again",
        [("# %% text cooking_split-task", "# %% code look\nprint(want)\n\n# %% text cooking_split-task")],
        "merge-test",
        "it binds `want` again, which cell look uses",
    ),
    (
        "an assert without an expected side",
        [(CALL, "assert merge([1, 1], (1, 1), 2) == list((2,))")],
        "merge-test",
        "no side that is a literal",
    ),
    (
        "an assert with answers on both sides",
        [(CALL, "assert merge([1], (1, 1), 2) == merge([1], (1, 2), 2)")],
        "merge-test",
        "no side that",
    ),
    (
        "an assert about no answer",
        [(CALL, "got = merge([1], (1, 1), 2)\n    assert got == [1]")],
        "merge-test",
        "is about no answer",
    ),
    (
        "an assert of two things",
        [(CALL, "assert merge([1], (1, 1), 2) == [1] and merge([], (1, 1), 2) == []")],
        "merge-test",
        "two things",
    ),
    (
        "a tolerance by hand",
        [(CALL, "assert abs(merge([1], (1, 1), 2)[0] - 1) < .1")],
        "merge-test",
        "hides what was expected",
    ),
    (
        "a negated comparison",
        [(CALL, "assert not merge([1], (1, 1), 2) > [1]")],
        "merge-test",
        "NaN would pass",
    ),
    ("an unequal", [(CALL, "assert merge([1], (1, 1), 2) != [2]")], "merge-test", "NaN would pass"),
    (
        "a draw by random",
        [
            (DRAWS, DRAWS + "\n        ids = [random.randint(0, 3)]"),
            ("with grading", "import random\nwith grading"),
        ],
        "merge-test",
        "random.randint(0, 3)` draws without a seed",
    ),
    (
        "a generator without seed",
        [
            (DRAWS, DRAWS + "\n        rng = np.random.default_rng()"),
            ("with grading", "import numpy as np\nwith grading"),
        ],
        "merge-test",
        "default_rng()` draws without a seed",
    ),
    (
        "a source that stops",
        [("ax.plot([0, 1, 2]", "ax.plot(no_such_name, [0, 1, 2]")],
        "picture",
        "it stops with NameError",
    ),
    (
        "a picture shown by pyplot",
        [("show(fig, alt=", "dict(fig=fig, alt=")],
        "picture",
        "show(…) does not get",
    ),
    ("a picture without title", [('title="Merging makes texts shorter", ', "")], "picture", "no title"),
    ("an axis without label", [(', ylabel="length (ids)"', "")], "picture", "y axis has no label"),
    ("an axis without unit", [("length (ids)", "length")], "picture", "'length' has no unit"),
    (
        "a picture without alternative text",
        [("A line that falls from 3 ids to 2 with the first merge.", "Line.")],
        "picture",
        "alternative text",
    ),
    (
        "a guess that is made already",
        [(GUESSED, '# %% code length-guess\nmy_length = {"ids": 2}\n\n' + GUESSED)],
        "length-guess",
        "it guesses 2",
    ),
    (
        "a guess that is shown in another way",
        [("ax.plot([0", 'print("your guess:", 2)\nax.plot([0')],
        "picture",
        "“your guess”",
    ),
    (
        "a picture that tells the answer in its code",
        [(GUESSED, "# %% code length-guess\nmy_length = None\n\n" + GUESSED)],
        "picture",
        "before the guess is made",
    ),
    (
        "a written question without mark scheme",
        [("### BEGIN MARK SCHEME\nOne point for each reason.\n### END MARK SCHEME", "")],
        "written",
        "no mark scheme",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize("edits, cell, what", [case[1:] for case in EDITS], ids=[case[0] for case in EDITS])
def test_it_finds(edits, cell, what, tmp_path, monkeypatch):
    findings = linted(tmp_path, monkeypatch, nb=mini.notebook(edited(*edits)))
    assert any(finding.cell == cell and what in finding.what for finding in findings), findings


@pytest.mark.slow
@pytest.mark.parametrize(
    "guess", ["my_length = None", 'my_cut = {"cooking": "…"}', "my_a, my_b = [None, None], ..."]
)
def test_an_open_guess_before_a_folded_picture_or_a_computed_text_has_no_findings(
    guess, tmp_path, monkeypatch
):
    nb = mini.notebook(edited((GUESSED, f"# %% code length-guess\n{guess}\n\n{GUESSED}")))
    nb.cells[2].metadata["jupyter"] = {"source_hidden": True}
    assert linted(tmp_path, monkeypatch, nb=nb) == []
    computed = edited(
        (GUESSED, f"# %% code length-guess\n{guess}\n\n{GUESSED}"),
        ('alt="A line that falls from 3 ids', 'alt=f"A line that falls from {1 + 2} ids'),
    )
    assert linted(tmp_path, monkeypatch, nb=mini.notebook(computed)) == []


def test_an_axis_whose_ticks_are_names_needs_no_label(tmp_path, monkeypatch):
    bars = edited(
        ("ax.plot([0, 1, 2], [3, 2, 2])", 'ax.barh(["before", "after"], [3, 2])'),
        ('xlabel="merges", ylabel="length (ids)"', 'xlabel="ids"'),
    )
    assert linted(tmp_path, monkeypatch, nb=mini.notebook(bars)) == []


@pytest.mark.parametrize("module, findings", [("numpy", 0), ("numpy.random", 1)])
def test_a_test_may_import_again_what_the_notebook_imports_and_nothing_else_by_that_name(
    module, findings, tmp_path, monkeypatch
):
    twice = edited(
        ("from course.figures.pictures", "import numpy as np\nfrom course.figures.pictures"),
        ("with grading", f"import {module} as np\nwith grading"),
        ("# %% text cooking_split-task", "# %% code look\nprint(np.pi)\n\n# %% text cooking_split-task"),
    )
    monkeypatch.setattr(lint, "RUNNING", [])
    assert len(linted(tmp_path, monkeypatch, nb=mini.notebook(twice))) == findings


def set_nbgrader(name, value):
    return lambda nb: nb.cells[4].metadata.nbgrader.update({name: value})


IN_PARTS = (
    "    ### BEGIN HIDDEN",
    "    with g.part(1):\n        few = [3]\n    with g.part(1):\n        assert merge([3], (1, 2), 4) == few\n"
    "    ### BEGIN HIDDEN",
)
METADATA = [
    (
        "a part that needs what another makes",
        lambda nb: nb.cells[4].update(source=nb.cells[4].source.replace(*IN_PARTS)),
        "merge-test",
        "a part needs `few`, which another part makes",
    ),
    ("an id used twice", lambda nb: nb.cells[5].update(id="intro"), "intro", "its id is used twice"),
    (
        "another grade_id than cell id",
        set_nbgrader("grade_id", "merging-test"),
        "merge-test",
        "grade_id is 'merging-test'",
    ),
    ("points of zero", set_nbgrader("points", 0), "merge-test", "its points are 0"),
    (
        "points missing",
        lambda nb: nb.cells[4].metadata.nbgrader.pop("points"),
        "merge-test",
        "its points are None",
    ),
    ("points that are no whole number", set_nbgrader("points", 1.5), "merge-test", "its points are 1.5"),
    (
        "outputs in the source",
        lambda nb: nb.cells[1].update(execution_count=3),
        "picture",
        "it holds outputs",
    ),
    ("a test that stops Run All", lambda nb: nb.cells[4].metadata.pop("tags"), "merge-test", "stop Run All"),
    (
        "a name that grading skips",
        lambda nb: (
            nb.cells[1].metadata.update(tags=["skip-execution"]),
            nb.cells.insert(2, mini.notebook("# %% code later\nax.plot(1)").cells[0]),
        ),
        "later",
        "it needs `ax`",
    ),
    (
        "a tag of ours alone, which nbgrader does not know",
        lambda nb: nb.cells[1].metadata.update(tags=["not-in-grading"]),
        "picture",
        "the tag not-in-grading alone",
    ),
    (
        "a picture of what never runs in grading",
        lambda nb: (
            nb.cells[1].metadata.update(tags=["skip-execution", "not-in-grading"]),
            nb.cells.insert(2, mini.notebook("# %% code later\nax.plot(1)").cells[0]),
            nb.cells[2].metadata.update(tags=["skip-execution"]),
        ),
        "later",
        "it needs `ax` of cell picture, which never runs",
    ),
    ("another kernel", lambda nb: nb.metadata.kernelspec.update(name="conda-env"), "(all)", "kernel python3"),
]


@pytest.mark.parametrize(
    "edit, cell, what", [case[1:] for case in METADATA], ids=[case[0] for case in METADATA]
)
def test_it_finds_in_the_metadata(edit, cell, what, tmp_path, monkeypatch):
    nb = mini.notebook()
    edit(nb)
    monkeypatch.setattr(lint, "RUNNING", [])
    findings = linted(tmp_path, monkeypatch, nb=nb)
    assert any(finding.cell == cell and what in finding.what for finding in findings), findings


@pytest.mark.slow
@pytest.mark.parametrize(
    "tags, found", [(["skip-execution"], ["it takes"]), (["skip-execution", "not-in-grading"], []), ([], [])]
)
def test_a_picture_that_takes_longer_than_grading_could_wait_is_to_say_so(tags, found, tmp_path, monkeypatch):
    nb = mini.notebook()
    nb.cells[1].metadata.tags = tags
    monkeypatch.setattr(lint.pictures, "PATIENCE", 0)
    assert [finding.what[:8] for finding in linted(tmp_path, monkeypatch, nb=nb)] == found


def test_a_beginning_with_gaps_has_no_findings(tmp_path, monkeypatch):
    assert linted(tmp_path, monkeypatch, nb=mini.notebook(edited(beginning(BEGINNING)))) == []


@pytest.mark.slow
def test_a_hash_in_code_or_in_a_mark_scheme_is_no_heading(tmp_path, monkeypatch):
    code = edited(("Merging turns", "```\n# a comment\n```\nMerging turns"))
    assert linted(tmp_path, monkeypatch, nb=mini.notebook(code)) == []


def test_it_finds_too_few_misconceptions(tmp_path, monkeypatch):
    few = edited(
        ('wrong_value("cooking_split", ["cooking"]', '0 and wrong_value("cooking_split", ["cooking"]'),
        of=mini.MISCONCEPTIONS,
    )
    assert [(f.cell, f.what) for f in linted(tmp_path, monkeypatch, misconceptions=few)] == [
        ("cooking_split", "it has 2 misconceptions")
    ]


def test_it_finds_too_few_other_right_answers(tmp_path, monkeypatch):
    few = edited(('@right("merge")\ndef by', "def by"), of=mini.ANSWERS)
    assert [(f.cell, f.what) for f in linted(tmp_path, monkeypatch, answers=few)] == [
        ("merge", "it has 1 other right answers")
    ]


@pytest.mark.slow
def test_it_finds_a_message_that_belittles(tmp_path, monkeypatch):
    rude = edited(("step over two", "just step over two"), of=mini.MISCONCEPTIONS)
    assert [(f.cell, f.what) for f in linted(tmp_path, monkeypatch, misconceptions=rude)] == [
        ("merge", "it says “just”")
    ]


@pytest.mark.slow
def test_every_rule_has_a_broken_notebook_above(tmp_path, monkeypatch):
    found = set()
    for rule in lint.FIRST + lint.RULES + lint.RUNNING:
        broken = [edited(*case[1]) for case in EDITS]
        lessons = [
            lint.Lesson("01-mini", mini.notebook(text), lint.mistakes.Ways({}, {}))
            for text in broken
            if rule in lint.FIRST or "%matplotlib" not in text
        ]
        for case in METADATA:
            nb = mini.notebook()
            case[1](nb)
            lessons.append(lint.Lesson("01-mini", nb, lint.mistakes.Ways({}, {})))
        if any(list(rule(lesson)) for lesson in lessons):
            found.add(rule)
    assert found == {*lint.FIRST, *lint.RULES, *lint.RUNNING}


def test_the_size_of_a_notebook_counts_what_a_student_goes_through():
    cells = [
        new_markdown_cell(
            "Three words here. <details>more</details>\n\n### BEGIN MARK SCHEME\nnot for students\n### END MARK SCHEME"
        ),
        new_code_cell("x = 1  #" + 88 * "-", id="my-guess"),
    ]
    assert (
        lesson.size(new_notebook(cells=cells))
        == "4 words, 2 cells, 1 folds, 1 guesses, 1 lines of code over 88 characters"
    )
