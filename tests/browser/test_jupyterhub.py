"""A class on JupyterHub, an instructor and three students who are users of the machine, in a browser from
fetch to feedback: docs/jupyterhub.md.

Ada has all right. Ben has half of it, and a mistake. Cid hands in a mistake, and then what is right, and no
more than that.
"""

import json
import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from course.notebook import document
from tests.browser import cells, hub
from tests.browser.hub import INSTRUCTOR, STUDENTS
from tests.browser.test_student import RIGHT, WRONG
from tests.server.loopback import until

ROOT = Path(__file__).parents[2]
ADA, BEN, CID = STUDENTS
NOTEBOOK = "01-tokens/01-tokens.ipynb"


# --- the class ---


@pytest.fixture(scope="module")
def machine():
    with hub.running() as running:
        yield running


@pytest.fixture(scope="module")
def at(machine, chromium):
    """Each user's page of Lab, to which the hub brought them when they had signed in; the assignment is
    released meanwhile.
    """
    pages = {
        user: signed_in(machine, chromium, user, machine.passwords[user]) for user in (INSTRUCTOR, *STUDENTS)
    }
    machine.run(INSTRUCTOR, "nbgrader", "release_assignment", "01-tokens")
    for page in pages.values():
        page.locator(".jp-Launcher").first.wait_for(timeout=180_000)
    yield pages
    for page in pages.values():
        page.context.close()


def signed_in(machine, chromium, user, password):
    """What the hub shows after its form."""
    page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(60_000)  # on two cores, beside other tests
    page.goto(machine.address)
    page.locator("#username_input").fill(user)
    page.locator("#password_input").fill(password)
    page.get_by_role("button", name="Sign in").click()
    return page


def assignments(page):
    """nbgrader's list of assignments, opened from the menu."""
    page.locator(".lm-MenuBar-item", has_text="Nbgrader").click()
    page.locator(".lm-Menu-item", has_text="Assignment List").click()
    return page.locator("#nbgrader-assignment-list")


# --- from fetch to feedback ---


@pytest.fixture(scope="module")
def fetched(at):
    """The list of assignments of each student, who has fetched 01-tokens."""
    panels = {user: assignments(at[user]) for user in STUDENTS}
    for panel in panels.values():
        panel.get_by_role("button", name="Fetch").click()
        panel.get_by_role("button", name="Submit").wait_for()
    return panels


EXERCISES = {
    exercise.name: exercise for exercise in document.exercises(document.read(ROOT / "source" / NOTEBOOK))
}
HALF = list(EXERCISES)[:3]  # merge is the third


def solve(machine, user, names, merge=None):
    """What a student wrote at another time: the course's own answers to these exercises, but this one to
    merge.
    """
    file = machine.desk(user) / "work" / NOTEBOOK
    nb = document.read(file)
    for cell in nb.cells:
        if cell.id in names:
            cell.source = (
                merge or cell.source
                if cell.id == "merge"
                else re.sub(r".*### (BEGIN|END) SOLUTION\n?", "", EXERCISES[cell.id].solution.source)
            )
    file.write_text(nbformat.writes(nb))  # into the file that is there: it stays the student's


def merge(page, answer):
    """Write an answer in Lab, run its check, and save -> what the check said."""
    cells.write(page, "def merge(", answer)
    cells.run(page, "def merge(")
    said = cells.run(page, '"01-tokens/merge"')
    page.keyboard.press("ControlOrMeta+s")
    page.locator(".lm-TabBar-tab.jp-mod-current:not(.jp-mod-dirty)", has_text="01-tokens").wait_for()
    return said


def submit(page, times=1):
    """Hand in by the list; `times`: how often that was by then."""
    page.locator(".lm-TabBar-tab", has_text="Assignments").click()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#submitted_assignments_list .nested_list_item")).to_have_count(times)


@pytest.fixture(scope="module")
def handed_in(machine, at, fetched):
    """What the check of merge said to each, and Validate to ada. Cid has handed in once before."""
    solve(machine, ADA, EXERCISES)
    solve(machine, BEN, HALF)
    solve(machine, CID, ["merge"], WRONG)
    submit(at[CID])
    said = {}
    for user, answer in (ADA, RIGHT), (BEN, WRONG), (CID, RIGHT):
        page, panel = at[user], fetched[user]
        panel.locator("#fetched_assignments_list .assignment-notebooks-link").click()
        panel.locator("#fetched_assignments_list .nested_list_item a").click()
        cells.opened(page)
        said[user] = merge(page, answer)
        if user == ADA:
            said["validated"] = cells.validated(page)
        submit(page, times=1 + (user == CID))
    return said


