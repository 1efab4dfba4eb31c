import base64
import re

import nbformat
import pytest
from markupsafe import escape
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.figures.pictures import tokens
from course.files.coursedir import CourseError
from course.reports.feedback import feedback
from course.reports.feedback.render import Score, message, page, pieces
from course.reports.markdown import formula, prose
from course.reports.sanitize import clean, code, plain

MERGE = "Merge: not yet.\nmerge([1, 1, 1], (1, 1), 2) gave [2, 2]; it should give [2, 1].\nYou used the middle 1 twice."
TEST = """with grading("mini/merge") as g:
    assert merge([1, 2], (1, 2), 3) == [3]
    ### BEGIN HIDDEN TESTS
    reference_never_shown = [4, 3, 4]
    assert merge([1, 2, 3, 1, 2], (1, 2), 4) == reference_never_shown
    ### END HIDDEN TESTS"""
TASK = """**Written · Why not words? (4 points).** Why does a model not read words?

### BEGIN MARK SCHEME
- 4 points: the rubric says $V$ would be endless.
### END MARK SCHEME"""
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


def marked(name, **nbgrader):
    return {
        "nbgrader": {
            "grade_id": name,
            "grade": False,
            "solution": False,
            "task": False,
            "locked": False,
            "schema_version": 3,
        }
        | nbgrader
    }


def notebook(
    code="def merge(ids, pair, new_id):\n    return ids",
    outputs=(),
    said=MERGE,
    name="NotYet",
    answer="Because *names* never end.",
    between=(),
):
    said = [new_output("error", ename=name, evalue=said, traceback=["frame of our code"])] if said else []
    return new_notebook(
        cells=[
            new_markdown_cell("# What a model reads"),
            new_markdown_cell("## Merge a pair\n\nOnce merged, both are spent: $n - 1$ are left."),
            new_markdown_cell("**Exercise 4 · Merge (2 points).** Write `merge`."),
            new_code_cell(code, outputs=list(outputs), metadata=marked("merge", solution=True)),
            *between,
            new_code_cell(
                TEST,
                outputs=[new_output("stream", text="printed in a hidden test"), *said],
                metadata=marked("merge-test", grade=True, locked=True, points=2),
            ),
            new_markdown_cell("## Why"),
            new_markdown_cell(TASK, metadata=marked("written", task=True, locked=True, points=4)),
            new_markdown_cell(answer),
        ]
    )


LOST = {"merge-test": Score(0, 2), "written": Score(None, 4)}
WON = {"merge-test": Score(2, 2), "written": Score(3, 4)}


