"""All answers to a written question on one page, beside its rubric, under names that only the class's seed
leads to.
"""

import re

import pytest
from nbformat.v4 import new_markdown_cell

from course import cli
from course.files.coursedir import CourseError
from course.gradebook import database
from course.notebook import document
from course.reports import written_answers
from course.submission import roster
from course.submission.pseudonyms import keyed, pseudonyms
from tests import tiny


def read():
    options = database.options("01-tiny")
    with database.lent(options.coursedir) as gradebook:
        return written_answers.read(options, gradebook)


def page():
    return written_answers.write(read()).read_text("utf-8")


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html[html.index("<body>") :]))


def name_of(student):
    return next(answer.pseudonym for answer in read().each if answer.student == student)


# --- pseudonyms ---

MANY = [f"s{n}" for n in range(3000)]


def test_a_pseudonym_is_the_same_each_time_and_another_in_another_class_or_assignment():
    assert pseudonyms("01-tiny", ["ada", "bob"], "seed") == pseudonyms("01-tiny", ["bob", "ada"], "seed")
    assert (
        len(
            {
                pseudonyms(of, ["ada"], seed)["ada"]
                for of in ("01-tiny", "02-tiny")
                for seed in ("seed", "another")
            }
        )
        == 4
    )


def test_no_two_have_the_same_and_none_begins_as_another_one_whole():
    found = pseudonyms("01-tiny", MANY, "seed")
    # of so many, some have longer ones
    assert len(set(found.values())) == len(MANY) and {len(name) for name in found.values()} == {4, 6, 8}
    assert not [
        name for name in found.values() for n in (4, 6) if len(name) > n and name[:n] in found.values()
    ]


def test_who_comes_late_takes_nobodys_pseudonym():
    before, after = pseudonyms("01-tiny", MANY[:2000], "seed"), pseudonyms("01-tiny", MANY, "seed")
    whose = {name: student for student, name in before.items()}
    assert all(whose.get(name, student) == student for student, name in after.items())


def test_a_pseudonym_is_no_word_no_number_and_has_no_sign_that_is_taken_for_another():
    assert all(
        re.fullmatch(r"([CDFHJKMNPQRTVWXY][2-9])+", name)
        for name in pseudonyms("01-tiny", MANY, "seed").values()
    )


def test_words_that_are_joined_elsewhere_are_other_words():
    assert keyed("seed", "ab", "c") != keyed("seed", "a", "bc")


def test_those_on_the_roster_have_theirs_before_they_hand_in(answered, made, monkeypatch):
    asked = []
    monkeypatch.setattr(
        written_answers,
        "pseudonyms",
        lambda assignment, students, seed: (
            asked.append(set(students)) or pseudonyms(assignment, students, seed)
        ),
    )
    roster.keep(roster.read(made("id\neve\n")))
    read()
    assert asked == [{"ada_king", "bob_noyce", "cid_vicious", "eve"}]


# --- the page ---


def test_the_page_has_question_rubric_and_every_answer_and_says_nobodys_name(answered):
    html = page()
    assert (
        "Why is doubling even?" in html and "One point a reason." in html and "BEGIN MARK SCHEME" not in html
    )
    assert "A sum of two equals is even." in html and "<em>even</em>" in html and "<math" in html
    assert not re.search("ada|king|bob|noyce|cid|vicious", html)
    assert html.index("One point a reason.") < html.index("A sum of two equals")


@pytest.mark.slow
@pytest.mark.parametrize(
    "marked, said",
    [
        (0, "has 3 answers; 2 wait for a mark."),
        (1, "has 3 answers; 1 waits for a mark."),
        (3, "has 3 answers; 0 wait for a mark."),
    ],
)
def test_how_many_wait_for_a_mark_is_said_in_grammar(answered, capsys, marked, said):
    with database.lent(database.options("01-tiny").coursedir) as gradebook:
        for student in ("ada_king", "bob_noyce", "cid_vicious")[:marked]:
            gradebook.find_grade("written", "01-tiny", "01-tiny", student).manual_score = 1
        gradebook.db.commit()
    assert cli.main(["answers", "01"]) == 0 and said in capsys.readouterr().out