def test_each_works_in_lab_as_at_home(handed_in):
    assert (
        "Merge: these checks pass." in handed_in[ADA]
        and "Success! Your notebook passes all the tests." in handed_in["validated"]
    )
    assert handed_in[BEN].startswith("Merge: not yet.") and "Merge: these checks pass." in handed_in[CID]


@pytest.fixture(scope="module")
def collected(machine, handed_in):
    """What `nbgrader collect` said, when ben had laid into the exchange what none of its commands makes: a
    hand-in of ada's, and one without a time.
    """
    inbound = machine.srv / "exchange/foundation-models/inbound"
    machine.run(BEN, "mkdir", inbound / "nobody+01-tokens+yesterday")
    machine.run(BEN, "cp", "-r", "work/01-tokens", inbound / f"{ADA}+01-tokens+2099-01-01 00:00:00 UTC+x")
    return machine.run(INSTRUCTOR, "nbgrader", "collect", "01-tokens")


def test_nobody_hands_in_for_another(machine, collected):
    submitted = machine.desk(INSTRUCTOR) / "submitted"
    assert sorted(folder.name for folder in submitted.iterdir()) == sorted(STUDENTS)
    assert (
        f"it is a bare notebook, and it lies in a folder that belongs to {BEN}, and not to {ADA}" in collected
    )
    assert "nobody+01-tokens+yesterday was left out: nbgrader calls no hand-in so" in collected
    assert (submitted / ADA / NOTEBOOK).read_text() == (machine.desk(ADA) / "work" / NOTEBOOK).read_text()


def test_nor_in_a_zip_that_lies_in_the_exchange_as_any_file(machine, collected):
    """`nbgrader collect` leaves it out; `course collect` of the same folder asks to whom it belongs."""
    inbound, submitted = (
        machine.srv / "exchange/foundation-models/inbound",
        machine.desk(INSTRUCTOR) / "submitted",
    )
    before = {user: (submitted / user / NOTEBOOK).read_bytes() for user in STUDENTS}
    machine.run(BEN, "course", "submit", "01", "--who", ADA)
    machine.run(BEN, "sh", "-c", f"cp outbox/01-tokens_{ADA}_*.zip {inbound}/homework.zip")
    said = machine.run(INSTRUCTOR, "course", "collect", inbound, fails=True)
    assert (
        f"homework.zip: not taken in, and nothing was replaced: it says that it is {ADA}'s, and homework.zip belongs to {BEN}"
        in " ".join(said.split())
    )
    assert {user: (submitted / user / NOTEBOOK).read_bytes() for user in STUDENTS} == before


@pytest.fixture(scope="module")
def graded(machine, collected, at):
    """What `course grade` said, given in a terminal of the instructor's Lab."""
    page, said = at[INSTRUCTOR], machine.desk(INSTRUCTOR) / "said.txt"
    page.locator(".jp-LauncherCard", has_text="Terminal").click()
    page.locator(".lm-TabBar-tab", has_text="~/course").wait_for()  # the shell says where it is
    page.locator(".jp-Terminal .xterm-screen").click()
    page.keyboard.type("course grade 01 > said 2>&1; mv said said.txt\n")
    until(said.exists, "course grade 01")
    return said.read_text()


def test_grading_by_an_ordinary_user_of_the_hub_is_locked_in_fully(machine, graded):
    """Were a layer missing, `course grade` would say so; without Landlock or seccomp it would not grade."""
    assert "3 graded" in graded and "No mount namespace here" not in graded


def test_each_has_the_points_of_what_they_handed_in_last(machine, graded):
    lines = map(
        json.loads, (machine.desk(INSTRUCTOR) / "autograded/_log/01-tokens.jsonl").read_text().splitlines()
    )
    points = {line["student"]: line["points"] for line in lines}
    assert points == {
        ADA: 13,
        BEN: sum(EXERCISES[name].points for name in HALF if name != "merge"),
        CID: EXERCISES["merge"].points,
    }


@pytest.fixture(scope="module")
def returned(machine, graded, at, picture):
    """The page of each student, opened in their Lab -> a frame."""
    machine.run(INSTRUCTOR, "course", "feedback", "01")
    machine.run(INSTRUCTOR, "nbgrader", "release_feedback", "01-tokens")
    frames = {}
    for user in STUDENTS:
        page = at[user]
        page.locator(".lm-TabBar-tab", has_text="Assignments").click()
        page.get_by_role("button", name="Fetch Feedback").click()
        page.get_by_text("(view feedback)").wait_for()
        if user == CID:
            picture(page, "hub-assignments.png", clip={"x": 0, "y": 0, "width": 1280, "height": 400})
        page.get_by_text("(view feedback)").click()
        page.locator(".jp-DirListing-item", has_text="01-tokens.html").dblclick()
        frames[user] = page.frame_locator(".jp-HTMLViewer iframe")
    return frames


