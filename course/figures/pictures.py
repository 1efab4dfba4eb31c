"""Pictures that everybody can read: figures with alternative text, colors that colour-blind eyes tell apart,
and tokens as boxes.

    fig, ax = subplots()
    ax.plot(…); ax.set(title=…, xlabel=…, ylabel=…)
    show(fig, alt="What the picture says, for those who do not see it.")

JupyterLab gives an image output no alternative text, so `show` writes the <img> element itself.
"""

import base64
import io
from html import escape

import matplotlib.pyplot as plt
import tiktoken
from IPython.display import display
from matplotlib import RcParams

# Okabe and Ito's palette (2008), jfly.uni-koeln.de/color, in an order of falling contrast to white
BLUE, VERMILION, GREEN, PINK, ORANGE, SKY, YELLOW = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#F0E442",
)
COLORS = [BLUE, VERMILION, GREEN, PINK, ORANGE, SKY, YELLOW]

STYLE = RcParams(
    {
        "figure.facecolor": "white",
        "figure.constrained_layout.use": True,
        "figure.dpi": 100,
        "font.size": 11,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#444444",
        "axes.axisbelow": True,
        "axes.grid": True,
        "grid.color": "#dddddd",
        "lines.linewidth": 2,
        "axes.prop_cycle": plt.cycler(color=COLORS, marker=["o", "s", "^", "D", "v", "P", "X"]),
    }
)

shown = None  # a list, while somebody collects what `show` is given: (figure, alt) each


def subplots(rows=1, columns=1, width=8, height=3.6, **options):
    """`plt.subplots` in the house style; width and height in inches -> figure, axes."""
    with plt.rc_context(STYLE):
        return plt.subplots(rows, columns, figsize=(width, height), **options)


def show(fig, alt):
    """Display `fig`, and close it. `alt` says in words what is to be seen in it; ValueError if it says
    nothing.
    """
    display(rendered(fig, alt), raw=True)


def rendered(fig, alt):
    """`fig` as what a notebook displays -> {type: content}, and close it. For what is more than `show`: see
    `course.figures.live_loss`.
    """
    if not alt.strip():
        raise ValueError(
            "show(fig, alt=…): say in a sentence what the picture shows, for those who cannot see it."
        )
    if shown is not None:
        shown.append((fig, alt))
    png = io.BytesIO()
    with plt.rc_context(STYLE):
        fig.savefig(png, format="png", dpi=2 * fig.dpi)  # twice as fine as it is shown, for sharp screens
    plt.close(fig)
    data = base64.b64encode(png.getvalue()).decode()
    width = round(fig.get_figwidth() * fig.dpi)
    html = f'<img alt="{escape(alt)}" style="max-width: 100%; width: {width}px" src="data:image/png;base64,{data}">'
    return {"text/html": html, "text/plain": f"[Picture: {alt}]"}


def tokens(text, encoding):
    """A text as a row of boxes, one a token, with its id beneath: `tokens("My name is", "r50k_base")`.

    encoding: the name of one of tiktoken's, or anything with its `encode` and `decode_single_token_bytes`.
    A space is drawn as ␣, a new line as ↵; a token that is only part of a character shows its bytes in hex.
    """
    vocabulary = tiktoken.get_encoding(encoding) if isinstance(encoding, str) else encoding
    ids = vocabulary.encode(text)
    return Boxes(ids, [visible(vocabulary.decode_single_token_bytes(i)) for i in ids])


class Boxes:
    """What `tokens` gives: boxes on a page, and with bars between the tokens where there is only text."""

    # box and letters bring their own colors, so that they read the same on a light page and on a dark one
    BOX = (
        "display: inline-block; margin: 2px 1px; padding: 1px 3px; border: 1px solid #333; border-radius: 3px; color: #000; "
        "text-align: center; font: 15px/1.3 monospace; white-space: pre; background: "
    )
    SHADES = "#cfe6f5", "#fbe3b5", "#c9ebdf", "#f3dbe8"

    def __init__(self, ids, words):
        self.ids, self.words = ids, words

    def __repr__(self):
        return "|".join(self.words)

    def _repr_html_(self):
        boxes = [
            f'<span role="listitem" title="token {i}" style="{self.BOX}{self.SHADES[k % len(self.SHADES)]}">{escape(word)}'
            f'<span style="display: block; font-size: 10px">{i}</span></span>'
            for k, (i, word) in enumerate(zip(self.ids, self.words))
        ]
        return (
            f'<div role="list" aria-label="{len(boxes)} tokens" style="line-height: 1">{"".join(boxes)}</div>'
        )


def visible(token):
    """A token's bytes as something to look at -> str: spaces and new lines as signs, broken characters as
    hex.
    """
    try:
        text = token.decode()
    except UnicodeDecodeError:
        return " ".join(f"{byte:02x}" for byte in token)
    text = text.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥").replace("\u00a0", "⍽")
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)
