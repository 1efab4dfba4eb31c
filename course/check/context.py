"""Where a check runs. In a student's kernel nothing is known but the signs beside the notebook; where grades
are given, more.

    with within(Context(seed="secret", wrong=ways.wrong)): …       # for a while
    enter(Context(…))                                              # for good: a process that does nothing
                                                                   else
"""

import contextlib
import json
import os
import pathlib
import sys
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Any


def shell() -> Any:
    """The IPython that runs here; None without one."""
    return getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()


def in_a_kernel() -> bool:
    """Whether a notebook's kernel runs here: the grader's processes have a shell, and no kernel; they have
    limits of their own.
    """
    return getattr(shell(), "kernel", None) is not None


def is_their_own() -> bool:
    """Whether this is the kernel of a student at work: nbgrader tells the kernels that it grades or validates
    in.
    """
    return in_a_kernel() and "NBGRADER_EXECUTION" not in os.environ


@dataclass
class Context:
    """What a check goes by."""

    seed: str = "check"  # of the random cases; where grades are given, another for each hand-in
    wrong: dict = field(default_factory=dict)  # answer -> ways to get it wrong
    alike: dict = field(default_factory=dict)  # answer -> look-alikes by rule: what speaks against naming one
    signs: dict | None = None  # sign -> message; None: those beside the notebook
    # exercise -> the text of its cell, where the answer is a stub of it
    sources: dict = field(default_factory=dict)
    # cell -> its text, of all that ran so far, where that is another process's
    ran: dict = field(default_factory=dict)
    stopped: dict = field(default_factory=dict)  # exercise -> the error in which its cell ended
    skipped: Set = field(default_factory=set)  # names that only cells make which are not run here
    # whether a call that takes too long or too much memory is stopped (limits.py)
    watched: bool = field(default_factory=in_a_kernel)
    # whether nobody is grading, and what may be left out need not fail
    own: bool = field(default_factory=is_their_own)

    def message(self, sign: str) -> str | None:
        """What a sign stands for."""
        return (_beside_the_notebook() if self.signs is None else self.signs).get(sign)

    def unnamed(self) -> str | None:
        """Why no mistake has a name here, to a student whose notebook lies where the course did not put it."""
        alone = in_a_kernel() and self.signs is None and not self.wrong and not pathlib.Path(SIGNS).exists()
        return (
            f"The names of mistakes are in {SIGNS}, and that file is not next to this notebook. Work in the folder that the course made, or copy the file here."
            if alone
            else None
        )


SIGNS = "signs.json"
_now = Context(os.environ.get("COURSE_SEED", "check"))


def current() -> Context:
    """The one that holds."""
    return _now


def enter(other: Context) -> Context:
    """Let `other` hold from now on -> the one that held before."""
    global _now
    before, _now = _now, other
    return before


@contextlib.contextmanager
def within(other: Context) -> Iterator[Context]:
    """Let `other` hold while the block runs."""
    before = enter(other)
    try:
        yield other
    finally:
        enter(before)


def _beside_the_notebook():
    """signs.json -> {sign: message}; none where the file is missing or damaged, since they only help."""
    try:
        return json.loads(pathlib.Path(SIGNS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
