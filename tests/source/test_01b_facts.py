"""Every figure in the prose of 01b-bytes that no cell prints, and those that pictures repeat in words."""

from itertools import pairwise
from pathlib import Path

import pytest
import tiktoken

from course.exercise.way import reference_of
from course.lessons import texts
from course.lessons.checkpoints import checkpoint
from course.lessons.models import bpe
from course.notebook import document

FOLDER = Path(__file__).parents[2] / "source" / "01b-bytes"
GPT2, GPT4, GPT4O = map(tiktoken.get_encoding, ("r50k_base", "cl100k_base", "o200k_base"))


@pytest.fixture(scope="module")
def notebook():
    return document.read(FOLDER / "01b-bytes.ipynb")


def test_the_checkpoint_is_what_the_notebooks_own_answers_make():
    space = {"__name__": "checkpoint", "__file__": str(FOLDER / "checkpoint.py")}
    exec(compile((FOLDER / "checkpoint.py").read_text(), FOLDER / "checkpoint.py", "exec"), space)
    assert space["make"]() == checkpoint("01b-bytes"), "python source/01b-bytes/checkpoint.py"


def test_gpt2_spells_the_devanagari_na_in_two_parts_neither_of_them_a_character():
    parts = GPT2.decode_tokens_bytes(GPT2.encode("न"))
    assert len(parts) == 2 and {part.decode(errors="replace") for part in parts} == {"�"}


def test_the_rounds_of_encode_on_hoho_are_what_its_ranks_make(notebook):
    text = next(each.source for each in notebook.cells if each.id == "encode-exercise")
    ranks = {"h": 0, "o": 1, "ho": 2, "hoho": 3, "oh": 4}
    assert "with the ranks " + ", ".join(f"`{token}` {rank}" for token, rank in ranks.items()) in text
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.split("\n")
        if line.startswith("| `")
    ]
    parts = list("hoho")
    for now, made, lowest in rows[:-1]:
        joined = [a + b for a, b in pairwise(parts)]
        assert now == " ".join(f"`{part}`" for part in parts)
        assert made == ", ".join(f"`{token}` {ranks.get(token, '–')}" for token in joined)
        best = min(set(joined) & ranks.keys(), key=ranks.get)
        at = joined.index(best)
        assert lowest.startswith(f"`{best}`, at {at}")
        parts[at : at + 2] = [best]
    assert f"[{ranks[parts[0]]}]" in rows[-1][2] and len(parts) == 1


def test_the_notebooks_encoder_yields_tiktokens_ids_on_two_speeches_and_the_greeting(notebook):
    encode, speeches = reference_of(notebook, "encode"), texts.speeches()
    text = speeches[-1] + speeches[-2] + "नमस्ते 🙂"
    ranks = {GPT2.decode_single_token_bytes(i): i for i in range(50_256)}
    ids = {piece: encode(piece.encode(), ranks) for piece in dict.fromkeys(bpe.pieces(text))}
    assert [i for piece in bpe.pieces(text) for i in ids[piece]] == GPT2.encode(text)


def test_a_million_requests_cost_what_prose_and_picture_say():
    counts = [
        {language: len(encoding.encode(page)) for language, page in texts.paragraphs().items()}
        for encoding in (GPT4, GPT4O)
    ]
    gpt4, gpt4o = ({language: 10 * n for language, n in some.items()} for some in counts)
    assert list(checkpoint("01b-bytes")["cost_of_a_million_requests"]) == [*gpt4.values(), *gpt4o.values()]
    assert (gpt4["Hindi"], gpt4["English"], gpt4["Bengali"], gpt4o["English"]) == (4070, 800, 4570, 800)
    assert round(gpt4["Hindi"] / gpt4["English"]) == 5
    assert (min(gpt4o.values()), max(gpt4o.values())) == (800, 1390)
