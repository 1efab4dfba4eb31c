"""The release's own code that carries no label: imports and small data, on which answers stand. It is there
when they are graded, whatever became of it.
"""

import nbformat
from nbformat import NotebookNode

from course.notebook.document import tags
from course.notebook.order import names_of, put_back


def restore(nb: NotebookNode, release: NotebookNode) -> list[str]:
    """Put back those of the release's code cells that are gone, and give the others its tags -> remarks."""
    mine, gone = dict(zip(names_of(nb), nb.cells)), []
    for given in _of(release):
        if given.id in mine:
            retype(mine[given.id], given)
            mine[given.id]["metadata"]["tags"] = list(tags(given))
        elif "skip-execution" not in tags(given):
            put_back(nb, release, nbformat.from_dict(given))
            gone.append(given.id)
    return (
        [
            f"of the release's own code {', '.join(gone)} {'was' if len(gone) == 1 else 'were'} deleted: the original was put back"
        ]
        if gone
        else []
    )


def changed(nb: NotebookNode, release: NotebookNode) -> dict[str, str]:
    """The release's source of its code cells in which a student wrote something: {id: source}."""
    mine = {cell["id"]: cell["source"] for cell in nb["cells"]}
    return {
        given["id"]: given["source"]
        for given in _of(release)
        if "skip-execution" not in tags(given)
        and mine.get(given["id"], given["source"]).strip() != given["source"].strip()
    }


def retype(cell: NotebookNode, given: NotebookNode) -> bool:
    """Make a cell of the type of `given`, its source and id kept -> whether it was of another."""
    if cell["cell_type"] == given["cell_type"]:
        return False
    source, old = cell.source, dict(cell)
    cell.clear()
    cell.update(nbformat.from_dict(given) | {"id": old["id"], "source": source})
    return True


def _of(release):
    return [
        cell
        for cell in release["cells"]
        if cell["cell_type"] == "code" and "nbgrader" not in cell["metadata"]
    ]