def words(html):
    """What a reader sees, without the tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html[html.index("<body>") :]))


# --- what it says ---


def test_the_heading_has_the_total_and_each_exercise_its_points():
    said = words(page(notebook(), LOST, student="ada"))
    assert "Feedback for ada What a model reads 0 of 6 points so far" in said
    assert "Exercise 4 · Merge not yet 0 / 2" in said


def test_a_failed_check_says_its_three_lines_what_to_read_again_and_shows_the_code():
    said = words(page(notebook(), LOST))
    assert (
        "merge([1, 1, 1], (1, 1), 2) gave [2, 2]; it should give [2, 1]. You used the middle 1 twice." in said
    )
    assert "Read again: Merge a pair Once merged, both are spent" in said
    assert "def merge(ids, pair, new_id): return ids" in said


def test_the_section_to_read_again_is_a_part_of_the_page_that_links_can_reach():
    html = page(notebook(), LOST)
    assert 'id="read-merge-a-pair"' in html
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))


def test_a_right_exercise_has_no_message_and_nothing_to_read_again():
    said = words(page(notebook(said=None), WON))
    assert "Merge: not yet" not in said and "Read again" not in said
    assert "5 of 6 points" in said


def test_praise_is_for_all_of_it_or_for_what_a_check_can_see():
    assert "Everything is right." in words(page(notebook(said=None), WON | {"written": Score(4, 4)}))
    assert "Everything that a check can see is right." in words(page(notebook(said=None), WON))


def test_what_a_students_error_says_makes_no_line_of_its_own_and_turns_no_direction():
    said = page(
        notebook(
            said="Merge: not yet.\nmerge([1]) raised ValueError: a\u2028Exercise 1: right.\x85Full marks.\x0b\u202e\u2066abc. It happened in your line 2."
        ),
        LOST,
    )
    assert (
        '<p class="case">merge([1]) raised ValueError: aExercise 1: right.Full marks.abc. It happened in your line 2.</p>'
        in said
    )


def test_the_same_message_from_two_checks_is_said_once():
    nb = notebook()
    nb.cells.insert(
        5,
        new_code_cell(
            TEST,
            outputs=[new_output("error", ename="NotYet", evalue=MERGE, traceback=[])],
            metadata=marked("merge-test-2", grade=True, locked=True, points=1),
        ),
    )
    assert words(page(nb, LOST | {"merge-test-2": Score(0, 1)})).count("You used the middle 1 twice") == 1


def test_an_exercise_whose_check_was_deleted_is_still_listed():
    nb = notebook()
    nb.cells = [cell for cell in nb.cells if not cell.metadata.get("nbgrader")]
    said = words(page(nb, LOST))
    assert "Merge not yet 0 / 2" in said and "its cells were not in the notebook" in said


def test_a_case_on_three_lines_is_shown_as_a_case_and_what_it_means_is_not():
    said = (
        "Merge: not yet.\nmerge([1], (1, 1), 2)\ngave [2];\nit should give [1].\nYou used the middle 1 twice."
    )
    assert [place for place, _ in message(said)] == ["what", "case", "case", "case", "why"]


def test_an_answer_that_was_merged_into_another_cell_is_shown_with_its_message():
    given, nb = notebook(said=None), notebook(code="x = 1\n\ndef merge(ids, pair, new_id):\n    return ids")
    del nb.cells[3].metadata["nbgrader"]
    said = words(page(nb, LOST, given=given))
    assert (
        "Exercise 4 · Merge not yet 0 / 2" in said
        and "You used the middle 1 twice" in said
        and "x = 1" in said
    )
    assert "Once merged, both are spent" in said and "its cells were not in the notebook" not in said
    right = words(page(nb, WON, given=given))
    assert "Exercise 4 · Merge right 2 / 2" in right and "No check left a message" not in right


def test_a_copied_cell_and_one_that_is_not_the_courses_count_for_nothing():
    nb = notebook(said=None)
    nb.cells += [
        nb.cells[3].copy(),
        new_code_cell("mine", metadata=marked("mine", solution=True)),
        nb.cells[-2].copy(),
    ]
    said = words(page(nb, WON))
    assert (
        "5 of 6 points" in said and said.count("Exercise 4 · Merge right 2 / 2") == 1 and "Mine" not in said
    )


def test_points_for_lateness_are_taken_off_in_the_open():
    said = words(page(notebook(said=None), WON, late=1))
    assert "4 of 6 points" in said and "1 point was taken off" in said


def test_a_comment_of_the_instructor_is_shown_with_its_formula():
    html = page(notebook(), LOST, comments={"merge": "Nearly, see $2p - 1$."})
    assert "From your instructor" in html and "<math" in html


def test_cells_that_a_student_put_between_answer_and_check_are_shown_too():
    assert "my_helper" in page(notebook(between=[new_code_cell("def my_helper(): pass")]), LOST)


# --- the written answer ---


def test_before_marks_are_given_the_answer_is_shown_and_the_rubric_is_not():
    said = words(page(notebook(), LOST))
    assert "Because names never end." in said and "waits for your instructor" in said
    assert "the rubric says" not in said and "MARK SCHEME" not in said


def test_once_marks_are_given_they_are_shown_with_the_comment_and_the_rubric():
    said = words(page(notebook(), WON, comments={"written": "Clear."}))
    assert "3 of 4 points" in said and "Clear." in said and "the rubric says" in said
    assert "Written · Why not words? marked 3 / 4" in said


def test_who_wrote_nothing_gets_no_rubric_with_the_0():
    nb = given = notebook(answer="*Write your answer here.*")
    said = words(page(nb, WON | {"written": Score(0, 4)}, given=given))
    assert "0 of 4 points" in said and "the rubric says" not in said


def test_a_self_learner_gets_the_rubric_and_a_mark_that_is_kept_apart():
    said = words(page(notebook(said=None), LOST | {"merge-test": Score(2, 2)}, own=True))
    assert "the rubric says" in said and "2 of 2 points" in said and "yours to give" in said
    said = words(page(notebook(said=None), WON, own=True, self_marks={"written": 1}))
    assert "2 of 2 points" in said and "You gave yourself 1 of 4 points" in said


def test_a_kit_holds_no_rubric_and_the_page_says_who_marks_instead():
    nb = notebook()
    nb.cells[-2].source = "**Written · Why not words? (4 points).** Why does a model not read words?"
    said = words(page(nb, LOST, own=True, visible=True))
    assert "No check can read this one: your instructor does." in said and "the list above" not in said


def test_in_a_kit_the_page_gives_no_points_and_no_praise_for_visible_checks():
    html = page(notebook(said=None), WON, own=True, visible=True)
    said = words(html)
    assert "1 of 1 exercises pass the visible checks" in said and "Hidden tests decide the marks" in said
    assert (
        "Exercise 4 · Merge passes 2" in said
        and "right" not in said
        and not re.search(r"\d of \d points", html)
    )


def test_in_a_kit_a_sorting_is_said_to_be_filled_in_and_never_to_pass():
    nb, released = notebook("merge = {'A': 1}", said=None), notebook("merge = ...")
    said = words(page(nb, WON, given=released, own=True, visible=True))
    assert (
        "0 of 0 exercises pass the visible checks; 1 more is filled in" in said
        and "Exercise 4 · Merge filled in 2" in said
    )
    # where the hidden tests ran, right is right
    assert "Exercise 4 · Merge right 2 / 2" in words(page(nb, WON, given=released))


def test_what_was_given_is_nobodys_answer_and_the_rubric_waits_for_one():
    nb = given = notebook(answer="*Write your answer here.*")
    said = words(page(nb, LOST, given=given, own=True))
    assert (
        "There is nothing below this question." in said
        and "not answered yet – / 4" in said
        and "the rubric says" not in said
    )
    nb = nbformat.from_dict(given)
    nb.cells[-1].source = "Names never end."
    said = words(page(nb, LOST, given=given, own=True))
    assert "Names never end." in said and "the rubric says" in said and "not answered yet" not in said


def test_an_answer_that_begins_with_a_heading_of_its_own_is_not_called_empty():
    given = notebook(answer="*Your answer goes here.*")
    said = words(page(notebook(answer="## My plan\n\nNames never end."), LOST, given=given))
    assert "My plan" in said and "Names never end." in said and "empty" not in said


def test_a_picture_pasted_into_the_written_answer_is_part_of_the_page():
    nb = notebook(answer="![my drawing](attachment:a.png)")
    nb.cells[-1].attachments = {"a.png": {"image/png": PNG}}
    assert f'src="data:image/png;base64,{PNG}"' in page(nb, LOST) and 'alt="my drawing"' in page(nb, LOST)


def test_a_large_screenshot_in_the_written_answer_hides_none_of_its_words():
    nb = notebook(answer="One.\n\n![a screenshot](attachment:a.png)\n\nNames never end.")
    nb.cells[-1].attachments = {"a.png": {"image/png": base64.b64encode(bytes(1_600_000)).decode()}}
    html = page(nb, LOST)
    assert (
        "Names never end." in words(html)
        and "base64" not in words(html)
        and nb.cells[-1].attachments["a.png"]["image/png"] in html
    )


def attached(text, name="a.png", mime="image/png", data=PNG):
    """What a written answer is shown as that has one picture."""
    return prose(text, {"attachments": {name: {mime: data}}})


@pytest.mark.parametrize(
    "name, address",
    [
        ("Screen Shot 1.png", "Screen%20Shot%201.png"),
        ("Übung.png", "Übung.png"),
        ("Übung.png", "U\u0308bung.png"),
        ("U\u0308bung.png", "%C3%9Cbung.png"),
        ("at 5.32\u202fPM.png", "at%205.32%E2%80%AFPM.png"),
        ("50%.png", "50%25.png"),
        ("50%.png", "50%.png"),
        ("a%20b.png", "a%20b.png"),
        ("a&b.png", "a&b.png"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "![mine](attachment:{})",
        '<img src="attachment:{}">',
        "<p align='center'><img alt='mine' width=300 src='attachment:{}'/></p>",
    ],
)
def test_a_picture_is_part_of_the_page_whatever_its_name_and_however_it_is_put_in(form, name, address):
    made = attached(form.format(address), name)
    assert (
        made.count("<img") == 1
        and f'src="data:image/png;base64,{PNG}"' in made
        and 'alt="mine"' in made.replace("A picture.", "mine")
    )


@pytest.mark.parametrize("kind", ["jpeg", "gif", "webp"])
def test_a_picture_of_any_usual_kind_is_shown_pasted_or_typed(kind):
    assert f'src="data:image/{kind};base64,{PNG}"' in attached("![x](attachment:a.png)", mime=f"image/{kind}")
    assert f'src="data:image/{kind};base64,{PNG}"' in prose(f"![x](data:image/{kind};base64,{PNG})")


@pytest.mark.parametrize(
    "text, said",
    [
        ("![my plot](plot.png)", "my plot (a file beside the notebook: plot.png)"),
        ("![](plots/my%20plot.png)", "(a file beside the notebook: plots/my plot.png)"),
        ('<img src="plot.png" alt="my plot" width="300">', "my plot (a file beside the notebook: plot.png)"),
        ("![x](https://example.org/p.png)", "x (a picture on the web: https://example.org/p.png)"),
        ("![x](attachment:b.png)", "x (a picture that did not come with this cell: b.png)"),
        ("![x](attachment:a.png)", "x (a picture of a kind that is not shown here: a.png)"),
    ],
)
def test_of_a_picture_that_the_page_cannot_show_it_has_the_words_and_where_it_is(text, said):
    made = attached(text, mime="image/tiff")
    assert words(f"<body>{made}").strip() == said and "<img" not in made


def test_a_picture_is_put_in_once_however_often_it_is_asked_for_so_that_a_page_holds_no_more_than_the_notebook():
    made = attached("![x](attachment:a.png) ![x](attachment:%61.png) " * 300 + "Names never end.")
    assert (
        made.count(PNG) == 1
        and made.count("(the picture above: a.png)") == 599
        and "Names never end." in made
    )


@pytest.mark.parametrize(
    "data",
    ['"><script>evil()</script>', 'aGVs" onerror=evil() x="', "\ud800", 5, ["aGVs", {"x": 5}], {}, None, ""],
)
def test_an_attachment_that_is_no_picture_ends_no_attribute(data):
    made = attached("![x](attachment:a.png) <b>after</b>", data=data)
    assert "evil" not in made and "<img" not in made and "<b>after</b>" in made
    made.encode()


@pytest.mark.parametrize("attachments", [5, ["a.png"], {"a.png": 5}, {"a.png": ["image/png"]}])
def test_attachments_that_are_none_hide_no_words(attachments):
    assert "Names never end." in prose(
        "![x](attachment:a.png) Names never end.", {"attachments": attachments}
    )


@pytest.mark.parametrize(
    "words_",
    [
        '" onerror=evil() x="',
        "<script>evil()</script>",
        "&quot; onerror=evil()",
        "&lt;script&gt;evil()",
        "\x07",
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "![{}](attachment:a.png)",
        "<img alt='{}' src=attachment:a.png>",
        "![{}](a.png)",
        "<img alt='{}' src=a.png>",
    ],
)
def test_the_words_of_a_picture_end_no_attribute_and_are_no_tag(form, words_):
    made = attached(form.format(words_))
    assert not re.search(r"<script|<[^>\"]*(\"[^\"]*\"[^>\"]*)*\bonerror|\x07", made)


NEARBY = "There is nothing below this question. You wrote these words near it: Names never end."


def to_be_answered():
    """A notebook as it was given, with a section after its written question."""
    given = notebook(answer="*Your answer goes here.*")
    given.cells.append(new_markdown_cell("## What we found"))
    return given, nbformat.from_dict(given)


@pytest.mark.parametrize(
    "place", [5, 6, 9], ids=["above its section", "above its question", "after the next section's heading"]
)
@pytest.mark.parametrize("own", [False, True])
def test_a_written_answer_in_another_place_is_shown_and_not_called_empty(place, own):
    given, nb = to_be_answered()
    nb.cells.insert(place, new_markdown_cell("Names never end."))
    said = words(page(nb, LOST, given=given, own=own))
    assert NEARBY in said and "empty" not in said


@pytest.mark.parametrize("at", [5, 8], ids=["the section's", "the next section's"])
def test_a_written_answer_that_was_typed_into_the_heading_above_or_below_is_shown(at):
    given, nb = to_be_answered()
    nb.cells[at].source += "\n\nNames never end."
    said = words(page(nb, LOST, given=given))
    assert "You wrote these words near it:" in said and "Names never end." in said and "empty" not in said


def test_words_that_belong_to_another_exercise_are_nobodys_answer_nor_are_those_beside_one():
    given, nb = to_be_answered()
    nb.cells.insert(3, new_markdown_cell("A note on merging."))
    said = words(page(nb, LOST, given=given))
    assert "There is nothing below this question." in said and "A note on merging" not in said
    nb.cells.insert(6, new_markdown_cell("A note above."))
    nb.cells[9].source = "Names never end."
    said = words(page(nb, LOST, given=given))
    assert "Names never end." in said and "A note above" not in said


@pytest.mark.parametrize(
    "hidden", ["<!-- Names never end. -->", "<script>Names never end.</script>", "[names]: never-end"]
)
def test_an_answer_that_shows_nothing_is_shown_as_it_was_typed(hidden):
    html = page(notebook(answer=hidden), LOST)
    assert f'<pre tabindex="0">{escape(hidden)}</pre>' in html and "empty" not in words(html)


@pytest.mark.parametrize(
    "typed, shown",
    [
        (
            "It is <script>alert(1)</script> so.",
            "It is <code>&lt;script&gt;</code>alert(1)<code>&lt;/script&gt;</code> so.",
        ),
        (
            "One.\n\n<script>\nalert(1)\n</script>",
            '<pre tabindex="0">&lt;script&gt;\nalert(1)\n&lt;/script&gt;</pre>',
        ),
        ("One <!-- two --> three.", "One <code>&lt;!-- two --&gt;</code> three."),
        ("One.\n\n<iframe src=x></iframe>", '<pre tabindex="0">&lt;iframe src=x&gt;&lt;/iframe&gt;</pre>'),
        ("It ends with <unk> then.", "It ends with <code>&lt;unk&gt;</code> then."),
        ("<center>One.</center>", "One."),
        ("H<sub>2</sub>O", "H<sub>2</sub>O"),
    ],
)
def test_html_that_may_not_be_is_shown_as_it_was_typed_beside_what_else_was_written(typed, shown):
    assert shown in page(notebook(answer=typed), LOST)


def test_in_a_kit_a_sorting_that_is_there_in_part_is_partly_filled_in_and_does_not_pass_in_part():
    nb, released = (
        notebook("merge = {'A': 1}", said="Merge: not yet.\nTask 2 is on no shelf."),
        notebook("merge = ..."),
    )
    said = words(page(nb, LOST | {"merge-test": Score(1, 2)}, given=released, own=True, visible=True))
    assert "Exercise 4 · Merge partly filled in 2" in said and "in part" not in said


# --- what it keeps to itself ---


def test_no_source_of_a_test_and_nothing_printed_in_one_is_shown():
    html = page(notebook(), LOST)
    for secret in (
        "reference_never_shown",
        "HIDDEN",
        "printed in a hidden test",
        "frame of our code",
        "grading(",
    ):
        assert secret not in html


def test_a_message_of_a_test_that_repeats_a_hidden_line_is_left_out():
    assert "reference_never_shown" not in page(notebook(said=f"Merge: not yet.\n{TEST}"), LOST)


@pytest.mark.parametrize(
    "own",
    [
        new_output("stream", text=TEST),
        new_output("execute_result", data={"text/html": f"<pre>{TEST}</pre>", "text/plain": TEST}),
        new_output("error", ename="E", evalue=TEST, traceback=[]),
    ],
)
def test_what_a_students_own_cell_put_out_is_shown_whatever_it_holds(own):
    """Its process never held a hidden test: what looks like one is a guess, and to leave it out would say
    that it is right.
    """
    said = page(notebook(outputs=[own]), LOST)
    assert "reference_never_shown" in said and "repeats a hidden test" not in said


def test_a_check_that_did_not_run_to_its_end_says_so_without_its_source():
    html = page(notebook(name="NameError", said="name 'reference_never_shown' is not defined"), LOST)
    assert "did not run to its end (NameError)" in html and "reference_never_shown" not in html


# --- what it does not let through ---

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe src='https://example.org'></iframe>",
    "<img src='https://example.org/count.png'>",
    "<math><mtext><script>alert(1)</script></math>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<div style='background:url(https://example.org)'>x</div>",
    "<meta http-equiv=refresh content=0>",
    "<div style='background:u\\72l(https://example.org)'>x</div>",
    "<base href='https://example.org/'>",
    "<style>body{display:none}</style>",
    "<form action='https://example.org'><input></form>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "$\\text{<script>alert(1)</script>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\style{background:url(https://example.org)}{y}$",
    "[x](javascript:alert(1))",
    "![x](https://example.org/p.png)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_script_no_address_and_no_frame_gets_in_by_any_door(attack):
    empty = page(notebook(code="", said=None, answer=""), LOST)
    html = page(
        notebook(
            code=attack,
            said=f"Merge: not yet.\n{attack}\n{attack}",
            answer=attack,
            outputs=[
                new_output("stream", text=attack),
                new_output("display_data", data={"text/html": attack}),
                new_output("execute_result", data={"text/plain": attack}),
                new_output("error", ename=attack, evalue=attack, traceback=[]),
            ],
        ),
        LOST,
        comments={"merge": attack, "written": attack},
        student=attack,
    )
    tags = re.findall(r"<[a-z][^>]*>", html.replace(re.search(r"<style>.*?</style>", html, re.S)[0], ""))
    assert not [
        tag
        for tag in tags
        if re.search(
            r"<(script|iframe|base|form|input|object|embed|style)\b|\son\w+=|javascript:|url\(|position", tag
        )
    ]
    assert not [tag for tag in tags if re.search(r"(src|action)=.(?!data:image)|href=.(?![#\"])", tag)]
    assert len(re.findall(r"<meta", html)) == len(re.findall(r"<meta", empty))


def test_the_page_itself_forbids_scripts_and_the_network():
    html = page(notebook(), LOST)
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in html
    assert (
        "<script" not in html
        and "http://" not in html.replace("http://www.w3.org/1998/Math/MathML", "")
        and "https://" not in html
    )


def test_an_id_that_a_student_made_up_cannot_break_out_of_an_attribute():
    nb = notebook()
    nb.cells[3].metadata.nbgrader.grade_id = name = '"><script>alert(1)</script>'
    html = page(nb, {f"{name}-test": Score(0, 2)})
    assert "<script" not in html and "&#34;&gt;&lt;script" in html


def test_what_a_terminal_would_hide_is_gone():
    assert plain("\x1b[31mred\x1b[0m \x1b]0;title\x07\x1b(Bplain\x00\x08") == "red plain"
    assert plain("10 %\r50 %\rdone\nnext\r\n") == "done\nnext\n"
    assert plain("half a pair \ud83d").encode() == b"half a pair "


def test_megabytes_of_print_become_a_page_that_opens():
    html = page(notebook(outputs=[new_output("stream", text="x" * 5_000_000)]), LOST)
    assert len(html) < 60_000 and "characters more" in html


def test_the_page_of_an_ordinary_notebook_is_small():
    assert len(page(notebook(), LOST)) < 25_000


# --- what it does let through ---


def test_pictures_are_inside_of_the_page_and_have_words():
    drawn = page(notebook(outputs=[new_output("display_data", data={"image/png": PNG})]), LOST)
    assert f'<img src="data:image/png;base64,{PNG}" alt="A picture that your code drew.">' in drawn
    shown = page(
        notebook(
            outputs=[
                new_output(
                    "display_data",
                    data={"text/html": f'<img alt="Loss falls" src="data:image/png;base64,{PNG}">'},
                )
            ]
        ),
        LOST,
    )
    assert 'alt="Loss falls"' in shown


def test_a_picture_that_is_no_picture_is_left_out():
    assert "<img" not in page(notebook(outputs=[new_output("display_data", data={"image/png": "a"})]), LOST)


def test_coloured_tokens_keep_their_colours():
    html = clean(tokens("My name is", "r50k_base")._repr_html_())
    assert html.count("background") == 3 and 'role="listitem"' in html and "␣name" in html


def test_formulas_become_mathml_that_stands_between_words():
    html = prose(r"The surprise $-\log_2 p$ of `p`, and" + "\n\n$$P(a) = \\frac{1}{2}$$\n\nbelow.")
    assert html.count("<math") == 2 and "<mfrac>" in html and "<code>p</code>" in html and "$" not in html


def test_a_formula_that_cannot_be_read_is_shown_as_it_was_written():
    assert formula(r"\text{<b>x</b>}") == r"<code>\text{&lt;b&gt;x&lt;/b&gt;}</code>"


def test_money_is_not_a_formula():
    assert "<math" not in prose("It costs $2 in one shop and $3 in another.")


def test_markdown_tables_and_lists_are_kept():
    html = prose("| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n- two")
    assert "<td>1</td>" in html and "<li>one</li>" in html


def test_code_is_coloured_and_says_what_it_said():
    assert words("<body>" + str(code("def f():\n    return '<b>'"))).strip() == "def f(): return '&lt;b&gt;'"


# --- the way from the gradebook ---


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    from nbgrader.api import Gradebook

    from course.gradebook.transaction import make_tables

    tmp_path = tmp_path_factory.mktemp("course")
    path = tmp_path / "autograded" / "ada" / "mini" / "mini.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook(), path)
    make_tables(f"sqlite:///{tmp_path / 'gradebook.db'}")  # nbgrader would start `alembic` for it: seconds
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment("mini")
        gradebook.add_notebook("mini", "mini")
        gradebook.add_grade_cell("merge-test", "mini", "mini", max_score=2, cell_type="code")
        gradebook.add_solution_cell("merge", "mini", "mini")
        gradebook.add_task_cell("written", "mini", "mini", max_score=4, cell_type="markdown")
        gradebook.add_student("ada")
        gradebook.add_submission("mini", "ada")
        gradebook.find_grade("merge-test", "mini", "mini", "ada").auto_score = 0
        gradebook.db.commit()
    return tmp_path


@pytest.mark.slow
def test_the_file_lies_where_nbgrader_looks_for_feedback(graded):
    path = feedback("mini", "ada", root=graded)
    assert path == graded / "feedback" / "ada" / "mini" / "mini.html"
    assert "0 of 6 points" in path.read_text(encoding="utf-8") and "waits for a mark" in path.read_text(
        encoding="utf-8"
    )


def test_marks_and_comments_given_by_hand_are_found(graded):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("written", "mini", "mini", "ada").manual_score = 3
        gradebook.find_comment("written", "mini", "mini", "ada").manual_comment = "Say what it costs."
        gradebook.db.commit()
    said = words(feedback("mini", "ada", root=graded).read_text(encoding="utf-8"))
    assert "3 of 6 points" in said and "Say what it costs." in said


def test_nbgraders_own_comment_on_an_untouched_cell_is_not_put_into_the_instructors_mouth(graded):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        gradebook.find_comment("merge", "mini", "mini", "ada").auto_comment = "No response."
        gradebook.db.commit()
    assert "No response" not in feedback("mini", "ada", root=graded).read_text(encoding="utf-8")


def test_the_same_marks_give_the_same_bytes(graded):
    assert (
        feedback("mini", "ada", root=graded).read_bytes() == feedback("mini", "ada", root=graded).read_bytes()
    )


def test_nothing_graded_is_said_with_what_to_do(graded):
    with pytest.raises(CourseError, match="course grade mini"):
        feedback("mini", "bob", root=graded)


def test_emphasis_is_drawn_where_the_course_speaks_and_a_students_own_signs_are_signs():
    def lines(*text):
        return [str(line) for _, line in message("\n".join(text))]

    assert lines(
        "Merge: not yet.",
        "f('*a*') gave '*b*'; it should give *c*.",
        "You *printed* it: `a *b* c`, 2 * 3 * 4.",
    )[1:] == [
        "f(&#39;*a*&#39;) gave &#39;*b*&#39;; it should give *c*.",
        "You <em>printed</em> it: <code>a *b* c</code>, 2 * 3 * 4.",
    ]
    assert "<em>" not in "".join(
        lines(
            "Ways: not yet.",
            "For 'A' you chose '*x*'.",
            "No.",
            "For 'B' you chose '*x*'.",
            "Its cell stopped before: ValueError: *x*.",
            "gave '*x*';",
            "it should give '*y*'.",
        )
    )
    assert lines("", "", "*<b>x</b>*") == ["", "", "<em>&lt;b&gt;x&lt;/b&gt;</em>"]


@pytest.mark.slow
def test_of_an_answer_in_hundreds_of_cells_full_of_formulas_a_page_has_the_beginning():
    cells = [new_markdown_cell("$x$ " * 4990) for _ in range(440)]
    shown, more = pieces(cells)
    assert len(shown) == 2 and more == 438 and "<math" in shown[1]
    shown, more = pieces([new_markdown_cell("long " * 9_000), new_markdown_cell("yes")])
    assert len(shown) == 1 and more == 1 and "long" in shown[0]
