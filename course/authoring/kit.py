"""The kit is what a class gets: releases, set-up and the package in one zip, and nothing that answers an
exercise.

`kit` looks for every solution, hidden test, mark scheme and misconception in what it is about to pack, and
refuses if it finds one, or if a release is incomplete or older than its source.
"""

import ast
import gzip
import json
import re
import zipfile
from pathlib import Path, PurePath

from course.authoring.stale import stale
from course.files.atomic import whole
from course.files.coursedir import CourseError, assignments, notebook, root
from course.notebook import document
from course.submission.file_names import hidden

PARTS = [
    "release",
    "course",
    "tiktoken_ext",
    "pyproject.toml",
    "requirements.lock",
    "model.lock",
    "environment.yml",
    "nbgrader_config.py",
    "LICENSE",
    "LICENSE-text",
]
END_OF_MAKEFILE = "\n# --- from here on:"  # what comes after it needs tests/
SHORTEST = 25  # characters: `for a, b in zip(ids, ids[1:]):` is nobody's secret, but hardly shorter than one


def kit(path: Path | str) -> Path:
    """Write the kit to the zip `path` -> Path. The same files make the same bytes. Raises CourseError if an
    answer would leak, or a release is stale.
    """
    files = contents()
    if found := leaks(files, secrets(root() / "source")):
        name, line = found[0]
        raise CourseError(
            f"{name} holds what students must not have: `{line}`. Was it put there by hand? "
            "`course release` makes release/ again; the package may not hold answers."
        )
    if old := {
        name: wrong for name in assignments() if notebook("source", name).exists() and (wrong := stale(name))
    }:
        said = "; ".join(f"{file} {what}" for wrong in old.values() for file, what in wrong.items())
        raise CourseError(
            f"{said}. `course release {' '.join(old)}` makes that again, and then the kit can be made."
        )
    path = Path(path)
    with whole(path) as new, zipfile.ZipFile(new, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(f"foundation-models/{name}")  # dated 1980, whenever it is made
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o644 << 16,
            )
            archive.writestr(entry, data)
    return path


def contents() -> dict[str, bytes]:
    """What a kit is made of -> {name: bytes}, in order. Hidden files and caches stay at home.

    docs/students.md, with its pictures, is the kit's README.md; of the Makefile the kit has what sets up and
    opens the lab.
    """
    page = (root() / "docs/students.md").read_text(encoding="utf-8")
    make = (root() / "Makefile").read_text(encoding="utf-8").partition(END_OF_MAKEFILE)[0]
    found = {
        "README.md": page.replace("](pictures/", "](docs/pictures/").encode(),
        "Makefile": f"{make.rstrip()}\n".encode(),
    }
    for part in [*PARTS, *(f"docs/{picture}" for picture in re.findall(r"\]\((pictures/[^)\s]+)", page))]:
        for file in [root() / part, *(root() / part).rglob("*")]:
            name = file.relative_to(root()).as_posix()
            if file.is_file() and not hidden(PurePath(name)):
                found[name] = file.read_bytes()
    return dict(sorted(found.items()))


def secrets(source: Path) -> set[str]:
    """The lines that no student may get -> set. Short ones are left out, and those that the notebooks show
    anyway.
    """
    hidden, shown = [], []
    for file in source.glob("*/*.ipynb"):
        for cell in document.read(file).cells:
            open_part = cell.source
            for what in "SOLUTION", "HIDDEN TESTS", "MARK SCHEME":
                hidden += document.lines_of(cell.source, what)
                open_part = document.without(open_part, what)
            # with its comment, and without
            shown += [line for each in open_part.split("\n") for line in (each, re.sub(r"\s+#.*", "", each))]
    for file in [*source.glob("*/misconceptions.py"), *source.glob("*/answers.py")]:
        hidden += _code(file.read_text(encoding="utf-8"))
    return {
        line
        for line in _tidy(hidden) - _tidy(shown)
        if len(line) >= SHORTEST and not line.startswith(("import ", "from ", "#"))
    }


def _code(source):
    """The lines of all functions' bodies: messages (docstrings, and those of values) go to students as signs."""
    lines, found = source.split("\n"), []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            found += [
                line for statement in body for line in lines[statement.lineno - 1 : statement.end_lineno]
            ]
        else:
            found += [
                line
                for each in ast.walk(node)
                if isinstance(each, ast.Lambda)
                for line in _segment(lines, each.body)
            ]
    return found


def _segment(lines, node):
    """The lines of an expression, without what stands before and after it (ast.get_source_segment splits the
    whole source each time).
    """
    part = [line.encode() for line in lines[node.lineno - 1 : node.end_lineno]]
    part[-1] = part[-1][: node.end_col_offset]
    part[0] = part[0][node.col_offset :]
    return [line.decode() for line in part]


def _tidy(lines):
    return {" ".join(line.split()) for line in lines}


def leaks(files: dict[str, bytes], lines: set[str]) -> list[tuple[str, str]]:
    """Which of `lines`, each of SHORTEST characters at least, stand in which of `files` (name -> bytes), in
    text or in strings of JSON -> [(name, line)].
    """
    begun = {}  # a line is looked for only where its beginning stands
    for line in sorted(lines):
        begun.setdefault(line[:SHORTEST], []).append(line)
    found = []
    for name, data in files.items():
        data = gzip.decompress(data) if name.endswith(".gz") else data
        for row in _tidy(_strings(name, data.decode("utf-8", "ignore"))):
            beginnings = {row[place : place + SHORTEST] for place in range(len(row) - SHORTEST + 1)}
            found += [
                (name, line)
                for begin in sorted(begun.keys() & beginnings)
                for line in begun[begin]
                if line in row
            ]
    return sorted(set(found))


def _strings(name, text):
    """The lines of a file; of JSON, the lines of all its strings."""
    if not name.endswith((".ipynb", ".json")):
        return text.split("\n")
    try:
        found, waiting = [], [json.loads(text)]
    except ValueError as error:
        raise CourseError(
            f"{name} is damaged: it is not JSON. `course release` makes what is in release/ again."
        ) from error
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found += part.split("\n")
        elif isinstance(part, (dict, list)):
            waiting += [*part, *part.values()] if isinstance(part, dict) else part
    return found
