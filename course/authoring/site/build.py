"""`make site`: the notebooks and the documents as one tree of pages, and Sphinx, which makes HTML of it. No
network is needed.

    python -m course.authoring.site.build site
"""

import posixpath
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path, PurePosixPath

import nbformat
from sphinx.cmd.build import build_main

from course.authoring.site.pages import page
from course.files import coursedir
from course.files.coursedir import CourseError

LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
# docs/, in this order
ABOUT = [
    "self-study",
    "students",
    "instructors",
    "jupyterhub",
    "authors",
    "security",
    "privacy",
    "scale",
    "dependencies",
]
HERE = Path(__file__).parent
# the notebooks that take longest; begun in this order, both cores are done at the same time
LONG = ["04", "06", "05", "03", "02"]


def build(target: Path, run: Callable | None = None) -> Path:
    """Make the site in `target`, anew -> its first page. run: who runs the notebooks. Raises CourseError
    where Sphinx has something to say.
    """
    names = coursedir.assignments()
    titles = {}
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place) / "tree"
        with ThreadPoolExecutor(2) as pool:  # a kernel for each: two cores
            in_turn = sorted(names, key=lambda name: LONG.index(name[:2]) if name[:2] in LONG else len(LONG))
            for name, nb in zip(in_turn, pool.map(partial(timed, run=run), in_turn)):
                file = tree / "release" / name / f"{name}.ipynb"
                file.parent.mkdir(parents=True)
                nbformat.write(nb, file)
                titles[name] = f"{name[:2]} · {nb.cells[0].source.splitlines()[0].lstrip('# ')}"
        documents(tree, titles)
        made = Path(place) / "made/html"  # MyST-NB lays a folder of its own beside it
        if build_main(
            [
                "-q",
                "-W",
                "--keep-going",
                "-b",
                "html",
                "-d",
                f"{place}/doctrees",
                "-c",
                str(HERE),
                str(tree),
                str(made),
            ]
        ):
            raise CourseError(
                "Sphinx found something to mend, above. No site was made; one that was there is as it was."
            )
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target)
    (target / ".nojekyll").touch()  # a forge that would leave out folders with a _ serves them as they are
    return target / "index.html"


def timed(name, run):
    start = time.monotonic()
    nb = page(name, run)
    print(f"{name} ran in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return nb


def documents(tree: Path, titles: dict[str, str]) -> None:
    """Write README.md as the first page, and docs/, with their pictures. titles: of the notebooks."""
    root = coursedir.root()
    shutil.copytree(root / "docs/pictures", tree / "docs/pictures")
    pages = {
        PurePosixPath("README.md"),
        *(PurePosixPath(f"docs/{name}.md") for name in ABOUT),
        *(PurePosixPath(f"release/{name}/{name}.ipynb") for name in titles),
    }
    for file in pages:
        if file.suffix == ".md":
            text = linked((root / file).read_text("utf-8"), file, pages)
            (tree / ("index.md" if file.name == "README.md" else file)).write_text(
                text + contents(titles) * (file.name == "README.md"), "utf-8"
            )


def linked(text: str, file: PurePosixPath, pages: set) -> str:
    """The text of a document, in which links lead to pages of the site; what is no page of it is a name, and
    no link.
    """

    def link(match):
        words, address = match.groups()
        path, _, place = address.partition("#")
        if "://" in address or not path:
            return match[0]
        target = PurePosixPath(posixpath.normpath(file.parent / path))
        if target not in pages:
            return words
        return match[0].replace("README.md", "index.md") if target.name == "README.md" else match[0]

    return LINK.sub(link, text)


def contents(titles):
    """What stands at the side of every page."""
    notebooks = [f"{titles[name]} <release/{name}/{name}>" for name in sorted(titles)]
    return "".join(
        f"\n\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n" + "\n".join(lines) + "\n```\n"
        for caption, lines in (("The notebooks", notebooks), ("About", [f"docs/{name}" for name in ABOUT]))
    )


if __name__ == "__main__":
    try:
        print(f"{build(Path(sys.argv[1]))} is the first page.")
    except CourseError as error:
        sys.exit(f"make site: {error}")
