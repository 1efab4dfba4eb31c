"""The student's shell: what it spares IPython, and what it leaves to it."""

import subprocess
import sys

import pytest

CELLS = [
    "x = 1",
    "x = 1\n",
    "",
    "  x = 1\n  y = 2",
    "%matplotlib inline",
    "!ls",
    "x = !ls",
    "len?",
    "%%time\nx = 1",
    ">>> x = 1",
    "In [1]: x = 1",
    "def",
    "s = '''\n%matplotlib\n'''",
    "x = '\\d'",
    "await f()",
    "# only a comment",
    "if 1:\n\tx = 1\n",
    "f(x",
    "x = 1;",
    "s = '?'\nlen?",
]
PROGRAM = f"""if True:
    from IPython.core.interactiveshell import InteractiveShell
    from course.sandbox.student_process import warm
    shell = warm()
    print([cell for cell in {CELLS!r} if shell.transform_cell(cell) != InteractiveShell.transform_cell(shell, cell)])
"""


@pytest.mark.slow
def test_a_cell_means_what_it_means_to_ipython():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stdout + done.stderr
