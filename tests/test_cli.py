import functools
import re
import shutil
import subprocess
import sys
import time

import nbformat
import pytest
from sqlalchemy.exc import OperationalError

from course import cli
from course.cli import arguments
from course.sandbox.job import GRADED, Result
from course.student import work
from course.submission import bundle
from tests import tiny


def run(capsys, *words):
    """(exit status, stdout, stderr) of a command."""
    try:
        status = cli.main(list(words))
    except SystemExit as left:
        status = left.code
    return status, *capsys.readouterr()


@pytest.fixture(autouse=True)
def run_nothing(monkeypatch):
    """All tests pass, and nothing is executed: these tests are about the commands."""
    from course.grading import batch

    run = functools.partial(batch.outcomes, run=lambda job: Result(nbformat.from_dict(job.notebook), GRADED))
    monkeypatch.setattr(batch, "outcomes", run)


COMMANDS = "start update lab check status submit new lint release kit roster due collect grade answers mark feedback report export".split()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_is_for_and_gives_an_example(capsys, command):
    status, out, _ = run(capsys, command, "--help")
    assert status == 0 and f"example:\n    course {command}" in out


def test_the_door_lists_every_command_by_who_needs_it(capsys):
    status, out, _ = run(capsys, "--help")
    assert status == 0 and all(command in out for command in COMMANDS)


@pytest.mark.parametrize("words", [["dance"], ["start"], ["grade", "01", "--workers", "many"], []])
def test_a_line_that_is_not_understood_exits_with_2(capsys, words):
    assert run(capsys, *words)[0] == 2


def test_what_cannot_be_done_is_one_line_on_stderr_and_exits_with_1(course, capsys):
    assert run(capsys, "start", "07") == (1, "", "course: there is no assignment '07'. There are: 01-tiny.\n")


@pytest.mark.parametrize(
    "folder, words",
    [
        *(
            ("release", words)
            for words in (
                ["check", "01"],
                ["submit", "01", "--who", "ada"],
                ["start", "01", "--again", "double"],
            )
        ),
        *(
            ("source", words)
            for words in (["check", "01"], ["grade", "01"], ["lint", "01"], ["release", "01"])
        ),
    ],
)
def test_a_damaged_file_of_the_course_itself_is_one_line_that_names_it(course, capsys, folder, words):
    run(capsys, "start", "01")
    tiny.submit(course, "ada", **tiny.RIGHT)
    (course / folder / "01-tiny/01-tiny.ipynb").write_text("{")
    status, _, err = run(capsys, *words)
    assert status == 1 and err.splitlines()[-1].startswith("course: ") and "Traceback" not in err
    assert f"{folder}/01-tiny/01-tiny.ipynb is not a notebook that can be read" in err


def test_help_and_status_do_not_wait_for_the_heavy_packages(course):
    heavy = "import sys; from course import cli; cli.main(['status']); print({'nbgrader', 'numpy', 'nbformat'} & set(sys.modules))"
    start = time.monotonic()
    said = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "set()" and time.monotonic() - start < 5


