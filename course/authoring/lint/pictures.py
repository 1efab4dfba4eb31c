"""The notebook is run once: do its cells end in time, and do its pictures say what they show?"""

import contextlib
import io
import re
import time
from collections.abc import Iterator

from nbformat import NotebookNode

from course.check.detectors.skipped import LEFT_OUT, TAG, never_runs
from course.exercise.run_checks import elsewhere, instead, run
from course.notebook.document import tags

# seconds of processor time for a cell that runs where an answer needs it: half of what grading has
PATIENCE = 30


def source_runs_and_pictures_speak(lesson):
    """Run the source once, in order, and look at each figure that it shows."""
    import matplotlib.pyplot as plt

    from course.figures import pictures

    plt.switch_backend("agg")
    plt.close("all")
    space, quiet, shown = {"__name__": "__main__"}, io.StringIO(), []
    with (
        instead(pictures, "shown", shown),
        elsewhere(),
        contextlib.redirect_stdout(quiet),
        contextlib.redirect_stderr(quiet),
    ):
        for cell in lesson.nb.cells:
            if cell.cell_type != "code":
                continue
            start = time.process_time()
            try:
                run(cell.source, space)
            except Exception as error:
                yield (
                    cell.id,
                    f"it stops with {type(error).__name__}: {error}",
                    "The source must run from top to bottom",
                )
            for what, do in run_lacks(cell, time.process_time() - start, bool(plt.get_fignums()), shown):
                yield cell.id, what, do
            plt.close("all")
            shown.clear()


def run_lacks(
    cell: NotebookNode, seconds: float, left: bool, shown: list[tuple]
) -> Iterator[tuple[str, str]]:
    """What is to be said of a cell that has run -> (what, what to do).

    seconds: of processor time that it took. left: whether it drew what it did not show. shown: what it did,
    as (figure, alternative text).
    """
    if TAG in tags(cell) and not never_runs(cell.metadata) and seconds > PATIENCE:
        yield (
            f"it takes {seconds:.0f} s, and runs in grading if an answer uses what it makes",
            f"Make it quicker, or give it the tag {LEFT_OUT}, too",
        )
    if left or "plt.show(" in cell.source:  # show(…) closes what it shows
        yield (
            "it draws a figure that show(…) does not get",
            'End the cell with: show(fig, alt="what it shows")',
        )
    for figure, alt in shown:
        yield from picture_lacks(figure, alt)


def picture_lacks(figure, alt: str) -> Iterator[tuple[str, str]]:
    """What a reader would miss in a figure -> (what, what to do)."""
    if len(alt.split()) < 3:
        yield "its picture has no alternative text", 'Say in words what it shows: show(fig, alt="…")'
    panels = [ax for ax in figure.axes if ax.has_data() and ax.get_label() != "<colorbar>"]
    if not figure.get_suptitle() and not all(ax.get_title() or ax.get_title("left") for ax in panels):
        yield "its picture has no title", "Give it one that says what is seen: ax.set_title(…)"
    for ax in panels:
        for name, axis, common in (
            ("x", ax.xaxis, figure.get_supxlabel()),
            ("y", ax.yaxis, figure.get_supylabel()),
        ):
            ticks = [tick.get_text() for tick in axis.get_ticklabels() if tick.get_visible()]
            label = axis.get_label_text() or common
            if not ax.axison or not axis.get_visible() or not any(ticks) or any(map(_is_name, ticks)):
                continue  # names say themselves what they are
            if not label:
                yield (
                    f"its {name} axis has no label",
                    f'Name what is measured, and in what: ax.set_{name}label("length (characters)")',
                )
            elif not re.search(UNIT, label):
                yield (
                    f"its {name} axis {label!r} has no unit",
                    "Name the unit in the label: length (characters), tokens per word",
                )


def _is_name(tick):
    """Whether a tick is labeled by a word, not by a number such as 0.5, 1e6 or $10^{2}$."""
    return re.search(r"[^\W\d]{2}", re.sub(r"\\\w+", "", tick))


# counted things are their own unit: tokens
UNIT = r"\(.+\)|\bper\b|%|\w\ws\b|\b([Ss]hare|[Pp]robability|[Rr]ank|[Rr]atio)\b"
