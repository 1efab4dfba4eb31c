"""course.lessons.models.bpe: the same merges as a loop that recounts everything, and the same ids as
tiktoken.
"""

import random
from collections import Counter
from itertools import pairwise

import pytest
import tiktoken

from course.lessons import texts
from course.lessons.models import bpe

ODD = [
    "",
    " ",
    "  a",
    "a  ",
    "\n\n\tx \n",
    "it's we'LL 'S",
    "3½ ²₃ ٣",
    "naïve Straße café",
    "e\u0301",
    "\u00a0\u2003\u3000x\u0085\u001cy",
    "नमस्ते ภาษาไทย 言葉 한국어",
    "👩‍🚀🇳🇵🙂🙂",
    "a\u200bb\u202e",
    "\x00\x7f",
    "x+=1; # --> {}",
    "<|endoftext|>",
    "a" * 300,
    " " * 300,
]


def slow(texts, merges):
    """Byte-pair encoding as the textbook has it -> the learned tokens, as bytes, in order."""
    words = [[bytes([b]) for b in piece.encode()] for text in texts for piece in bpe.pieces(text)]
    ids = {bytes([b]): b for b in range(256)}
    for _ in range(merges):
        counts = Counter(pair for word in words for pair in pairwise(word))
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], ids[pair[0]], ids[pair[1]]))
        ids[best[0] + best[1]] = len(ids)
        for word in words:
            i = 0
            while i < len(word) - 1:
                if (word[i], word[i + 1]) == best:
                    word[i : i + 2] = [word[i] + word[i + 1]]
                i += 1
    return list(ids)[256:]


def learned(texts, merges):
    return list(bpe.train(texts, merges).ranks)[256:]


@pytest.fixture(scope="module")
def gpt2():
    return tiktoken.get_encoding("r50k_base")


@pytest.fixture(scope="module")
def ours(gpt2):
    return bpe.Tokenizer(gpt2._mergeable_ranks)


@pytest.mark.slow
def test_it_learns_what_the_textbook_loop_learns_from_a_speech():
    text = texts.speeches()[-1][:20_000]
    assert learned([text], 200) == slow([text], 200)


def test_it_learns_what_the_textbook_loop_learns_where_pairs_overlap_and_tie():
    rng = random.Random(2)
    for _ in range(300):
        texts = ["".join(rng.choice("aab ") for _ in range(rng.randrange(20))) for _ in range(8)]
        assert learned(texts, 12) == slow(texts, 12), texts


def test_ties_go_to_the_smaller_pair_whatever_the_order_of_the_texts():
    assert learned(["xy", "ab"], 1) == learned(["ab", "xy"], 1) == [b"ab"]


def test_training_ends_when_no_pair_is_left():
    assert learned(["abab"], 99) == [b"ab", b"abab"]
    assert learned([], 5) == learned(["a"], 5) == []


def test_pairs_do_not_cross_from_one_piece_to_the_next():
    assert learned(["a b"] * 9, 9) == [b" b"]


def test_the_pieces_join_to_the_text_again():
    for text in ODD:
        assert "".join(bpe.pieces(text)) == text


def by_pieces(gpt2, text):
    """GPT-2's ids of a text that was cut here first: the same as of the whole, if the cuts are GPT-2's."""
    return [i for piece in bpe.pieces(text) for i in gpt2.encode_ordinary(piece)]


def test_it_cuts_speeches_as_gpt2_does(gpt2):
    text = " ".join(texts.speeches()[::60])
    assert len(text) > 100_000 and by_pieces(gpt2, text) == gpt2.encode_ordinary(text)


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_it_cuts_odd_texts_as_gpt2_does(gpt2, text):
    assert by_pieces(gpt2, text) == gpt2.encode_ordinary(text)


def test_it_cuts_at_each_character_of_the_basic_plane_as_gpt2_does(gpt2):
    for c in [*range(0x3100), *range(0xA000, 0xB000), *range(0xF900, 0x10000)]:
        text = f"a{chr(c)}b {chr(c)}1"
        assert by_pieces(gpt2, text) == gpt2.encode_ordinary(text), hex(c)


def test_given_gpt2s_ranks_it_yields_gpt2s_ids(gpt2, ours):
    text = texts.speeches()[-1][:20_000]
    assert ours.encode(text) == gpt2.encode_ordinary(text)


def test_what_it_encodes_it_decodes():
    tokenizer = bpe.train(["the cat sat on the mat, the naïve cat"], 20)
    for text in ODD:
        assert tokenizer.decode(tokenizer.encode(text)) == text


def test_bytes_that_are_no_valid_utf8_become_the_replacement_character(gpt2, ours):
    ids = gpt2.encode_ordinary("🙂")
    assert (
        ours.decode(ids) == "🙂"
        and "\ufffd" in ours.decode(ids[:1])
        and ours.decode(ids[:1]) == gpt2.decode(ids[:1])
    )


def test_an_id_that_there_is_not_is_a_key_error(ours):
    with pytest.raises(KeyError):
        ours.decode([999_999])


def test_the_merges_are_found_again_in_the_order_in_which_they_were_learned():
    tokenizer = bpe.train(["low lower lowest, newer and newest"], 12)
    assert len(tokenizer.merges) == 12
    for new_id, pair in enumerate(tokenizer.merges, 256):
        assert (
            tokenizer.decode_single_token_bytes(new_id)
            == b"".join(map(tokenizer.decode_single_token_bytes, pair))
            and max(pair) < new_id
        )


def test_without_merges_there_are_none():
    assert bpe.train(["low"], 0).merges == []
