"""Every figure in the prose of 01-tokens that no cell prints, and those that pictures and mark scheme repeat
in words.
"""

import ast
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
import regex
import tiktoken

from course.exercise.way import reference_of
from course.lessons import texts
from course.lessons.checkpoints import checkpoint
from course.lessons.models import bpe
from course.notebook import document

FOLDER = Path(__file__).parents[2] / "source" / "01-tokens"
NAMES = "r50k_base", "cl100k_base", "o200k_base"
GPT2, GPT4, GPT4O = ENCODINGS = [tiktoken.get_encoding(name) for name in NAMES]


@pytest.fixture(scope="module")
def speeches():
    return texts.speeches()


@pytest.fixture(scope="module")
def two_speeches(speeches):
    return speeches[-1] + "\n\n" + speeches[-2]


@pytest.fixture(scope="module")
def notebook():
    return document.read(FOLDER / "01-tokens.ipynb")


def parts(encoding, text):
    return "|".join(encoding.decode([i]) for i in encoding.encode(text))


genres = cache(texts.genres)


def rates(encoding, genre):
    return [len(text.split()) / len(encoding.encode(text)) for text in genres()[genre]]


def tax(encoding):
    counts = {language: len(encoding.encode(text)) for language, text in texts.paragraphs().items()}
    return {language: n / counts["English"] for language, n in counts.items()}


def test_the_checkpoint_is_what_the_notebooks_own_answers_make():
    space = {"__name__": "checkpoint", "__file__": str(FOLDER / "checkpoint.py")}
    exec(compile((FOLDER / "checkpoint.py").read_text(), FOLDER / "checkpoint.py", "exec"), space)
    assert space["make"]() == checkpoint("01-tokens"), "python source/01-tokens/checkpoint.py"


# --- 1: what the model sees ---


def test_my_name_is_is_cut_alike_and_numbered_differently():
    assert {parts(encoding, "My name is") for encoding in ENCODINGS} == {"My| name| is"}
    assert len({tuple(encoding.encode("My name is")) for encoding in ENCODINGS}) == 3


def test_gpt4s_ids_are_nonsense_to_gpt2():
    assert GPT2.decode(GPT4.encode("My name is")) == "Image don r"


# --- 2: how long is a token? ---


def test_plain_english_has_about_087_words_a_token_and_names_034():
    for encoding in ENCODINGS:
        assert {round(median(rates(encoding, genre)), 2) for genre in ("speeches", "prose")} <= {0.87, 0.88}
        assert median(rates(encoding, "names")) == pytest.approx(0.34, abs=0.015)
    assert round(median(rates(GPT4, "names")), 2) == 0.34 and 0.75 / 0.34 > 2


def test_cooking_is_cook_and_ing_for_gpt2_alone_and_for_none_after_a_space():
    assert [parts(encoding, "cooking") for encoding in ENCODINGS] == ["cook|ing", "co|oking", "c|ooking"]
    assert {parts(encoding, " cooking") for encoding in ENCODINGS} == {" cooking"}
    assert parts(GPT4O, " stewing") == " ste|wing"


def test_readme_code_and_names_lie_below_the_rule_in_gpt4_and_code_and_names_below_half_a_word():
    several = {genre: median(rates(GPT4, genre)) for genre, some in genres().items() if len(some) > 1}
    assert len(several) == 7
    assert {genre for genre, rate in several.items() if rate < 0.7} == {"README", "Python", "names"}
    assert max(several["Python"], several["names"]) < 0.5


def test_of_a_hundred_ing_words_gpt4_cuts_22_into_stem_and_ing_and_22_not_at_all_inside_a_sentence():
    words = [word for word, _ in texts.ing_words()]
    cut = sum(parts(GPT4, " " + word) == f" {word[:-3]}|ing" for word in words)
    whole = sum(len(GPT4.encode(" " + word)) == 1 for word in words)
    assert [round(100 * n / len(words)) for n in (cut, whole)] == [22, 22]


@pytest.mark.slow
def test_of_frequent_ing_words_96_in_a_hundred_are_one_token_and_of_those_never_seen_7(speeches):
    often = Counter(word for speech in speeches for word in speech.split())
    words = [word for word, _ in texts.ing_words()]
    frequent, never = [w for w in words if often[w] >= 100], [w for w in words if not often[w]]
    one = [100 * sum(len(GPT4.encode(" " + w)) == 1 for w in some) / len(some) for some in (frequent, never)]
    assert [round(share) for share in one] == [96, 7]


