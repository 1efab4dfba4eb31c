"""Which files of a folder are handed in, by their names: not Jupyter's own, nor what Python or nbgrader would run or read."""

import importlib.machinery
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath

# characters, folders included; bytes of a part, which is all that a disk can take; parts
TIME = "timestamp.txt"  # when it was handed in, as nbgrader has it
LONGEST_NAME, LONGEST_PART, DEEPEST = 500, 255, 20
ELSEWHERE = {"\\", ":", "\0"}  # in a name they lead out of the folder, on some system
# Jupyter's and nbgrader's, from the folder they start in
SETTINGS = re.compile(
    r"(nbgrader|jupyter|ipython|jupyter_\w+|ipython_\w+)_config\.(py|json)"
    r"|matplotlibrc"  # matplotlib's, from there too
    r"|(site|user)customize(\..+)?"  # run whenever Python starts, if its path has them
    r"|.+\.j2",
    re.IGNORECASE,
)  # templates of nbconvert's, from there as well
# IPython's extensions, which it looks for without its own name in front, and what
ASKED_FOR = {
    "storemagic",
    "autoreload",
    "argcomplete",
    "brotli",
    "brotlicffi",
    "cchardet",
    "chardet",
    "charset_normalizer",
    "colorama",
    "html5lib",
    "lxml",
    "msgpack",
    "orjson",
    "pycurl",
    # packages of Jupyter's import where it is there
    "rapidjson",
    "simplejson",
    "socks",
    "ujson",
    "uvloop",
    "winloop",
}
# what Python and pip put into one
OF_AN_ENVIRONMENT = {
    "pyvenv.cfg",
    "bin",
    "lib",
    "lib64",
    "include",
    "share",
    "etc",
    "Scripts",
    "Lib",
    "Include",
}
HIDDEN = re.compile(r"(?:^|/)(?:\.(?!\.?(?:/|$))|__pycache__)")
NOTEBOOK = re.compile(r"\.ipynb(\.json|\.txt)?$", re.IGNORECASE)
# a Mac's, and Windows's
LITTER = re.compile(r"(^|/)(__MACOSX/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")


def files(home: Path) -> Iterator[Path]:
    """Of a student's folder, the files that are theirs to hand in: no older attempts, no feedback that came
    back, nothing hidden, nothing of the release's or of the system's, no virtual environment.
    """
    for name in sorted(outside_environments(file.relative_to(home) for file in home.rglob("*"))):
        file = home / name
        theirs = (
            name.parts[0] not in ("kept", "feedback")
            and name.as_posix() != "signs.json"
            and not is_litter(name.as_posix())
        )
        if theirs and file.is_file() and not file.is_symlink() and not hidden(name):
            yield file


def links(home: Path) -> Iterator[str]:
    """Of a student's folder, the links: what they lead to is not handed in."""
    names = outside_environments(file.relative_to(home) for file in sorted(home.rglob("*")))
    return (name.as_posix() for name in names if (home / name).is_symlink() and not hidden(name))


def hidden(name: PurePath) -> bool:
    """Whether a file, or a folder on its way, is hidden or a cache."""
    return any(part.startswith((".", "__pycache__")) for part in name.parts)


def hidden_below(name: str) -> str | None:
    """Of a name in a zip the folders above what is hidden, "" if there are none; None if nothing is: it takes
    less time than to take the name apart.
    """
    found = HIDDEN.search(name)
    return name[: found.start()] if found else None


def environments(names: Iterable[PurePath]) -> set[PurePath]:
    """The folders in which there is a virtual environment: its own files are thousands, and nobody wrote
    them.
    """
    return {name.parent for name in names if name.name == "pyvenv.cfg" and not hidden(name)}


def of_environments(names: Iterable[PurePath]) -> set[PurePath]:
    """What is a virtual environment's own: work may lie beside it."""
    return {home / own for home in environments(names) for own in OF_AN_ENVIRONMENT}


def outside_environments(names: Iterable[PurePath]) -> list[PurePath]:
    """Those names that are no virtual environment's own."""
    names = list(names)
    own = of_environments(names)
    return [name for name in names if name not in own and own.isdisjoint(name.parents)] if own else names


def is_settings(name: PurePath) -> bool:
    """Whether a program takes such a file for its own settings, or runs it, without being asked: in the hands
    of who opens it, not the student's.
    """
    return any(SETTINGS.fullmatch(part) for part in name.parts)


def hides_a_module(name: PurePath) -> bool:
    """Whether Python, started where such a file lies, would run it in place of a module of its library, or of
    a package that is installed.
    """
    first = name.name.partition(".")[0]
    module = name.parent.name if first == "__init__" else first
    if not name.name.endswith((*importlib.machinery.all_suffixes(), ".so", ".pyd")):
        return False
    if module in sys.stdlib_module_names | ASKED_FOR:
        return True
    elsewhere = [path for path in sys.path if path and Path(path).resolve() != Path.cwd()]
    return (
        _is_installed(module, elsewhere)
        or len(name.parts) > 1
        and _is_installed(name.parts[0], [path for path in elsewhere if path.endswith("-packages")])
    )


def _is_installed(module, path):
    """Whether there is such a package, also one that is a folder of others' (a namespace): what lies in a
    folder of its name is taken for a part of it.
    """
    return importlib.machinery.PathFinder.find_spec(module, path) is not None


def hides_the_time(name: PurePath) -> bool:
    """Whether a file lies in a folder that is where collect, and nbgrader, write when it was handed in."""
    return len(name.parts) > 1 and name.parts[0].lower() == TIME


def leads_out(name: str) -> bool:
    """Whether a name in a zip leads out of the folder in which it is unpacked, or names nothing."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or not path.parts


def is_notebook(name: PurePath) -> bool:
    """Whether a file is a notebook, by its name: some browsers write another ending behind a notebook's."""
    return bool(NOTEBOOK.search(name.name))


def is_litter(name: str) -> bool:
    """Whether a system put a file into a zip, or into a folder, beside somebody's own."""
    return bool(LITTER.search(name.replace("\\", "/")))


def is_no_name(name: str) -> bool:
    """Whether no hand-in can be called so: the name leads out, or has no end."""
    return leads_out(name) or _is_endless(name)


def _is_endless(name):
    return len(name) > LONGEST_NAME or name.count("/") >= DEEPEST


def is_too_long(name: str) -> bool:
    """Whether some disk cannot take a name."""
    return _is_endless(name) or any(
        len(part.encode(errors="replace")) > LONGEST_PART for part in name.split("/")
    )
