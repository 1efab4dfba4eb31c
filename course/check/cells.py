"""The cells that ran in this kernel: which wrote an answer last, which of them did not run, and why."""

import ast
import difflib
import itertools
import linecache
import re
from typing import Any

from course.check.context import current, shell
from course.check.other_languages import no_python


def did_not_run(name: str, is_value: bool = False) -> str | None:
    """Whether the cell that last wrote the answer `name` in this kernel did not run, so that an older one is
    there -> why, or None.

    It may be no Python. Of a value the cell may also have stopped before the value was made; a function is
    there once its head has run.
    """
    here, source = shell(), cell_of(name)
    try:
        python = here.transform_cell(source) if here else source
        tree: Any = ast.parse(python)
        # some things only this finds: two arguments of one name
        compile(python, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        text = quoted(error.text or "")
        return f"{type(error).__name__} in its line {error.lineno}{text and ', '}{text}: {error.msg}{no_python(text)}"
    said, line = _stopped.get(source, ("", 0))
    made = [
        node.end_lineno
        for node in tree.body
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == name for target in node.targets)
    ]
    # decorators and defaults are worked out before
    heads = [
        max(node.lineno, node.body[0].lineno - 1) for node in tree.body if getattr(node, "name", "") == name
    ]
    return said if said and (is_value and made and line <= made[-1] or heads and line <= heads[-1]) else None


def cells() -> list[str]:
    """The texts of the cells that ran in this kernel, in their order."""
    here = shell()
    # not `In`: a matrix may have that name
    return list(here.history_manager.input_hist_parsed) if here else []


def imported() -> set[str]:
    """The names that the cells which ran have from an `import`."""
    lines = [
        line
        for cell in (*cells(), *current().ran.values())
        for line in re.findall(r"^ *(?:from [\w.]+ )?import ([^#\n]+)", cell, re.MULTILINE)
    ]
    return {part.split()[-1] for line in lines for part in line.strip("() ").split(",") if part.split()}


def near(name: str) -> str:
    """A clause on a function or value of nearly this name that a cell makes, where the answer is missing; ""
    if there is none.
    """
    made = {
        found
        for cell in (*cells(), *current().ran.values())
        for found in re.findall(r"^(?:def )?(\w+)(?=\(.*\).*:| *=[^=])", cell, re.MULTILINE)
    } - {name}
    # those are guesses
    found = difflib.get_close_matches(
        name, sorted(each for each in made if not each.startswith("my_")), 1, 0.9
    )
    return f"There is a `{found[0]}`: is that the one? Check its spelling." if found else ""


def since(name: str) -> str | None:
    """Whether a cell that ran after the last one of an answer makes a function of nearly its name: it is the
    older one that was checked.
    """
    last = cell_of(name)
    later = list(itertools.takewhile(lambda cell: cell != last, reversed(cells()))) if last else []
    made = {
        found
        for cell in later
        for found in re.findall(r"^def (\w+)", cell, re.MULTILINE)
        if found != name and not _is_another(found, cell, name, last)
    }
    found = next((each for each in made if each.lower() == name.lower()), None) or next(
        iter(difflib.get_close_matches(name, sorted(made), 1, 0.9)), None
    )
    return (
        f"Your last cell makes `{found}`, so `{name}` is still an older one. Give it exactly that name."
        if found
        else None
    )


def _is_another(other, cell, name, last):
    """Whether a function of nearly an answer's name is none that should be it: one of the two uses the other,
    or they take other numbers of arguments.
    """
    heads = [
        re.search(rf"^def {each}\((.*)\)", text, re.MULTILINE) for each, text in ((other, cell), (name, last))
    ]
    counts = {len([part for part in head[1].split(",") if part.strip()]) for head in heads if head}
    return (
        len(counts) > 1
        or re.search(rf"\b{name}\b", cell) is not None
        or re.search(rf"\b{other}\b", last) is not None
    )


def taken_over(line: str, space: dict) -> str | None:
    """Whether a line calls a function of the notebook's whose name another cell has given to something else
    since, such as a figure's; None if not.
    """
    for name in re.findall(r"\b(\w+)\(", line):
        if (
            name in space
            and not callable(space[name])
            and any(re.search(rf"^def {name}\b", cell, re.MULTILINE) for cell in cells())
        ):
            return f"`{name}` was a function, but a cell that ran later gave its name to something else. Use another name there, then run the cell that defines `{name}` again."
    return None


def cell_of(name: str) -> str:
    """The text of the cell that last wrote the answer `name` in this kernel; "" if there is none."""
    return next(
        (cell for cell in reversed(cells()) if re.search(rf"^(def {name}\b|{name} *=)", cell, re.MULTILINE)),
        "",
    )


def with_its_line(why: str, source: str) -> str:
    """The error in which a cell stopped, with its line if it says where in the cell it is no Python: `…
    (x.py, line 3)`.
    """
    found: Any = re.fullmatch(r"(.*?),? \([^()]*, line (\d{1,6})\)", why)
    line = source.split("\n")[int(found[2]) - 1 :][:1] if found and int(found[2]) else []
    text = quoted(line[0]) if line else ""
    return f"{found[1]}, in its line {found[2]}: {text}" if text else why


def quoted(line: str) -> str:
    """A line of code as a message shows it; "" of an empty one."""
    line = line.strip()
    return f"`{line[:80]}{'…' * (len(line) > 80)}`" if line else ""


def sentence(words: str) -> str:
    """The words of an error with one sign at their end: some bring their own, as in "did you mean '='?"."""
    return words if words.endswith((".", "?", "!")) else f"{words}."


def watch() -> None:
    """From now on, remember of each cell of this kernel the error in which it ended, until it runs without
    one.
    """
    here = shell()
    if here and _remember not in here.events.callbacks["post_run_cell"]:
        here.events.register("post_run_cell", _remember)


_stopped = {}  # the text of a cell -> its error, and the line that stopped


def _remember(result):
    cell, error = result.info.raw_cell.rstrip("\n"), result.error_in_exec  # as the kernel's history has it
    _stopped.pop(cell, None)
    if error:
        frames = [trace for trace in _traces(error) if trace.tb_frame.f_code.co_name == "<module>"]
        _stopped[cell] = f"{type(error).__name__}: {str(error)[:200]}", frames[-1].tb_lineno if frames else 0


def _traces(error):
    trace = error.__traceback__
    while trace:
        yield trace
        trace = trace.tb_next


def source_of(function) -> str:
    """The text of the cell that a function was written in; "" where it is not known."""
    code = getattr(function, "__code__", None)
    # a `def` in its cell is another
    return "".join(linecache.getlines(code.co_filename)) if code and code.co_name != "<lambda>" else ""