# --- 3: byte-pair encoding ---


def played(notebook, cell):
    """The rows of a merge player -> [(parts, numbers, joined)], each piece and each row of numbers a list."""
    tree = ast.parse(next(each.source for each in notebook.cells if each.id == cell))
    (rows,) = (
        ast.literal_eval(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "merge_player"
    )
    return [
        ([piece.split() for piece in parts.split("/")], [row.split() for row in numbers.split("/")], joined)
        for parts, numbers, joined in rows
    ]


def test_the_player_of_training_does_what_training_does(notebook):
    for merges, (pieces, numbers, joined) in enumerate(played(notebook, "build-player")):
        encoding = bpe.train(["hot hot tea"], merges)
        assert pieces == [
            [encoding.decode_single_token_bytes(i).decode().replace(" ", "␣") for i in encoding.encode(piece)]
            for piece in bpe.pieces("hot hot tea")
        ]
        counts = Counter(pair for piece in pieces for pair in pairwise(piece))
        assert numbers == [[str(counts[pair]) for pair in pairwise(piece)] for piece in pieces]
        if joined:
            token = bpe.train(["hot hot tea"], merges + 1).decode_single_token_bytes(256 + merges).decode()
            assert joined.replace(" ", "").replace("␣", " ") == token


def test_the_player_of_encoding_does_what_gpt2_does_to_cooking(notebook):
    ranks = {GPT2.decode_single_token_bytes(i).decode("latin-1"): i for i in range(50_256)}
    parts, rows = list("cooking"), played(notebook, "encode-player")
    for pieces, (numbers,), joined in rows:
        known = {pair: ranks[a + b] for pair in pairwise(parts) for a, b in [pair] if a + b in ranks}
        assert pieces == [parts] and numbers == [str(known.get(pair, "–")) for pair in pairwise(parts)]
        if joined:
            best = min(known, key=known.get)
            assert joined.split() == list(best)
            i = list(pairwise(parts)).index(best)
            parts[i : i + 2] = ["".join(best)]
    assert joined is None and not known and parts == ["cook", "ing"]


def test_gpt4_learned_co_before_ook():
    assert GPT4.encode_single_token(b"co") < GPT4.encode_single_token(b"ook")


def test_english_shrinks_to_10_tokens_german_by_half_and_hindi_not_at_all(two_speeches, notebook):
    source = next(cell.source for cell in notebook.cells if cell.id == "growth")
    sentences = ast.literal_eval(regex.search(r"sentences = (\[.*?\])", source, regex.DOTALL)[1])
    for sentence, after in zip(sentences, (10, 17, 67)):
        counts = [len(bpe.train([two_speeches], n).encode(sentence)) for n in (0, 3000)]
        assert counts == [len(sentence.encode()), after]
    assert counts[0] == counts[1]


# --- 4: cutting a new text ---


def test_gpt2_has_50256_tokens_and_gpt4o_199998_beside_the_special_ones():
    assert len({GPT2.decode_single_token_bytes(i) for i in range(50_256)}) == 50_256 == GPT2.n_vocab - 1
    assert (
        len(GPT4O._mergeable_ranks) == 199_998 == min(GPT4O._special_tokens.values()) - 1
        and GPT4O.n_vocab == 200_019
    )


@pytest.fixture(scope="module")
def gpt2_merges():
    return bpe.Tokenizer({GPT2.decode_single_token_bytes(i): i for i in range(50_256)}).merges


def by_merges(notebook, merges, single, text):
    """The ids of `text` by the notebook's own `apply_merges` and `merge`."""
    apply_merges, merge = (reference_of(notebook, name) for name in ("apply_merges", "merge"))
    return [
        i
        for piece in bpe.pieces(text)
        for i in apply_merges([single(byte) for byte in piece.encode()], merges, merge)
    ]


@pytest.mark.slow
def test_gpt2_has_50000_merges_the_first_is_256_and_its_c_is_66(gpt2_merges):
    assert len(gpt2_merges) == 50_000 and GPT2.encode_single_token(b"c") == 66
    assert all(
        GPT2.decode_bytes(pair) == GPT2.decode_single_token_bytes(new_id)
        for new_id, pair in enumerate(gpt2_merges, 256)
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["cooking", "substantially", "My grandmother cooks strawberry jam in the morning.", "naïvely नमक 🙂"],
)
def test_the_merges_in_their_order_give_tiktokens_ids(notebook, gpt2_merges, text):
    assert by_merges(
        notebook, gpt2_merges, lambda byte: GPT2.encode_single_token(bytes([byte])), text
    ) == GPT2.encode(text)


@pytest.mark.slow
def test_those_of_the_courses_own_training_are_the_pairs_that_train_merges(notebook, speeches):
    train, count_pairs, merge = (reference_of(notebook, name) for name in ("train", "count_pairs", "merge"))
    encoding, sentence = (
        bpe.train([speeches[-1][:20_000]], 60),
        "My grandmother cooks strawberry jam in the morning.",
    )
    assert encoding.merges == train(
        [list(piece.encode()) for piece in bpe.pieces(speeches[-1][:20_000])], 60, count_pairs, merge
    )
    assert by_merges(notebook, encoding.merges, lambda byte: byte, sentence) == encoding.encode(sentence)


def test_two_merges_leave_a_and_bc_of_abc(notebook):
    assert by_merges(notebook, [(98, 99), (97, 98)], lambda byte: byte, "abc") == [97, 256]


# --- 5: the token tax ---


def test_the_ranges_in_the_picture_are_those_of_its_words():
    others = [
        [factor for language, factor in tax(encoding).items() if language != "English"]
        for encoding in ENCODINGS
    ]
    assert [(round(min(o), 1), round(max(o), 1)) for o in others] == [(1.7, 9.1), (1.4, 5.7), (1.1, 1.7)]


def test_bengali_paid_nine_times_and_pays_16_times():
    assert round(tax(GPT2)["Bengali"]) == 9 and round(tax(GPT4O)["Bengali"], 1) == 1.6
    assert max(tax(GPT2), key=tax(GPT2).get) == "Bengali"


def test_the_twelve_languages_of_the_guess_are_those_of_the_paragraph(notebook):
    asked = next(cell.source for cell in notebook.cells if cell.id == "tax-text")
    assert asked.split("**Predict.** ")[1].split(":")[0].split(", ") == sorted(texts.paragraphs())


# --- 6: back to dinner ---


@pytest.mark.slow
def test_the_mark_scheme_has_the_figures_that_the_notebook_prints(speeches, notebook):
    words = [
        {piece.strip().lower() for piece in bpe.pieces(speech) if piece.strip().isalpha()}
        for speech in speeches
    ]
    old = set().union(*words[:-1])
    scheme = next(cell.source for cell in notebook.cells if cell.id == "written")
    assert len(speeches) - 1 == 248
    assert all(word - set().union(*words[:k]) for k, word in enumerate(words))  # every speech brings new ones
    assert f"({len(old):,} words in 248 speeches)" in scheme
    assert f"({len(words[-1] - old)} words of the new speech were missing)" in scheme
    assert f"({len(speeches[-1]) / len(GPT4.encode(speeches[-1])):.1f} characters a token)" in scheme


def test_strawberry_is_one_token_after_a_space_and_three_at_the_beginning():
    assert {len(encoding.encode(" strawberry")) for encoding in ENCODINGS} == {1}
    assert parts(GPT4, "strawberry") == "str|aw|berry"


def test_the_five_tokens_that_one_speech_teaches_first_are_gpt2s_first_five(speeches):
    first = bpe.train([speeches[-1]], 5)
    assert {first.decode_single_token_bytes(i) for i in range(256, 261)} == {
        GPT2.decode_single_token_bytes(i) for i in range(256, 261)
    }


def test_gpt4_cuts_numbers_by_threes_from_the_left_and_gpt2_as_it_comes():
    for encoding in (GPT4, GPT4O):
        for number in "123", "1234", "12345", "123456", "1234567":
            assert parts(encoding, number) == "|".join(number[i : i + 3] for i in range(0, len(number), 3))
        assert (
            parts(encoding, "567") == "567"
            and sum(
                part.isdigit()
                for part in map(bytes.decode, filter(bytes.isascii, encoding.token_byte_values()))
            )
            == 1110
        )
    assert [parts(GPT2, number) for number in ("1234", "12345")] == ["12|34", "123|45"]
