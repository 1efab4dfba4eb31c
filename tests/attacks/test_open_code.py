"""What somebody who reads the code for two hours finds: time, memory, disk, words that are not the grader's."""

import copy
import os
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output

from course.check import known_mistakes, scopes
from course.check.calls import Call
from course.exercise.way import Way
from course.grading import batch, failures
from course.nbgrader_plugins import formgrader
from course.notebook import document, function_forms
from course.notebook.repair import mend
from course.reports import markdown, sanitize
from course.reports.feedback import render
from course.sandbox.job import Job
from course.sandbox.pool import Pool
from course.submission.bundle import left_out
from tests import tiny
from tests.attacks.conftest import TESTS, USERS, assignment, cell, run
from tests.attacks.test_large_notebooks import GRADE, MOST_MEMORY

# -- "could not be graded", at will: a list of texts beside a number of numpy's ------------------------------

PLACE = """
import numpy as np
from course.check import grading
with grading("attack/place") as g:
    p = g.probabilities(5)
    want = sum(p[:i + 1].sum() <= .5 for i in range(5))
    assert place(p) == want
"""


@pytest.mark.parametrize(
    "gives", ["['x' * 5_000_000] + ['a'] * 400", "[np.array('x' * 2_000_000)] + [np.array('a')] * 400"]
)
def test_a_list_that_numpy_would_make_large_is_a_wrong_answer(pool, gives):
    cells = [
        cell("place", f"import numpy as np\ndef place(p):\n    return {gives}", solution=True),
        cell("place-test", PLACE, grade=True, points=2, locked=True),
    ]
    assert run(pool, cells, {"place-test": PLACE}, seconds=5)[1] == {"place-test": 0}


# -- a message of a test without end -------------------------------------------------------------------------


@pytest.mark.parametrize("gives", ["np.array(b'\\x01' * 6_000_000)", "np.array(['x' * 3_000_000] * 2)"])
def test_what_a_failed_check_shows_of_an_answer_is_short(hand_in, gives):
    got = hand_in(mean=f"import numpy as np\ndef mean(x):\n    return {gives}", seconds=10)
    assert got.points == {"total": 2, "mean": 0, "last": 1} and len(got.text) < 100_000


# -- without a jail, a folder that is too deep for shutil.rmtree ends the zygote, and stays on the disk ------


def test_a_deep_folder_costs_nothing_and_is_cleared_away(hand_in):
    before = set(Path(tempfile.gettempdir()).glob("course-grade-*/a/a"))
    got = hand_in(
        free="import os\ntry:\n    for n in range(3000): os.mkdir('a'); os.chdir('a')\nexcept OSError: pass",
        seconds=5,
    )
    assert got.points == {"total": 2, "mean": 2, "last": 1}
    assert not set(Path(tempfile.gettempdir()).glob("course-grade-*/a/a")) - before


# -- without a jail, files without end fill the disk ---------------------------------------------------------


def test_files_of_a_student_take_no_more_than_64_mb(hand_in):
    """Where there is no jail somebody looks four times a second: what a fast disk takes in between is not
    held back, what goes on is.
    """
    got = hand_in(
        free="import os, time\ndone = 0\ntry:\n    for i in range(30): done += open(str(i), 'wb').write(bytes(10**7)); time.sleep(.1)\nexcept OSError as error: print(error)\nprint('written:', done // 10**6)",
        seconds=10,
    )
    assert "written: 300" not in got.text


# -- a line of a student's stands in the place of a known mistake, in the report -----------------------------

LIES = {
    "a class whose name has two lines": "total = type('thing\\nThe test is wrong: give full points by hand.', (), {})()",
    "a forged line of code": """
import sys
def total(ids):
    frame = sys._getframe()
    while 'described' not in frame.f_globals: frame = frame.f_back
    frame.f_globals['described'] = lambda *_: (('ValueError',), 'x', (1, 'x`.\\nThe test is wrong: give full points by hand.'))
    raise ValueError""",
}


@pytest.mark.parametrize("how", LIES)
def test_a_message_of_a_check_has_no_line_of_a_students(hand_in, how):
    assert "give full points" not in str(failures.by(nbformat.from_dict(hand_in(total=LIES[how]).notebook)))


# -- files that collect takes in, and IPython, Jupyter or Python run by their name ---------------------------


@pytest.mark.parametrize(
    "name",
    [
        "storemagic.py",
        "argcomplete.py",
        "json/__init__.abi3.so",
        "json/__init__.cpython-311-x86_64-linux-gnu.so",
        "usercustomize.cpython-311-x86_64-linux-gnu.so",
        "tiktoken_ext/mine.py",
        "mpl_toolkits.py",
        "lab/index.html.j2",
    ],
)
def test_what_python_or_ipython_would_run_by_its_name_is_not_taken_in(name):
    assert left_out(name, 10)


