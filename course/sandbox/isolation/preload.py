"""Public data that the warm process loads before it forks, so that no student's process has to: the one list.

Whatever is loaded there is in the memory of each student's process. So what stands here must be in every
student's copy of the course, and be loaded by the course's public functions: texts, vocabularies, shipped
weights; no answer, no test, no submission.
"""

import re
from collections.abc import Iterable

import tiktoken

from course.lessons import texts
from course.lessons.encodings import FILES as VOCABULARIES

# a word of a notebook -> what to call once if it stands there
LOADERS = {name: (lambda name=name: tiktoken.get_encoding(name)) for name in VOCABULARIES} | {
    "speeches": texts.speeches,
    "genres": texts.genres,
    "paragraphs": texts.paragraphs,
    "ing_words": texts.ing_words,
    "first_names": texts.first_names,
    "names": lambda: [texts.names(corpus) for corpus in texts.NAMES],
}


def needed(sources: Iterable[str]) -> list[str]:
    """The loaders that these cells speak of: all that the warm process learns of an assignment before it
    forks.
    """
    return sorted(LOADERS.keys() & set(re.findall(r"\w+", "\n".join(sources))))


def load(names: Iterable[str]) -> None:
    """Call these loaders, and make tiktoken find the course's plug-in: locked in, it could not."""
    tiktoken.list_encoding_names()
    for name in names:
        LOADERS[name]()
