"""The ways to get an exercise wrong, and the other ways to get it right: read from beside the source
notebook.

`misconceptions.py` declares the wrong ways with `wrong`, `wrong_value` and `wrong_choice`; `answers.py` the
right ones with `right` and `right_value`. One list, three jobs: feedback to the student, proof that the tests
have teeth, pretend students.
"""

import ast
import importlib.util
import inspect
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from course.exercise import mutation, wrong_source
from course.exercise.way import Way, Ways, reference_of
from course.exercise.wrong_source import Wrong, edit, instead, result  # noqa: F401 (for misconceptions.py)
from course.notebook.document import read

_loading = None  # the Ways to fill, while the two files run
# folder -> its notebook: where grades are given, the folder is gone before a mutant is first called
_notebooks = {}


def _add(which, way):
    ways = getattr(_loading, which).setdefault(way.answer, [])
    if any(other.name == way.name for other in ways):
        raise ValueError(
            f"two {which} ways of `{way.answer}` are called `{way.name}`: give each its own name"
        )
    ways.append(way)


def wrong(answer: str, message: str = "", *functions: Callable) -> Callable:
    """Declare wrong ways to write the function `answer`, the message first, or above a function whose
    docstring is the message.

        wrong("split", "You gave the ids.", lambda text, encoding: encode(text))

        @wrong("split")                                  # or, for several: one = wrong("split", "…"), and
                                                         @one above each
        def ids(text, encoding):
            \"""You gave the ids.\"""
            return encode(text)
    """
    if callable(message):
        raise ValueError(f"a misconception of `{answer}` has no message: it comes first, then the functions")
    message = " ".join(message.split())

    def declare(function):
        said = message or " ".join((inspect.getdoc(function) or "").split())
        if not said:
            raise ValueError(
                f"misconception `{function.__name__}` of `{answer}` has no docstring: that is its message"
            )
        _add(
            "wrong",
            Way(
                answer,
                _name(function, answer, said),
                "function",
                function,
                said,
                has_state=bool(function.__defaults__),
            ),
        )
        return function

    for function in functions:
        declare(function)
    return declare


def _name(function, answer, message):
    """A function's own; of a lambda the first words of its message, with a number if that is taken."""
    if function.__name__ != "<lambda>":
        return function.__name__
    name = " ".join(message.split()[:5])
    taken = {way.name for way in _loading.wrong.get(answer, [])}
    return next(
        each for each in [name, *(f"{name} ({n})" for n in range(2, len(taken) + 3))] if each not in taken
    )


def wrong_value(answer: str, value: object, message: str) -> None:
    """Declare a wrong value for `answer`."""
    _add("wrong", Way(answer, f"value {value!r}", "value", value, " ".join(message.split())))


def wrong_choice(answer: str, item: str, choice: str, message: str) -> None:
    """Declare why `choice` is wrong for `item` in the sorting `answer`; the message never says which is
    right.
    """
    _add("wrong", Way(answer, f"{item} as {choice}", "choice", (item, choice), " ".join(message.split())))


def right(answer: str) -> Callable:
    """Declare another right way to write the function `answer`."""

    def declare(function):
        _add("right", Way(answer, function.__name__, "function", function))
        return function

    return declare


def right_value(answer: str, value: object) -> None:
    """Declare another form of the value `answer` that must get full marks."""
    _add("right", Way(answer, f"value {value!r}", "value", value))


def reference(answer: str) -> object:
    """The source notebook's own answer, made from the cells it needs: for mutants that reuse the whole of it."""
    # the caller lies beside its notebook
    return _reference(Path(sys._getframe(1).f_globals["__file__"]).absolute().parent, answer)


@cache
def _reference(folder, answer):
    return reference_of(_notebooks.get(folder) or read(folder / f"{folder.name}.ipynb"), answer)


def load(folder: Path | str, alike: bool = True) -> Ways:
    """The ways of the assignment in `folder`, such as source/01-tokens; its look-alikes only if `alike`."""
    global _loading
    file: Any
    spec: Any
    folder, before = Path(folder).absolute(), _loading
    if (file := folder / f"{folder.name}.ipynb").exists():
        _notebooks[folder] = read(file)
        # where formgrader makes release after release, the source has changed meanwhile
        _reference.cache_clear()
    _loading = Ways({}, {})
    try:
        for file in ("misconceptions.py", "answers.py"):
            if (folder / file).exists():
                spec = importlib.util.spec_from_file_location(f"{file[:-3]}_of_{folder.name}", folder / file)
                module = importlib.util.module_from_spec(spec)
                # no __pycache__ beside the sources
                sys.dont_write_bytecode, kept = True, sys.dont_write_bytecode
                try:
                    spec.loader.exec_module(module)
                finally:
                    sys.dont_write_bytecode = kept
                if file == "misconceptions.py":
                    _as_text(module, folder)
        _loading.alike = _look_alikes(folder) if alike else {}
        return _loading
    finally:
        _loading = before


def _as_text(module, folder):
    """Take in what the file writes down as text: its dictionaries named like an answer."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    for answer, value in vars(module).items():
        some = (
            [each for ways in value.values() for each in (ways if isinstance(ways, list) else [ways])]
            if isinstance(value, dict)
            else []
        )
        if some and all(isinstance(each, Wrong) for each in some):
            try:
                ways = wrong_source.ways_of(answer, value, tree, _notebooks[folder])
            except KeyError:
                raise ValueError(f"misconceptions.py: `{answer}` is no answer of this notebook") from None
            _loading.wrong.setdefault(answer, []).extend(ways)


def _look_alikes(folder):
    """The look-alikes that look_alikes.py lists -> answer -> ways; one that is made no more is passed over."""
    if not (folder / "look_alikes.py").exists() or folder not in _notebooks:
        return {}
    listed = ast.literal_eval(
        (folder / "look_alikes.py").read_text(encoding="utf-8").partition("LOOK_ALIKES = ")[2]
    )
    messages = {(answer, way.name): way.message for answer, ways in _loading.wrong.items() for way in ways}
    return {
        answer: [
            replace(way, kin=messages.get((answer, names[way.name]), ""))
            for way in mutation.made(_notebooks[folder], answer)
            if way.name in names
        ]
        for answer, names in listed.items()
        if answer in _loading.wrong  # the notebook may have lost an exercise since
    }