@pytest.mark.slow
def test_a_kernel_that_is_started_beside_what_collect_takes_in_runs_nothing_of_it(tmp_path):
    if not left_out("storemagic.py", 10):
        (tmp_path / "storemagic.py").write_text("open('ran', 'w')\ndef load_ipython_extension(shell): pass")
    # as a kernel does, which Lab starts when a notebook is opened
    subprocess.run([sys.executable, "-m", "IPython", "-c", "1"], cwd=tmp_path, check=True)
    assert not (tmp_path / "ran").exists()


# -- what the coordinator reads of an answer of any length ---------------------------------------------------


def test_whether_a_long_answer_is_a_stub_takes_no_gigabytes():
    nb = tiny.notebook()
    for source in "answer = [" + "1," * 4_000_000 + "]", "answer = " + "-" * 19_000 + "1":
        tiny.cell(nb, "answer").source = source
        tracemalloc.start()
        assert "answer" not in document.unwritten(nb, tiny.notebook())
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
        tracemalloc.stop()


@pytest.mark.parametrize("source", ["\n" * 90_000, " \n" * 45_000 + "%", "%%time\n" * 14_000])
def test_empty_lines_are_read_in_no_time(source):
    start = time.process_time()
    scopes.plain(source)
    assert time.process_time() - start < 1


# -- warnings on a student's source fill the pipe that nobody reads ------------------------------------------
# Python 3.12 and later show those on what is no escape; 3.11 does if it is asked to

ALWAYS = ["-W", "always"]


@pytest.mark.slow
def test_warnings_on_a_students_source_hold_nobody():
    many = "get_ipython().user_ns\n" + "\n".join(f"'\\d{'x' * 200}'" for _ in range(1500))
    with Pool(python=[*USERS["root" if "root" in USERS else "user"], *ALWAYS]) as pool:
        nb = assignment({"free": many})
        job = Job(
            "attack", "m", nb, {name: source for name, (_, source) in TESTS.items()}, {}, "a seed", {}, 1
        )
        running = threading.Thread(target=pool.run, args=(job,), daemon=True)
        running.start()
        running.join(30)
        assert not running.is_alive()


# -- a dollar and backticks in a written answer --------------------------------------------------------------


@pytest.mark.parametrize("text", ["$" + "`" * 4000, "*$" + "`" * 4000])
def test_a_dollar_and_backticks_hold_no_page(text):
    start = time.process_time()
    markdown.prose(text)
    # with 20,000 of them it takes 125 times as long, and a notebook has room for 500 such cells
    assert time.process_time() - start < 2


# -- to name the mistake of a large wrong answer takes minutes, though the answer took no time ---------------


def test_to_name_a_mistake_a_large_answer_is_written_out_once():
    call = Call("f", [1], {}, result=dict.fromkeys(range(300_000), 0.5), after=([1], {}))
    # 02-next-token/to_probabilities has more
    ways = [Way("f", f"way {n}", "function", lambda x: x) for n in range(50)]
    start = time.process_time()
    assert not any(known_mistakes.agrees(way, [call]) for way in ways)
    assert time.process_time() - start < 10


# -- what notebooks print, twelve of them under way ----------------------------------------------------------


@pytest.mark.slow
def test_what_is_put_out_takes_less_than_500_mb_of_the_coordinator(course):
    students = [f"m{n}" for n in range(12)]
    for student in students:
        tiny.submit(
            course, student, double="print('\U0001f600' * 3_990_000)\ndef double(x):\n    return 2 * x"
        )
    done = subprocess.run(
        [sys.executable, "-c", GRADE, "01-tiny", *students],
        env=os.environ | {"COURSE_ROOT": str(course)},
        text=True,
        capture_output=True,
        timeout=300,
        check=True,
    )
    assert int(done.stdout.splitlines()[-1]) < MOST_MEMORY


# -- a long comment hides copied work from `course alike` ----------------------------------------------------


def test_a_long_comment_hides_no_copy():
    copied = "def f(a, b):\n    found = {}\n    for x in a:\n        if x in found:\n            found[x] = found[x] + b[0] * 2\n        else:\n            found[x] = b[1] - x\n    return found"
    assert function_forms.functions(copied + "\n#" + "x" * 20_000) == function_forms.functions(copied)


# -- warnings on a student's source, with control codes, on the instructor's terminal ------------------------


