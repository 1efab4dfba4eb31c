"""What several pictures of the help desk draw with: a page, bars, numbers, text of a known width."""

from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from course.figures.diagrams import INK, box, canvas
from course.figures.pictures import VERMILION

MINT = "#c9ebdf"  # a third light color beside READ and AIM
TITLE = 0.4  # inches that a title takes


def titled_page(width, height, title):
    """A drawing under its title, without axes; one unit is an inch, (0, 0) is at the bottom left -> figure,
    axes.
    """
    fig, ax = canvas(width, height + TITLE, (0, width), (0, height))
    in_inches(fig, ax, title)
    return fig, ax


def in_inches(fig, ax, title):
    """`ax` over all of `fig` but its title, one unit an inch."""
    width, height = fig.get_size_inches()
    fig.set_layout_engine("none")
    ax.set(xlim=(0, width), ylim=(0, height - TITLE), position=(0, 0, 1, 1 - TITLE / height))
    ax.axis("off")
    ax.set_title(title, fontsize=11)


def text_width(text, size=11, **font):
    """The width of a text in inches, of its longest line."""
    return (
        max(
            TextPath((0, 0), line, size=size, prop=FontProperties(**font)).get_extents().width
            for line in text.split("\n")
        )
        / 72
        + 0.03
    )


def draw_bars(ax, values, color, hatch="", longest=None):
    """Horizontal bars in per cent, the first on top, each with its number. longest: what the axis has room
    for, if not for these alone.
    """
    longest = longest or max(values.values())
    ax.barh(
        range(len(values)),
        list(values.values()),
        color=lighter(color) if hatch else color,
        edgecolor=INK,
        linewidth=0.8,
        hatch=hatch,
        height=0.68,
    )
    for y, value in enumerate(values.values()):
        ax.text(value + 0.03 * longest, y, f"{value:.{1 if value >= 1 else 2}f}", va="center", color=INK)
    ax.set(
        xlim=(0, 1.3 * longest),
        ylim=(len(values) - 0.5, -0.5),
        yticks=range(len(values)),
        yticklabels=list(values),
    )
    # there is no more than 100 %
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= min(100, 1.3 * longest)])
    ax.grid(False, axis="y")


def lighter(color):
    """The color half way to white, on which dark hatches and letters are read."""
    return tuple((1 + part) / 2 for part in to_rgb(color))


def draw_number(ax, x, y, number, bold=False):
    """A small box with a number, around (x, y)."""
    box(
        ax,
        x - 0.14,
        y - 0.13,
        0.28,
        0.26,
        "",
        "white",
        edge=VERMILION if bold else "#555555",
        thick=2 if bold else 1,
    )
    ax.text(x, y, str(number), ha="center", va="center", color=INK, weight="bold" if bold else "normal")