@pytest.mark.parametrize("lines", [1, 10_000])
def test_whoever_has_read_enough_of_what_is_printed_ends_it_without_a_word(course, lines):
    command = f"import sys; from course import cli; from course.student import work; work.status = lambda: print('line\\n' * {lines}) or []; sys.exit(cli.main(['status']))"
    with subprocess.Popen(
        [sys.executable, "-c", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as ran:
        ran.stdout.close()
        assert (ran.stderr.read(), ran.wait()) == ("", 141)


def test_a_pipe_that_broke_elsewhere_is_said(course, capsys, monkeypatch):
    def broken():
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(work, "status", broken)
    assert run(capsys, "status") == (1, "\n", "course: [Errno 32] Broken pipe\n")


def test_start_says_where_it_is_and_what_to_do_next(course, capsys):
    assert run(capsys, "start", "01") == (0, "work/01-tiny is ready. `course lab 01-tiny` opens it.\n", "")
    assert "was left unchanged" in run(capsys, "start", "01")[1]
    (course / "work/01-tiny/01-tiny.ipynb").write_text("{")
    status, out, err = run(capsys, "start", "01")
    assert (status, out) == (
        1,
        "",
    ) and "01-tiny.ipynb is not a notebook that can be read (not JSON). It was left unchanged." in err
    (course / "work/01-tiny/01-tiny.ipynb").unlink()
    assert "put back what was missing: 01-tiny.ipynb" in run(capsys, "start", "01")[1]


def test_an_exercise_afresh_says_where_the_old_attempt_is(course, capsys):
    run(capsys, "start", "01")
    status, out, _ = run(capsys, "start", "01", "--again", "double")
    assert status == 0 and "work/01-tiny/kept/01-tiny_" in out and "Reload Notebook from Disk" in out


def test_submit_asks_who_once_and_says_which_file_to_hand_in(course, capsys, monkeypatch):
    run(capsys, "start", "01")
    status, _, err = run(capsys, "submit", "01")
    assert status == 1 and "--who ID" in err
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "ada")
    status, out, _ = run(capsys, "submit", "01")
    assert status == 0 and "outbox/01-tiny_ada_" in out and "hand in this file" in out


def test_submit_first_lists_what_is_not_written_yet_and_never_refuses(course, capsys):
    run(capsys, "start", "01")
    status, out, _ = run(capsys, "submit", "01", "--who", "ada")
    first, second = out.splitlines()
    assert first == "Not written yet: double (3 points), answer (1 point), written (2 points)."
    assert status == 0 and "hand in this file" in second
    tiny.answers(course, course / "work/01-tiny/01-tiny.ipynb", **tiny.RIGHT)
    assert run(capsys, "submit", "01")[1].startswith("outbox/")


def test_status_fits_80_columns_whatever_stands_in_it(course, capsys, monkeypatch):
    seen = {
        "points": 25,
        "out_of": 25,
        "right": 10,
        "exercises": 10,
        "filled": 2,
        "visible": True,
        "self_mark": 2.5,
        "self_out_of": 3,
        "when": "20261125T124500Z",
    }
    names = [f"0{n}-large-language-models" for n in range(7)]
    monkeypatch.setattr(
        work,
        "status",
        lambda: [
            {
                "assignment": name,
                "started": True,
                "check": seen,
                "submitted": bundle.unstamp("20261125T130000Z"),
            }
            for name in names
        ],
    )
    lines = run(capsys, "status")[1].splitlines()
    assert max(map(len, lines)) <= 80 and lines[1].endswith("25 Nov 12:45  25 Nov 13:00")


@pytest.mark.slow
def test_the_whole_way_of_a_class(course, with_gradebook, capsys, monkeypatch, tmp_path):
    """From the students' zips to marks: the commands that the instructor's page shows."""
    monkeypatch.setattr(work, "now", lambda: bundle.unstamp("20261125T124500Z"))
    run(capsys, "start", "01")
    tiny.answers(course, course / "work/01-tiny/01-tiny.ipynb", **tiny.RIGHT)
    for who in "ada", "bob":
        assert run(capsys, "submit", "01", "--who", who)[0] == 0
    (course / "outbox/notes.txt").write_text("hello")
    status, out, _ = run(capsys, "collect", str(course / "outbox"))
    assert status == 1 and out.splitlines() == [
        "notes.txt: refused: it is neither a zip nor a notebook",
        "2 collected, 1 refused",
        "Next: `course grade 01-tiny`.",
    ]
    status, out, err = run(capsys, "grade", "01", "--workers", "1")
    assert (
        status == 0
        and out.startswith("2 graded. Log: autograded/_log/01-tiny.jsonl\n")
        and "graded 2 of 2" in err
    )
    assert "Nothing new" in run(capsys, "grade", "01")[1]
    status, out, _ = run(capsys, "feedback", "01")
    assert status == 0 and (course / "feedback/ada/01-tiny/01-tiny.html").exists()
    status, out, _ = run(capsys, "report", "01", "--csv", str(tmp_path / "r.csv"))
    assert status == 0 and re.search(r"^ada +3 +1 +0 +4$", out, re.M)
    assert run(capsys, "export", str(tmp_path / "e.csv"))[1].startswith("2 lines in")


@pytest.mark.parametrize("command", ["answers", "feedback", "report"])
def test_before_grading_they_say_what_comes_first(course, with_gradebook, capsys, command):
    assert run(capsys, command, "01") == (
        1,
        "",
        "course: nothing has been graded for 01-tiny: `course grade 01-tiny` does that.\n",
    )


@pytest.mark.slow
def test_that_the_tests_have_changed_is_said_before_everybody_is_graded_again(course, with_gradebook, capsys):
    tiny.submit(course, "ada", **tiny.RIGHT)
    assert "have changed" not in run(capsys, "grade", "01")[1]
    path = course / "source/01-tiny/01-tiny.ipynb"
    path.write_text(path.read_text().replace("double(7) == 14", "double(8) == 16"))
    tiny.submit(course, "bob", **tiny.RIGHT)
    assert run(capsys, "grade", "01")[1].startswith(
        "The tests of 01-tiny, or the mistakes that they know, have changed: 1 submission is graded again.\n2 graded."
    )


@pytest.mark.slow
def test_what_the_author_changed_since_the_class_handed_in_is_one_line_and_nobodys_warning(
    course, with_gradebook, capsys
):
    from course.authoring import release

    for n in range(6):
        tiny.submit(course, f"s{n}", **tiny.RIGHT)
    path = course / "source/01-tiny/01-tiny.ipynb"
    path.write_text(
        path.read_text().replace("double(2) == 4", "double(3) == 6").replace('"points": 2', '"points": 3')
    )
    release.release("01-tiny")
    tiny.submit(course, "zoe", **tiny.RIGHT)  # with the new one
    said = (
        "Handed in as another release has it, and replaced by this one's: test cell double-test (text), 6 students; "
        "test cell double-test-2 (points), 6 students; task cell written (points), 6 students."
    )
    status, out, _ = run(capsys, "grade", "01")
    assert status == 0 and out.splitlines()[:2] == [said, "7 graded. Log: autograded/_log/01-tiny.jsonl"]
    assert said in run(capsys, "report", "01")[1] and "What was odd" not in run(capsys, "report", "01")[1]


@pytest.fixture
def going(course, with_gradebook, capsys):
    """A class of two that was graded, and a forced batch at work, which has done one of them."""
    from course.grading import batch

    for student in "ada", "bob":
        tiny.submit(course, student, **tiny.RIGHT)
    assert run(capsys, "grade", "01")[0] == 0
    going = batch.grade("01-tiny", force=True)
    next(going)
    yield going
    going.close()


@pytest.mark.slow
def test_a_forced_batch_that_was_stopped_is_named_by_the_one_that_goes_on(going, capsys):
    going.close()
    assert run(capsys, "grade", "01")[1].startswith(
        "A batch with --force was stopped before it reached 1 submission.\n1 graded."
    )
    assert run(capsys, "grade", "01")[1].startswith("Nothing new")


@pytest.mark.slow
def test_while_a_forced_batch_is_at_work_another_says_that_and_not_that_it_was_stopped(going, capsys):
    assert run(capsys, "grade", "01") == (
        1,
        "",
        "course: gradebook.db is in use by another program (another `course grade`?): try again when it is done.\n",
    )


def test_before_anything_is_collected_grade_says_so_and_how_and_makes_nothing(course, with_gradebook, capsys):
    before = sorted(course.iterdir())
    status, out, err = run(capsys, "grade", "01")
    assert (status, out) == (1, "") and err.startswith(
        "course: nothing has been collected for 01-tiny yet: `course collect FILE` takes in"
    )
    assert sorted(course.iterdir()) == before


@pytest.mark.slow
def test_grade_reads_exams_mistakes_and_log_once(course, with_gradebook, capsys, monkeypatch):
    from course.gradebook import database
    from course.grading import inputs, log

    tiny.submit(course, "ada", **tiny.RIGHT)
    assert run(capsys, "grade", "01")[0] == 0
    ran = []
    for module, name in (database, "exams"), (inputs, "ways"), (inputs, "tests_hash"), (log, "read"):
        monkeypatch.setattr(
            module,
            name,
            functools.partial(
                lambda name, own, *given: ran.append(name) or own(*given), name, getattr(module, name)
            ),
        )
    assert run(capsys, "grade", "01", "--force")[0] == 0
    assert sorted(ran) == ["exams", "read", "tests_hash", "ways"]


def test_one_that_could_not_be_graded_exits_with_1_and_is_named(course, with_gradebook, capsys):
    tiny.submit(course, "ada", **tiny.RIGHT)
    tiny.submit(course, "mal").joinpath("01-tiny.ipynb").write_text("{")
    status, out, err = run(capsys, "grade", "01")
    assert (
        status == 1
        and "mal: could not be graded: 01-tiny.ipynb is not a notebook that can be read (not JSON)" in err
    )
    assert (
        "1 could not be graded, 1 graded" in out
        and "ask for it again, or mend it in submitted/WHO/01-tiny" in out
    )


def test_what_is_odd_of_many_is_a_line_of_the_first_five_and_then_a_number(course, with_gradebook, capsys):
    odd = "test cell double-test was edited (line 1: `pass`): the original was used"
    for n in range(8):
        tiny.submit(
            course, f"s{n}", **tiny.RIGHT, double_test="pass", **({"answer_test": "pass"} if n == 7 else {})
        )
    tiny.submit(course, "mal").joinpath("01-tiny.ipynb").write_text("{")
    status, out, err = run(capsys, "grade", "01", "--workers", "1")
    assert status == 1 and out.startswith(
        f"For 8 students: {odd}.\n1 could not be graded, 8 graded with a warning."
    )
    assert (
        err.count(odd) == 5
        and "s7: graded with a warning: test cell answer-test was edited" in err
        and "mal: could not be graded" in err
    )


@pytest.mark.slow
def test_one_student_is_named_by_id_or_by_the_name_that_the_roster_has(course, with_gradebook, capsys):
    (course / "class.csv").write_text("id,name\nada,Ada Lovelace\nbob,Bo King\nbo2,Bo King\n")
    run(capsys, "roster", str(course / "class.csv"))
    for student in "ada", "bob":
        tiny.submit(course, student, **tiny.RIGHT)
    assert run(capsys, "grade", "01", "--student", "ada lovelace")[1].startswith("1 graded.")
    assert run(capsys, "grade", "01", "--student", "Bo King") == (
        1,
        "",
        "course: bob and bo2 are called 'Bo King': say which, by --student ID.\n",
    )
    assert run(capsys, "grade", "01", "--student", "Zoe Nobody")[2].startswith(
        "course: Zoe Nobody has not submitted 01-tiny: there is no folder "
    )
    assert (
        run(capsys, "feedback", "01", "--student", "Lovelace, Ada")[0] == 0
        and (course / "feedback/ada/01-tiny/01-tiny.html").exists()
    )


@pytest.mark.parametrize(
    "command, doing",
    [
        ("lint", "Looking through 01-tiny, and running what is in it"),
        ("release", "Making the release of 01-tiny, and running its tests"),
    ],
)
def test_what_takes_half_a_minute_says_at_its_start_what_it_is_at(
    course, capsys, monkeypatch, command, doing
):
    from course.authoring import lint, release

    said, (module, found) = [], {"lint": (lint, []), "release": (release, course)}[command]
    monkeypatch.setattr(module, command, lambda name: said.append(capsys.readouterr()) or found)
    run(capsys, command, "01")
    assert said == [("", f"{doing}: up to half a minute each …\n")]


@pytest.fixture
def answered(course, capsys):
    run(capsys, "start", "01")
    tiny.answers(course, course / "work/01-tiny/01-tiny.ipynb", **tiny.RIGHT)
    return course


@pytest.mark.slow
def test_check_shows_points_rubric_and_page_and_the_self_mark_in_status(answered, capsys, monkeypatch):
    status, out, _ = run(capsys, "check", "01", "--no-browser")
    assert status == 0 and "double  3 of 3" in out and "4 of 4 points." in out
    assert "One point a reason." in out and "--self-mark POINTS" in out
    assert "Feedback: work/.course/feedback/me/01-tiny/01-tiny.html" in out
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    status, out, _ = run(capsys, "check", "01", "--self-mark", "1.5")
    assert status == 0 and "rubric" not in out and opened[0].startswith("file://")
    assert (
        "01-tiny     4 of 4 *  " in (table := run(capsys, "status")[1])
        and "* 01-tiny: your own mark for the written answer: 1.5 of 2 points." in table
    )


def test_a_self_mark_has_its_limits(answered, capsys):
    status, _, err = run(capsys, "check", "01", "--self-mark", "3")
    assert status == 1 and "earns 0 to 2 points, not 3" in err


@pytest.mark.slow
def test_an_untouched_written_answer_is_not_answered_yet_and_can_earn_no_mark(course, capsys):
    run(capsys, "start", "01")
    out = run(capsys, "check", "01", "--no-browser")[1]
    assert "Your written answer (2 points) is still empty." in out and "One point a reason." not in out
    assert run(capsys, "check", "01", "--self-mark", "1") == (
        1,
        "",
        "Running 01-tiny from top to bottom …\ncourse: the written question of 01-tiny has no answer yet: "
        "write one below the question, save, and check first.\n",
    )


# --- a class's kit ---


@pytest.fixture
def class_kit(answered):
    shutil.rmtree(answered / "source")
    return answered


@pytest.mark.slow
def test_in_a_kit_check_and_status_say_that_hidden_tests_decide_the_marks_and_give_no_points(
    class_kit, capsys
):
    out = run(capsys, "check", "01", "--no-browser")[1]
    assert (
        "double  passes" in out
        and "answer  filled in" in out
        and "1 of 1 exercises pass the visible checks, 1 more is filled in. Hidden tests decide the marks."
        in out
    )
    assert "Your written answer (2 points) is for your instructor to mark." in out and not re.search(
        r"\d of \d points?\b", out
    )
    table = " ".join(run(capsys, "status")[1].split())
    assert (
        "1 of 1 exercises pass the visible checks, 1 more is filled in; hidden tests decide the marks."
        in table
        and "points." not in table
    )


def test_in_a_kit_help_shows_the_students_commands_alone(class_kit, capsys):
    out = run(capsys, "--help")[1]
    assert all(command.__name__ in out for command in arguments.STUDENTS) and not re.search(
        "grade|collect|lint|instructor", out
    )
    assert "visible checks" in run(capsys, "check", "--help")[1] and not re.search(
        "hidden|self-mark", run(capsys, "check", "--help")[1]
    )
    assert "instructor" not in run(capsys, "lab", "--help")[1]


@pytest.mark.parametrize(
    "command", [command.__name__ for command in arguments.AUTHORS + arguments.INSTRUCTORS]
)
def test_in_a_kit_the_other_commands_answer_in_one_line(class_kit, capsys, command):
    assert run(capsys, command, "01") == (
        1,
        "",
        f"course: {command} needs the course's sources: this is a class kit.\n",
    )


def test_in_a_kit_there_is_no_rubric_to_mark_by_and_no_formgrader(class_kit, capsys):
    status, _, err = run(capsys, "check", "01", "--self-mark", "1")
    assert status == 1 and "without the rubrics: your instructor marks the written answer" in err
    assert run(capsys, "lab", "--instructor") == (
        1,
        "",
        "course: formgrader needs the course's sources: this is a class kit.\n",
    )


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        OperationalError("insert", {}, Exception("database or disk is full")),
    ],
)
def test_a_full_disk_is_a_sentence_whatever_meets_it(course, monkeypatch, capsys, error):
    def full(*_, **__):
        raise error

    monkeypatch.setattr("course.student.work.start", full)
    assert cli.main(["start", "01"]) == 1
    assert capsys.readouterr().err.startswith("course: the disk is full. Make room")


def test_status_calls_a_companion_optional_until_it_is_begun(course, capsys, monkeypatch):
    line = {"check": None, "submitted": None}
    lines = [
        line | {"assignment": name, "started": started}
        for name, started in (("01-a", False), ("01b-b", False), ("02b-c", True))
    ]
    monkeypatch.setattr(work, "status", lambda: lines)
    rows = run(capsys, "status")[1].splitlines()[1:]
    assert [row.split(maxsplit=1)[1] for row in rows] == ["not started", "optional", "started"]
