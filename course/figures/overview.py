"""The course on one page: which notebook works on which layer of the stack."""

from course.figures.pictures import BLUE, subplots

INFRASTRUCTURE, MODELS, APPLICATIONS = range(3)  # the layers, bottom to top
NOTEBOOKS = [  # name, what it is about, its layers
    ("00", "start\nhere", []),
    ("01", "tokens", [MODELS, APPLICATIONS]),
    ("02", "next\ntoken", [MODELS]),
    ("03", "large\nlanguage\nmodels", [INFRASTRUCTURE, MODELS]),
    ("04", "foundation\nmodels", [MODELS, APPLICATIONS]),
    ("05", "four\ntrainings", [MODELS, APPLICATIONS]),
    ("06", "AI engi-\nneering", [INFRASTRUCTURE, APPLICATIONS]),
]


def course_map():
    """The seven notebooks against the three layers of the stack -> figure."""
    fig, ax = subplots(width=8.5, height=3.2)
    for x, (_, _, layers) in enumerate(NOTEBOOKS):
        ax.scatter([x] * len(layers), layers, s=260, color=BLUE, marker="o")
    ax.set_yticks(range(3), ["infrastructure", "model\ndevelopment", "application\ndevelopment"])
    ax.set_xticks(range(len(NOTEBOOKS)), [f"{name}\n{about}" for name, about, _ in NOTEBOOKS])
    ax.set(
        xlim=(-0.5, len(NOTEBOOKS) - 0.5),
        ylim=(-0.5, 2.5),
        xlabel="notebook",
        ylabel="layer of the stack",
        title="Each notebook, and the layers of the stack it works on",
    )
    return fig
