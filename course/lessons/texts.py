"""What the course reads: real speeches, names, one paragraph in twelve languages, words in -ing, samples of
genres.

    >>> speeches()[0].president, speeches()[0][:49]
    ('George Washington', 'Fellow-Citizens of the Senate and House of Repres')

One call each, no network. Where each text comes from, and under which licence, stands in
course/data/README.md. A file that is missing or altered is a DataError that names it.

A file is read once in a process: the second call costs next to nothing. Each call gives a list or dict of its
own, over the same texts, so change it as you like. `forget()` has the files read again.
"""

import csv
import functools
import gzip
import io
import json
import tomllib

from course.data import read

_kept = []  # the caches below


def _read_once(make):
    """Keep what `make` gives for as long as the process lives; callers get copies of its lists and dicts."""
    kept = functools.cache(make)
    _kept.append(kept)

    @functools.wraps(make)
    def own(*arguments):
        return _copy(kept(*arguments))

    return own


def _copy(value):
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return list(value) if isinstance(value, list) else value


def forget():
    """Let go of all that was read."""
    for kept in _kept:
        kept.cache_clear()


class Speech(str):
    """The text of a speech, which knows its `year` and its `president`."""

    def __new__(cls, year, president, text):
        speech = super().__new__(cls, text)
        speech.year, speech.president = year, president
        return speech


@_read_once
def speeches():
    """State of the Union, 1790 to 2026 -> 249 speeches and messages, oldest first: each a str with .year,
    .president.
    """
    lines = gzip.decompress(read("speeches/speeches.jsonl.gz")).splitlines()
    return [Speech(*json.loads(line)) for line in lines]


NAMES = ("us-men-1990", "west-midlands-boys-2016", "yorkshire-boys-2016")


@_read_once
def names(corpus):
    """How many people bear each name -> {name: count}, most frequent first, all the rest under "(any other
    name)".

    corpus: "us-men-1990" (per 100,000 men), "west-midlands-boys-2016" or "yorkshire-boys-2016" (boys born).
    """
    if corpus not in NAMES:
        raise ValueError(f"there is no corpus of names {corpus!r}; there are {', '.join(NAMES)}")
    rows = csv.DictReader(io.StringIO(_text(f"names/{corpus}.csv")))
    return {row["name"]: int(row["count"]) for row in rows}


@_read_once
def first_names():
    """The first names of women and men in the US census of 1990 -> 5,163 names, lower case, each once,
    sorted.
    """
    return _text("names/us-first-names-1990.txt").split()


@_read_once
def paragraphs():
    """The same paragraph in twelve languages -> {language: text}, English first."""
    return tomllib.loads(_text("paragraphs.toml"))


@_read_once
def ing_words():
    """English words in -ing whose beginning is a word as well -> [(word, stem)], as ("cooking", "cook"),
    sorted.

    A stem has three letters at least, or is be, do or go: `king` is not k + ing. No more is asked, so
    `evening` is there.
    """
    return [(word, word.removesuffix("ing")) for word in _text("words/ing.txt").split()]


GENRES = ("prose", "Bible", "Shakespeare", "README", "Python", "names")


@_read_once
def genres():
    """Passages of different genres, mostly of 40 to 150 words -> {genre: [passage, ...]}. The last three are
    languages.
    """
    passages = {
        "speeches": [
            next(p for p in speech.split("\n") if len(p.split()) > 60) for speech in speeches()[::25]
        ]
    }
    passages |= {genre: _text(f"genres/{genre}.txt").removesuffix("\n").split("\n%\n") for genre in GENRES}
    return passages | {
        language: [text]
        for language, text in paragraphs().items()
        if language in ("Spanish", "German", "Russian")
    }


def _text(path):
    return read(path).decode()
