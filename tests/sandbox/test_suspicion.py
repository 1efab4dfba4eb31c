"""What is odd about a cell: what it reaches for, what it stopped with. What it says may be anything."""

import pytest

from course.sandbox import suspicion


@pytest.mark.parametrize(
    "kind, text, package",
    [
        ("ModuleNotFoundError", "No module named 'pandas'", "pandas"),
        ("ModuleNotFoundError", "No module named 'sklearn.linear_model'", "sklearn.linear_model"),
        ("ModuleNotFoundError", "No module named '\x1b[2J'", None),
        ("ModuleNotFoundError", "No module named '" + "a" * 100 + "'", None),
        ("ImportError", "No module named 'pandas'", None),
        ("NameError", "name 'pandas' is not defined", None),
    ],
)
def test_a_package_that_is_missing_in_grading_is_odd(kind, text, package):
    said = suspicion.in_error("share", kind, text)
    assert said == (
        package
        and f"no {package} here: cell share imports it, and only the course's packages are there in grading"
    )


@pytest.mark.parametrize(
    "source", ["x = 1", "get_ipython()", "plt.show()", "def f(:", "\0", "(" * 1000, "%matplotlib inline"]
)
def test_most_cells_reach_for_nothing_odd(source):
    assert suspicion.in_source("share", source) is None


def test_what_lies_beside_a_notebook_is_read_as_cells_are():
    said = suspicion.in_files(
        {
            "mine.py": b"import tiktoken\ntiktoken._educational",
            "a.txt": b"ip.user_ns",
            "b.py": b"x = 1\n",
            "c.py": b"x" * (suspicion.LARGEST + 1),
            "d.csv": b"events,\xff",
        }
    )
    assert said == [
        "the file mine.py calls tiktoken's own (_educational): is that the student's work?",
        "the file a.txt reaches into IPython or Python itself (user_ns)",
        "the file c.py is too large to be looked at",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nget_ipython().run_cell('x')",
        "ip?\nip.run_cell(x)",
        "%%time\nip.run_cell(x)",
        "!ls\nip.run_cell(x)",
        "setattr(get_ipython(), 'run_cell', f)",
        "vars(ip)['run_cell'] = f",
    ],
)
def test_a_magic_beside_it_or_its_name_as_text_hides_nothing(source):
    assert (
        suspicion.in_source("cell share", source)
        == "cell share reaches into IPython or Python itself (run_cell)"
    )


def test_what_a_cell_reaches_for_is_named():
    said = suspicion.in_source(
        "cell share",
        "ip = get_ipython()\nip.ast_transformers.append(x)\nip.events.register('post_run_cell', f)\nip.set_custom_exc((Exception,), f)",
    )
    assert (
        said == "cell share reaches into IPython or Python itself (ast_transformers, events, set_custom_exc)"
    )