def test_each_opens_the_page_with_their_own_marks_in_lab(returned, at, picture):
    heads = {
        user: [page.locator(part).inner_text() for part in ("p.label", "p.sum")]
        for user, page in returned.items()
    }
    assert heads == {
        ADA: [f"Feedback for {ADA}", "13 of 17 points"],
        BEN: [f"Feedback for {BEN}", "4 of 17 points"],
        CID: [f"Feedback for {CID}", "2 of 17 points"],
    }
    picture(at[BEN], "hub-feedback.png", clip={"x": 0, "y": 0, "width": 1280, "height": 645})


def test_the_instructor_finds_everybody_in_formgrader(machine, graded, at):
    page = at[INSTRUCTOR]
    page.goto(f"{machine.address}/user/{INSTRUCTOR}/formgrader/gradebook/01-tokens/01-tokens")
    page.locator("table a", has_text="Submission").first.wait_for()
    assert page.locator("table a", has_text="Submission").count() == 3


def test_a_newer_kit_goes_over_the_old_one_and_no_work_is_lost(machine, returned):
    work = machine.desk(CID) / "work" / NOTEBOOK
    before = work.read_bytes()
    machine.run(CID, "python", "-m", "zipfile", "-e", machine.srv / "class.zip", machine.home(CID))
    assert work.read_bytes() == before and "Nothing is new" in machine.run(CID, "course", "update", "01")


# --- what nobody can do ---


def test_who_is_in_neither_group_does_not_come_in(machine, chromium):
    page = signed_in(machine, chromium, hub.STRANGER, machine.passwords[hub.STRANGER])
    # though it is valid: the hub does not say who has one
    page.get_by_text("Invalid username or password").wait_for()
    page.context.close()


def test_a_student_has_no_panel_of_the_instructors(at):
    at[BEN].locator(".lm-MenuBar-item", has_text="Nbgrader").click()
    assert [item.strip() for item in at[BEN].locator(".lm-Menu-item:visible").all_inner_texts()] == [
        "Assignment List"
    ]
    at[BEN].keyboard.press("Escape")
    assert at[BEN].locator("text=Create Assignment").count() == 0


@pytest.mark.parametrize(
    "what",
    [
        "ls {home}",
        "cat {notebook}",
        "ls {srv}/exchange/foundation-models/inbound",
        "ls {srv}/exchange/foundation-models/feedback",
        "cat {course}/source/" + NOTEBOOK,
        "cat {course}/gradebook.db",
        "cat {course}/.course-seed",
        "cat {srv}/hub/jupyterhub.sqlite",
    ],
)
def test_a_student_reads_nothing_of_anybody_elses(machine, returned, what):
    words = what.format(
        home=machine.home(ADA),
        notebook=machine.desk(ADA) / "work" / NOTEBOOK,
        srv=machine.srv,
        course=machine.desk(INSTRUCTOR),
    ).split()
    assert Path(words[1]).exists()
    assert "Permission denied" in machine.run(BEN, *words, fails=True)


@pytest.mark.parametrize(
    "what, why",
    [
        ("mv {course} {exchange}/mine", "Operation not permitted"),
        ("mkdir {course}/outbound/02-mine", "Permission denied"),
        ("touch {course}/outbound/01-tokens/01-tokens.ipynb", "Permission denied"),
        ("touch {kit}", "Permission denied"),
    ],
)
def test_a_student_changes_nothing_that_all_share(machine, fetched, what, why):
    exchange = machine.srv / "exchange"
    words = what.format(
        exchange=exchange, course=exchange / "foundation-models", kit=machine.srv / "class.zip"
    ).split()
    assert why in machine.run(BEN, *words, fails=True)


def test_the_package_that_all_share_has_no_source_beside_it(machine, at):
    assert (
        machine.run(
            BEN,
            "python",
            "-c",
            "import course, pathlib; print(sorted(each.name for each in pathlib.Path(course.__file__).parents[1].glob('[rs]*')))",
        )
        == "['release', 'requirements.lock']\n"
    )


def test_no_other_students_lab_opens(machine, at):
    assert at[BEN].request.get(f"{machine.address}/user/{ADA}/api/contents").status == 403


def test_no_other_user_can_listen_to_what_a_kernel_says(machine, handed_in):
    """By default it says all at a port, and whoever is on the machine hears it."""
    runtime = machine.home(ADA) / ".local/share/jupyter/runtime"
    about = json.loads(next(runtime.glob("kernel-*.json")).read_text())
    assert about["transport"] == "ipc" and Path(f"{about['ip']}-{about['iopub_port']}").parent == runtime
    assert "Permission denied" in machine.run(BEN, "ls", runtime, fails=True)