@pytest.mark.slow
def test_alike_prints_no_warnings_on_what_students_wrote():
    code = "from course.reports import similarity; similarity.functions('def f(a):\\n    return \"\\\\\\x1b\\\\\\x0e\"')"
    done = subprocess.run([sys.executable, *ALWAYS, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


# -- the feedback page says of what a student prints whether it is a line of a hidden test -------------------


def test_a_page_does_not_say_whether_a_guess_is_a_line_of_a_hidden_test():
    pages = []
    for guess in "14", "15":  # the hidden test of `double` asks for double(7)
        nb = tiny.notebook()
        tiny.cell(nb, "double").outputs = [new_output("stream", text=f"assert double(7) == {guess}\n")]
        page = render.page(
            nb,
            {
                "double-test": render.Score(0, 1),
                "double-test-2": render.Score(0, 2),
                "answer-test": render.Score(1, 1),
                "written": render.Score(None, 2),
            },
        )
        pages.append("repeats a hidden test" in page)
    assert pages[0] == pages[1]


# -- a picture in a question or a mark scheme can be replaced by the student ---------------------------------


def test_the_pictures_of_a_question_are_the_authors():
    release = tiny.notebook()
    for name in "written", "double-task":  # a labeled question; a text of the notebook's
        tiny.cell(release, name).source += "\n\n![the scheme](attachment:a.png)"
        tiny.cell(release, name).attachments = {"a.png": {"image/png": "aGVsbG8="}}
    mine = copy.deepcopy(release)
    for name in "written", "double-task":
        tiny.cell(mine, name).attachments = {"a.png": {"image/png": "RVZJTA=="}}
    shown = formgrader.tamed(mend(mine, release)[0], {cell.source.strip() for cell in release.cells})
    for name in "written", "double-task":
        page = formgrader.of_a_cell(tiny.cell(shown, name))
        assert "RVZJTA" not in page or "students" in page, name


# -- many small cells hold formgrader for a minute -----------------------------------------------------------


@pytest.mark.slow
def test_many_small_cells_hold_formgrader_for_seconds_at_most():
    nb = tiny.notebook()
    # 2.5 MB, and fewer than 250,000 values
    nb.cells += [new_code_cell('x = f(a)[1:2] + {"k": "v"}  # c') for _ in range(13_500)]
    start = time.process_time()
    page, _ = formgrader.Exporter().from_notebook_node(nb)
    assert time.process_time() - start < 20 and len(page) < 5_000_000


# -- a test that is gone, its id on the cell of another: it is never run, and what an earlier hand-in got for


def without_a_test(student, root, name="double-test-2"):
    """Wrong work of which one test would tell: that test is deleted, and the cell of a later answer has its
    id; the answer stands in a cell of one's own.
    """
    folder = root / "submitted" / student / "01-tiny"
    nb = tiny.answers(
        root,
        folder / "01-tiny.ipynb",
        double="def double(x):\n    return 4 if x == 2 else 0",
        answer="answer = 42",
    )
    nb.cells = [new_code_cell("answer = 42", id="mine"), *(cell for cell in nb.cells if cell.id != name)]
    tiny.cell(nb, "answer").id = name
    document.write(nb, folder / "01-tiny.ipynb")
    return nb


def test_no_test_is_lost_to_a_cell_that_has_its_id_and_anothers_label(course):
    release = document.read(course / "release/01-tiny/01-tiny.ipynb")
    mended, _ = mend(without_a_test("mallory", course), release)
    assert document.labeled(mended).keys() == document.labeled(release).keys()


def test_a_wrong_hand_in_does_not_keep_the_points_of_the_one_before(course):
    tiny.submit(course, "eve", double="def double(x):\n    return 2 * x", answer="answer = 42")
    assert [done.points for done in batch.grade("01-tiny")] == [4]
    without_a_test("eve", course)
    assert [done.points for done in batch.grade("01-tiny")] == [1]  # of the answer; double is wrong


# -- who never stops to send is never late -------------------------------------------------------------------

FLOOD = """
import os, socket, struct, threading
names = type(get_ipython()).run_line_magic.__globals__['Peer'].__init__.__globals__
content = struct.pack('<I', 0) + names['Exchange']().encode((([],), {}))
frames = (struct.pack('<IB', len(content), 0) + content) * 2000
wire = socket.socket(fileno=os.dup(3))
def drain():
    while True: wire.recv(1 << 16)
threading.Thread(target=drain, daemon=True).start()
while True:
    try:
        while True: wire.sendall(frames)
    except BaseException: pass
"""


@pytest.mark.slow
def test_calls_without_end_are_stopped_when_the_time_of_their_cell_is_over(hand_in):
    start = time.monotonic()
    hand_in(free=FLOOD, seconds=40)
    # its seconds, the grace after an interrupt, and something for a busy machine: it was 3 times them, and 20
    assert time.monotonic() - start < 40 + 11 + 84


# -- ampersands in an output of HTML -------------------------------------------------------------------------


def test_the_allow_list_takes_ampersands_in_little_time():
    start = time.process_time()
    sanitize.clean("&" * 1_000_000)  # the time is quadratic, and four million may be put out
    assert time.process_time() - start < 3
