"""The course on one page: which notebook works on which layer of the stack."""
from course.pictures import BLUE, subplots

INFRASTRUCTURE, MODELS, APPLICATIONS = range(3)                  # the layers, bottom to top
NOTEBOOKS = [                                                    # name, what it is about, its layers, whether it is written
    ("00", "start\nhere", [], True),
    ("01", "tokens", [MODELS, APPLICATIONS], True),
    ("02", "next\ntoken", [MODELS], True),
    ("03", "large\nlanguage\nmodels", [INFRASTRUCTURE, MODELS], True),
    ("04", "foundation\nmodels", [MODELS, APPLICATIONS], True),
    ("05", "four\ntrainings", [MODELS, APPLICATIONS], True),
    ("06", "AI engi-\nneering", [INFRASTRUCTURE, APPLICATIONS], False),
]


def course_map():
    """The seven notebooks against the three layers of the stack -> figure. Hollow: still being written."""
    fig, ax = subplots(width=8.5, height=3.2)
    for x, (_, _, layers, written) in enumerate(NOTEBOOKS):
        ax.scatter([x] * len(layers), layers, s=260, facecolor=BLUE if written else "white", edgecolor=BLUE, linewidth=2, marker="o")
    ax.set_yticks(range(3), ["infrastructure", "model\ndevelopment", "application\ndevelopment"])
    ax.set_xticks(range(len(NOTEBOOKS)), [f"{name}\n{about}" for name, about, *_ in NOTEBOOKS])
    ax.set(xlim=(-.5, len(NOTEBOOKS) - .5), ylim=(-.5, 2.5), xlabel="notebook", ylabel="layer of the stack",
           title="Each notebook, and the layers of the stack it works on")
    return fig
