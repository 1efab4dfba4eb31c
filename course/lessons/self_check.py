"""Is everything here that the notebooks need? One line each, with what to do where something is missing.

What they can do without, the language model that others trained, is told apart: its absence is no reason not
to start.
"""

from importlib.metadata import PackageNotFoundError, version

import tiktoken

from course import data
from course.lessons import texts
from course.lessons.encodings import FILES as ENCODINGS
from course.lessons.models import smollm

SET_UP = "set the course up again: `make setup`, or the install command that you used"


def needs():
    """What a notebook may ask for -> (name, a function that fails where it is missing and else says what is
    there) each.
    """
    yield from (
        (f"package {name}", lambda name=name: version(name))
        for name in ("jupyterlab", "nbgrader", "numpy", "matplotlib", "tiktoken")
    )
    yield from (
        (
            f"encoding {name}",
            lambda name=name: f"ids from 0 to {tiktoken.get_encoding(name).max_token_value:,}",
        )
        for name in ENCODINGS
    )
    yield "speeches", lambda: f"{len(texts.speeches())} State of the Union speeches"
    yield "names", lambda: f"{len(texts.first_names()):,} first names"
    yield "paragraphs", lambda: f"{len(texts.paragraphs())} languages"
    yield "words", lambda: f"{len(texts.ing_words()):,} words in -ing"
    yield "weights", lambda: f"trained on the speeches, {len(data.read('weights/speeches.npz')):,} bytes"
    yield "genres", lambda: f"{len(texts.genres())} genres"
    yield "SmolLM2-135M-Instruct", lambda: f"a language model, {smollm.find().stat().st_size:,} bytes"


def self_check(needs=needs):
    """Print a line for each need, and what to do where it is missing."""
    missing = without = 0
    for name, look in needs():
        try:
            print(f"  here     {name}: {look()}")
        except PackageNotFoundError:
            missing += 1
            print(f"  MISSING  {name}: {SET_UP}")
        except smollm.ModelMissing as error:
            without += 1
            print(f"  without  {name}: {error}")
        except Exception as error:
            missing += 1
            print(f"  MISSING  {name}: {error}")
    print(
        f"{missing} missing: fix that, then run this cell again."
        if missing
        else "Everything else is here. You can start."
        if without
        else "Everything is here. You can start."
    )
