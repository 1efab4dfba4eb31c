"""What an instructor may want to look at in a student's cell, though it earned nothing: it goes into the
remarks, what was odd.
"""

import ast
import re
import sys

from course.check.scopes import plain

LONGEST = 20_000  # characters of a cell that are read
LARGEST = 1_000_000  # bytes of a module
THIS_PYTHON = "{}.{}".format(*sys.version_info)

# what changes how later cells are read, run or shown, by the attribute's name
OF_IPYTHON = {
    "input_transformers_post",
    "input_transformers_cleanup",
    "input_transformer_manager",
    "ast_transformers",
    "set_custom_exc",
    "showtraceback",
    "events",
    "run_cell",
    "run_code",
    "user_ns",
    "displayhook",
    "display_formatter",
    "excepthook",
    "settrace",
    "setprofile",
    "register_magic_function",
}
ORDINARY = {"events"}  # of a student's own class as well
SHELL = re.compile(r"get_ipython|IPython|InteractiveShell|\b(ip|shell)\b")
WORDS = re.compile("|".join(OF_IPYTHON))


def in_source(where: str, source: str) -> str | None:
    """What a cell's code reaches for that no exercise asks for; None of most."""
    words = set(WORDS.findall(source))
    # nearly always, and parsing takes a millisecond
    if not words or words <= ORDINARY and not SHELL.search(source):
        return None
    try:
        nodes = [*ast.walk(ast.parse(source if len(source) < LONGEST else "%"))]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # it has a magic, is long, or is no Python: whatever it names
        reached = sorted(words - ORDINARY)
    else:
        # setattr has a text
        reached = sorted(
            {
                getattr(node, "attr", None) or getattr(node, "value", None)
                for node in nodes
                if isinstance(node, (ast.Attribute, ast.Constant))
            }
            & OF_IPYTHON
        )
    return f"{where} reaches into IPython or Python itself ({', '.join(reached)})" if reached else None


# of tiktoken's: they are the answer to some exercises
READY = re.compile(
    r"_educational|_core_bpe|CoreBPE|\b_tiktoken\b|_encode_bytes|_encode_single_piece|mergeable_ranks"
)


def in_answer(where: str, source: str) -> str | None:
    """Whether an answer calls what an installed package has ready."""
    found = READY.search(source)
    return f"{where} calls tiktoken's own ({found[0]}): is that the student's work?" if found else None


def in_files(files: dict[str, bytes]) -> list[str]:
    """The same of what lies beside a notebook: modules, from which an answer may be imported, and texts,
    which code may run.
    """
    remarks = []
    for name, content in files.items():
        where, source = f"the file {name}", content[:LARGEST].decode("utf-8", "replace")
        remarks += [in_source(where, source), in_answer(where, source)]
        if name.endswith(".py") and len(content) > LARGEST:
            remarks.append(f"{where} is too large to be looked at")
    return [remark for remark in remarks if remark]


def syntax_error(source: str) -> str | None:
    """What Python says of a cell that is none, with its line; IPython calls a bracket that is left open
    "incomplete input".
    """
    try:
        ast.parse(plain(source) if len(source) < LONGEST else "")
    except SyntaxError as error:
        return f"{error.msg} (cell, line {error.lineno})"
    except (ValueError, RecursionError, MemoryError):
        pass
    return None


def in_error(cell: str, kind: str, text: str) -> str | None:
    """What the error that a cell stopped with tells: grading lacks that package, or did not allow what was
    tried. All may be the student's.
    """
    if kind == "PermissionError":
        return f"cell {cell} tried something that grading does not allow ({text.partition(chr(10))[0][:200]})"
    if kind == "EOFError" and text.startswith("nobody types in grading"):
        return f"cell {cell} asks for something with input(): nobody types in grading"
    found = (
        re.match(r"No module named '([A-Za-z_][\w.]{0,60})'", text) if kind == "ModuleNotFoundError" else None
    )
    return (
        f"no {found[1]} here: cell {cell} imports it, and only the course's packages are there in grading"
        if found
        else None
    )


def another_python(version: str | None) -> str | None:
    """The Python that a notebook was written with, as 3.13, if it is another than this one; version: as the
    notebook has it.
    """
    found = re.match(r"3\.\d{1,2}(?!\d)", version or "")
    return found[0] if found and found[0] != THIS_PYTHON else None


def may_be_of_another_python(kind: str, text: str) -> bool:
    """Whether newer syntax, or a function of a newer library, may have ended like this."""
    return kind in ("SyntaxError", "ImportError") or kind == "AttributeError" and text.startswith("module ")
