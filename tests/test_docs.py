"""What the documents tell people to type exists, and what they point at is there."""

import ast
import re
import shlex
from pathlib import Path

import pytest

from course import FOR_NOTEBOOKS
from course.authoring import kit
from course.cli import arguments

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMES = [document.relative_to(ROOT).as_posix() for document in DOCS]


def code(document):
    """The lines of a document's code blocks, and its `code` between words."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    text = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.M | re.S)
    return [line for block in blocks for line in block.splitlines()] + re.findall(
        r"(?<!`)`([^`\n]+)`(?!`)", text
    )


def commands(document, name):
    return [line for line in code(document) if re.match(rf"{name}( |$)", line)]


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCS, ids=NAMES)
def test_every_course_command_that_a_document_shows_is_one(document):
    for line in commands(document, "course"):
        words = shlex.split(line, comments=True)[1:]
        if words and words != ["--help"]:
            try:
                arguments.parser().parse_args([*words, *needed(words)])
            except SystemExit:
                pytest.fail(f"{document.name}: `{line}` is no command of the course")


def needed(words):
    """A command named alone (`course check`), in the middle of a sentence, lacks its assignment."""
    return (
        ["x"]
        if len(words) == 1
        and words[0]
        in (
            "start",
            "update",
            "check",
            "submit",
            "collect",
            "grade",
            "answers",
            "feedback",
            "report",
            "export",
            "kit",
        )
        else ["x", "--by", "x"]
        if words == ["mark"]
        else []
    )


def test_the_commands_that_the_test_before_looked_at_are_many():
    assert sum(len(commands(document, "course")) for document in DOCS) > 30


@pytest.mark.parametrize("document", DOCS, ids=NAMES)
def test_every_make_target_that_a_document_shows_is_one(document):
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M)
    assert [
        line for line in commands(document, "make") if line.split()[1:] and line.split()[1] not in targets
    ] == []


def anchors(document):
    """What a link can point at in a document: its headings, as a web page would name them."""
    headings = re.findall(r"^#+ (.+)", document.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCS, ids=NAMES)
def test_every_link_and_picture_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if not re.match(r"https?://", target):
            file, _, anchor = target.partition("#")
            there = document.parent / file if file else document
            assert there.exists(), f"{document.name}: {target}"
            assert not anchor or anchor in anchors(there), f"{document.name}: {target}"


@pytest.mark.parametrize("document", DOCS, ids=NAMES)
def test_every_picture_says_in_words_what_it_shows(document):
    assert [
        alt for alt in re.findall(r"!\[([^\]]*)\]", document.read_text(encoding="utf-8")) if len(alt) < 40
    ] == []


def test_the_students_page_points_at_nothing_that_the_kit_lacks():
    packed = kit.contents()
    for target in re.findall(
        r"\]\(([^)\s#]+)\)", (ROOT / "docs" / "students.md").read_text(encoding="utf-8")
    ):
        assert f"docs/{target}" in packed


SAYS_WHOSE = r"repository|the course's authors"


def test_nothing_in_a_kit_points_at_a_file_that_is_not_in_it():
    packed = kit.contents()
    for name, content in packed.items():
        if (
            name.startswith("course/data/genres/")
            or name.startswith("course/")
            and name.split("/")[1] not in FOR_NOTEBOOKS
            or not name.endswith((".md", ".ipynb", ".toml", ".yml", ".py", "Makefile"))
        ):
            continue  # what instructors run; texts that are there to be measured
        for line in content.decode("utf-8").splitlines():
            links = [] if name.endswith(".py") else re.findall(r"\]\(([^)\s#:]+)\)", line)
            mentions = (
                []
                if re.search(SAYS_WHOSE, line)
                else re.findall(r"\b(?:docs|benchmarks|tests)/[\w./-]+\w", line)
            )
            missing = [target for target in links if (Path(name).parent / target).as_posix() not in packed]
            assert missing + [target for target in mentions if target not in packed] == [], (
                f"{name}: {line.strip()}"
            )


def test_the_kits_makefile_sets_up_and_opens_the_lab_and_does_no_more():
    makefile = kit.contents()["Makefile"].decode()
    assert re.findall(r"^(\w+):(?!=)", makefile, re.M) == ["setup", "lab"] and "test" not in re.sub(
        r"tests-\*", "", makefile
    )


def test_the_readme_lists_every_notebook_that_is_released():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [folder.name for folder in (ROOT / "release").iterdir() if f"[{folder.name}]" not in readme] == []


SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PROMISES = [
    line.split(" | ")
    for line in SECURITY.partition("## What is promised")[2].partition("## ")[0].splitlines()
    if line.startswith("| ")
][1:]
TOLD_IN_WORDS = {
    name: ROOT / "tests" / "attacks" / file
    for name, file in re.findall(r"`(\w+)` (?:is )?(test_\w+\.py)", SECURITY)
}


def cases_of(file):
    """The names of a file's tests, and of their cases, in words."""
    found = [
        [node.name]
        if isinstance(node, ast.FunctionDef)
        else [node.arg or ""]
        if isinstance(node, ast.keyword)
        else [node.value]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.keyword))
        or isinstance(node, ast.Constant)
        and isinstance(node.value, str)
    ]
    return {re.sub(r"[-_]", " ", name).lower() for names in found for name in names}


@pytest.mark.parametrize("promise, how, tests", PROMISES, ids=[row[0][2:40] for row in PROMISES])
def test_every_promise_names_tests_that_are_there(promise, how, tests):
    files = TOLD_IN_WORDS | {
        name: (ROOT / "docs" / path).resolve()
        for name, path in re.findall(r"\[([\w -]+)\]\(([^)]+)\)", SECURITY)
    }
    named = 0
    for part in tests.rstrip("| ").split("; "):
        name = re.match(r"\[?([\w -]+)", part)[1].strip()
        if name == "the canary":
            continue
        there = cases_of(files[name])
        phrases = [
            re.sub(r"[-_]", " ", phrase.strip(" \u2026")).lower() for phrase in re.findall(r"\*(.+?)\*", part)
        ]
        assert [phrase for phrase in phrases if not any(phrase in test for test in there)] == []
        named += 1
    assert named


def test_a_file_that_a_comment_names_is_there():
    there = {
        file.name
        for room in ("course", "source", "tests", "benchmarks")
        for file in (ROOT / room).rglob("*.py")
    }
    of_others = {"openai_public.py", "course_encodings.py", "x.py"}
    named = {
        (file.relative_to(ROOT).as_posix(), name)
        for file in (ROOT / "course").rglob("*.py")
        for name in re.findall(r"\b([a-z_]+\.py)\b", file.read_text("utf-8"))
    }
    assert {(file, name) for file, name in named if name not in there | of_others} == set()