@pytest.mark.slow
def test_the_answers_stand_in_the_order_of_their_pseudonyms(answered):
    answered(eve="One.", fay="Two.", gus="Three.", hal="Four.")
    names = re.findall(r'<article class="box" id="written-(\w+)"', page())
    assert len(names) == 6 and names == sorted(names)


@pytest.mark.slow
def test_the_page_needs_nothing_and_runs_nothing(answered):
    answered(eve="<script>evil()</script><img src=https://example.org/x onerror=evil()>")
    html = page()
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in html
    assert not [tag for tag in re.findall(r"<[^>]*>", html) if re.search(r"<script|onerror=|src=.?http", tag)]


@pytest.mark.slow
def test_whoever_marks_sees_that_there_was_a_script(answered):
    answered(eve="A reason. <script>alert(1)</script>")
    assert "A reason. &lt;script&gt;alert(1)&lt;/script&gt;" in words(page())


@pytest.mark.slow
def test_who_wrote_nothing_stands_in_one_line(answered):
    assert f"No answer (1): {name_of('cid_vicious')}, has 0 points." in words(page())


@pytest.mark.slow
def test_equal_answers_are_noted_whatever_the_white_space(answered):
    answered(eve="It is $2x$,\nso *even*.", fay="It is $2x$, so *odd*.")
    said = words(page())
    assert (
        f"The same words as {name_of('bob_noyce')}." in said
        and f"The same words as {name_of('eve')}." in said
        and said.count("The same words") == 2
    )


@pytest.mark.slow
def test_words_that_do_not_stand_below_the_question_are_shown_and_it_is_said(answered):
    folder = tiny.submit(
        answered(),
        "cid_vicious",
        when="2026-11-25 13:00:00 UTC",
        **tiny.RIGHT | {"written_answer": "*Your answer goes here.*"},
    )
    nb = document.read(folder / "01-tiny.ipynb")
    nb.cells.insert(-2, new_markdown_cell("It stands above."))
    document.write(nb, folder / "01-tiny.ipynb")
    answered()
    said = words(page())
    assert (
        "There is nothing below the question. These words are near it. It stands above." in said
        and "No answer" not in said
    )


@pytest.mark.slow
def test_an_answer_without_end_takes_no_room_from_the_others_and_it_is_said(answered):
    folder = tiny.submit(answered(), "mal", **tiny.RIGHT)
    nb = document.read(folder / "01-tiny.ipynb")
    nb.cells += [new_markdown_cell("x " * 9000) for _ in range(200)]
    document.write(nb, folder / "01-tiny.ipynb")
    answered()
    assert all(
        sum(len(cell.source) for cell in answer.cells) <= written_answers.LONGEST + len(answer.cells)
        for answer in read().each
    )
    html = page()
    assert (
        len(html) < 200_000
        and "198 more cells of this answer are too long for this page: read them in formgrader."
        in words(html)
        and "A sum of two equals" in html
    )


@pytest.mark.slow
def test_what_is_no_longer_in_autograded_is_named_and_not_shown_as_empty(answered, capsys):
    root = answered()
    (root / "autograded/bob_noyce/01-tiny").chmod(0o755)
    (root / "autograded/bob_noyce/01-tiny/01-tiny.ipynb").unlink()
    assert cli.main(["answers", "01"]) == 1
    assert (
        "autograded/bob_noyce is gone: `course grade 01-tiny --student bob_noyce --force` makes it."
        in capsys.readouterr().out
    )
    assert "No answer (1)" in words(page())


def test_before_anything_is_graded_it_says_what_comes_first_and_writes_nothing(course, with_gradebook):
    with pytest.raises(
        CourseError, match="nothing has been graded for 01-tiny: `course grade 01-tiny` does that."
    ):
        read()
    assert not (course / "answers").exists()
