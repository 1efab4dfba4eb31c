"""Every figure in the prose of 01-tokens that no cell prints, and those that pictures and mark scheme repeat
in words.
"""

import ast
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import pytest
import regex
import tiktoken

from course.exercise import mistakes
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


# --- 1: text, bytes, tokens, ids ---


def test_my_name_is_is_cut_alike_and_numbered_differently():
    assert {parts(encoding, "My name is") for encoding in ENCODINGS} == {"My| name| is"}
    assert len({tuple(encoding.encode("My name is")) for encoding in ENCODINGS}) == 3


def test_gpt4s_ids_are_nonsense_to_gpt2():
    assert GPT2.decode(GPT4.encode("My name is")) == "Image don r"


def test_i_cant_wait_is_eight_tokens_in_gpt4_with_either_apostrophe():
    for sentence in ("I can't wait to build AI applications", "I can’t wait to build AI applications"):
        assert len(GPT4.encode(sentence)) == 8


# --- 2: the rule of 0.75 ---


def test_plain_english_has_about_087_words_a_token_and_names_034():
    for encoding in ENCODINGS:
        assert {round(median(rates(encoding, genre)), 2) for genre in ("speeches", "prose")} <= {0.87, 0.88}
        assert median(rates(encoding, "names")) == pytest.approx(0.34, abs=0.015)
    assert round(median(rates(GPT4, "names")), 2) == 0.34 and 0.75 / 0.34 > 2


def test_a_readme_code_names_and_three_languages_lie_below_the_rule_in_gpt4_and_spanish_by_little():
    assert {genre for genre in genres() if median(rates(GPT4, genre)) < 0.7} == {
        "README",
        "Python",
        "names",
        "Spanish",
        "German",
        "Russian",
    }
    assert max(median(rates(GPT4, genre)) for genre in ("Python", "names")) < 0.5
    assert [len(genres()[language]) for language in ("Spanish", "German", "Russian")] == [1, 1, 1]


# --- 3: cook + ing ---


def test_cooking_is_cook_and_ing_for_gpt2_alone_and_for_none_after_a_space():
    assert [parts(encoding, "cooking") for encoding in ENCODINGS] == ["cook|ing", "co|oking", "c|ooking"]
    assert {parts(encoding, " cooking") for encoding in ENCODINGS} == {" cooking"}
    assert parts(GPT4O, " stewing") == " ste|wing"


def test_the_shares_in_the_picture_are_those_of_its_words():
    shares = checkpoint("01-tokens")["ing_share"]
    assert [round(100 * shares[name][""]) for name in NAMES] == [10, 16, 17]
    assert [round(100 * shares[name][" "]) for name in NAMES] == [19, 22, 22]


@pytest.mark.slow
def test_of_the_ing_words_in_running_text_88_in_a_hundred_are_one_token(speeches):
    words = {word for word, _ in texts.ing_words()}
    running = [word for speech in speeches for word in speech.split() if word in words]
    one = {word: len(GPT4.encode(" " + word)) == 1 for word in set(running)}
    assert round(100 * sum(map(one.get, running)) / len(running)) == 88


def test_the_three_words_that_are_cut_otherwise_are_cut_as_the_prose_says(notebook):
    prose = next(cell.source for cell in notebook.cells if cell.id == "ing-found")
    for word in "chewing", "boating", "blundering":
        assert f"`␣{parts(GPT4, ' ' + word)[1:]}`" in prose and word in dict(texts.ing_words())
    whole = sum(len(GPT4.encode(f" {word}")) == 1 for word, _ in texts.ing_words())
    assert round(100 * whole / len(texts.ing_words())) == 22 and "another 22 aren't cut at all" in prose


@pytest.mark.slow
def test_the_more_frequent_an_ing_word_the_more_likely_it_is_one_token(speeches):
    often = Counter(word for speech in speeches for word in speech.split())
    groups = [
        [word for word, _ in texts.ing_words() if low <= often[word] <= high]
        for low, high in ((0, 0), (1, 1), (2, 9), (10, 99), (100, 10**9))
    ]
    # its alternative text
    assert [
        round(100 * sum(len(GPT4.encode(" " + word)) == 1 for word in group) / len(group)) for group in groups
    ] == [7, 29, 49, 81, 96]


# --- 4: byte-pair encoding ---


def drawn(notebook, cell):
    """The rows of a drawing of parts that grow together -> [(parts, numbers, joined)], each piece and each
    row of numbers a list.
    """
    tree = ast.parse(next(each.source for each in notebook.cells if each.id == cell))
    (rows,) = (
        ast.literal_eval(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "diagrams.merging"
    )
    return [
        (
            [piece.replace("␣", " ␣").split() for piece in parts.split("/")],
            [row.split() for row in numbers.split("/")],
            joined,
        )
        for parts, numbers, joined in rows
    ]


def test_the_drawing_of_training_is_what_training_does(notebook):
    rows = drawn(notebook, "build-picture")
    for merges, (pieces, numbers, joined) in enumerate(rows):
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


@pytest.mark.parametrize(
    "cell, encoding, many, last",
    [
        ("encode-picture", GPT2, 50_256, ["cook", "ing"]),
        ("encode-gpt4", tiktoken.get_encoding("cl100k_base"), 100_256, ["co", "oking"]),
    ],
)
def test_the_drawing_of_encoding_is_what_gpt_does_to_cooking(notebook, cell, encoding, many, last):
    ranks, parts, rows = (
        {encoding.decode_single_token_bytes(i).decode("latin-1"): i for i in range(many)},
        list("cooking"),
        drawn(notebook, cell),
    )
    for pieces, (numbers,), joined in rows:
        assert pieces == [parts]
        ways = {(a, b): ranks.get(a + b) for a, b in pairwise(parts)}
        assert numbers == [str(ways[pair] or "–") for pair in pairwise(parts)]
        known = {pair: rank for pair, rank in ways.items() if rank}
        if not known:
            break
        best = min(known, key=known.get)
        assert joined.split() == list(best)
        i = next(i for i, pair in enumerate(pairwise(parts)) if pair == best)
        parts[i : i + 2] = ["".join(best)]
    assert joined is None and pieces == rows[-1][0] == [last]


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
    for number, (now, made, lowest) in enumerate(rows):
        joined = [a + b for a, b in pairwise(parts)]
        assert now == " ".join(f"`{part}`" for part in parts)
        if number == len(rows) - 1:
            assert joined == [] and f"[{ranks[parts[0]]}]" in lowest
            break
        assert made == ", ".join(f"`{token}` {ranks.get(token, '–')}" for token in joined)
        best = min(set(joined) & ranks.keys(), key=ranks.get)
        at = joined.index(best)
        assert lowest.startswith(f"`{best}`, at {at}")
        parts[at : at + 2] = [best]


@pytest.mark.slow
def test_each_tripling_of_merges_brings_about_half_a_byte_on_speeches_and_nothing_on_hindi(
    speeches, two_speeches
):
    samples = {
        "speech": speeches[-30],
        "Hindi": texts.paragraphs()["Hindi"],
        "German": texts.paragraphs()["German"],
        "Python": "\n".join(genres()["Python"]),
    }
    curves = {name: [] for name in samples}
    for merges in (30, 100, 300, 1000, 3000):
        encoding = bpe.train([two_speeches], merges)
        for name, sample in samples.items():
            curves[name].append(len(sample.encode()) / len(encoding.encode(sample)))
    gains = [after - before for before, after in pairwise(curves["speech"])]
    assert min(gains) > 0.35 and max(gains) < 0.7
    assert curves["Hindi"][-1] == 1  # nothing, to the byte
    assert {name: round(curve[-1], 1) for name, curve in curves.items()} == {
        "speech": 3.5,
        "Hindi": 1.0,
        "German": 1.9,
        "Python": 1.7,
    }


def test_gpt2_reads_the_devanagari_na_in_two_parts_and_numbers_the_byte_a8_101():
    assert len(GPT2.encode("न")) == 2 and "न".encode()[-1] == 0xA8 == 168
    assert GPT2.encode_single_token(b"\xa8") == 101


@pytest.mark.slow
def test_the_words_of_the_second_check_are_cut_otherwise_from_left_to_right_and_by_longest_token(notebook):
    ranks = {GPT2.decode_single_token_bytes(i): i for i in range(50_256)}
    wrong = {way.name: way.value for way in mistakes.load(FOLDER).wrong["encode"]}
    for word in ("Virtually", "substantially", "Mortgage"):
        for name in ("leftmost", "left_to_right", "longest_first"):
            assert wrong[name](word.encode(), ranks) != GPT2.encode(word)
    assert wrong["leftmost"](b"Virtually", ranks) != wrong["longest_first"](b"Virtually", ranks), (
        "the first word tells them apart"
    )


def test_gpt2_has_50256_tokens_and_gpt4o_199998_beside_the_special_ones():
    assert len({GPT2.decode_single_token_bytes(i) for i in range(50_256)}) == 50_256 == GPT2.n_vocab - 1
    assert (
        len(GPT4O._mergeable_ranks) == 199_998 == min(GPT4O._special_tokens.values()) - 1
        and GPT4O.n_vocab == 200_019
    )


# --- 5: GPT-2's merges, and the capstone ---


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


@pytest.mark.slow
def test_two_speeches_by_all_the_merges_would_take_some_thousand_times_as_long_as_by_rank(
    two_speeches, notebook, gpt2_merges
):
    few = list(dict.fromkeys(bpe.pieces(two_speeches)))
    start = process_time()
    by_merges(notebook, gpt2_merges, lambda byte: GPT2.encode_single_token(bytes([byte])), "".join(few[:40]))
    slow = (process_time() - start) * len(few) / 40
    encode, ranks = (
        reference_of(notebook, "encode"),
        {GPT2.decode_single_token_bytes(i): i for i in range(50_256)},
    )
    start = process_time()
    for piece in few:
        encode(piece.encode(), ranks)
    fast = process_time() - start
    print(f"{len(few)} different pieces: {slow:.0f} s by all merges, {fast:.2f} s by rank")
    assert 300 < slow / fast < 3000


def test_the_notebooks_encoder_yields_tiktokens_ids_on_two_speeches_in_time(two_speeches, notebook):
    encode = reference_of(notebook, "encode")
    exec(next(cell.source for cell in notebook.cells if cell.id == "encode_text"), shown := {"bpe": bpe})
    ranks = {GPT2.decode_single_token_bytes(i): i for i in range(50_256)}
    start = perf_counter()
    ids = shown["encode_text"](two_speeches, lambda piece: encode(piece, ranks))
    assert perf_counter() - start < 20 and len(two_speeches) > 100_000
    assert ids == GPT2.encode(two_speeches)


@pytest.mark.slow
def test_of_the_first_ten_thousand_pieces_four_of_five_had_been_met_before(speeches):
    cut = [piece for speech in reversed(speeches) for piece in bpe.pieces(speech)]
    assert round(100 - 100 * len(set(cut[:10_000])) / 10_000) == 79


# --- 6: the token tax ---


def test_with_gpt4o_greek_pays_most():
    assert max(tax(GPT4O), key=tax(GPT4O).get) == "Greek" and round(tax(GPT4O)["Greek"], 1) == 1.7


def test_bengali_paid_nine_times_and_pays_16_times():
    assert round(tax(GPT2)["Bengali"]) == 9 and round(tax(GPT4O)["Bengali"], 1) == 1.6
    assert max(tax(GPT2), key=tax(GPT2).get) == "Bengali"


def test_the_ranges_in_the_picture_are_those_of_its_words():
    others = [
        [factor for language, factor in tax(encoding).items() if language != "English"]
        for encoding in ENCODINGS
    ]
    assert [(round(min(o), 1), round(max(o), 1)) for o in others] == [(1.7, 9.1), (1.4, 5.7), (1.1, 1.7)]


def test_a_million_requests_cost_what_the_prose_says():
    bill = checkpoint("01-tokens")["cost_of_a_million_requests"]
    assert bill["cl100k_base"]["English"] == bill["o200k_base"]["English"] == 800
    assert (bill["cl100k_base"]["Bengali"], bill["cl100k_base"]["Hindi"], bill["o200k_base"]["Bengali"]) == (
        4570,
        4070,
        1300,
    )
    assert (min(bill["o200k_base"].values()), max(bill["o200k_base"].values())) == (800, 1390)


@pytest.mark.slow
def test_the_encodings_hold_as_many_tokens_of_other_scripts_as_the_prose_says(notebook):
    for encoding, tokens, others in (GPT2, 50_256, 256), (GPT4O, 199_998, 56_141):
        vocabulary = [token.decode(errors="ignore") for token in encoding._mergeable_ranks]
        assert len(vocabulary) == tokens
        assert sum(bool(regex.search(r"(?!\p{Latin})\p{L}", token)) for token in vocabulary) == others
    cells = {cell.id: cell.source for cell in notebook.cells}
    assert "about 250 hold" in cells["tax-found"] and "about 56,000 do" in cells["tax-found"]


def test_the_twelve_languages_of_the_guess_are_those_of_the_paragraph(notebook):
    asked = next(cell.source for cell in notebook.cells if cell.id == "tax-text")
    assert asked.split("**Predict.** ")[1].split(":")[0].split(", ") == sorted(texts.paragraphs())


def test_a_longest_first_encoder_does_not_pass_for_an_own_one_in_the_text_of_the_capstone(notebook):
    own = next(cell.source for cell in notebook.cells if cell.id == "own-choice")
    text = regex.search('my_text = "(.*)"', own)[1]
    encoding = bpe.train([texts.speeches()[-1]], 100)

    def longest_first(piece):
        ids = []
        while piece:
            end = next(end for end in range(len(piece), 0, -1) if piece[:end] in encoding.ranks)
            ids, piece = ids + [encoding.ranks[piece[:end]]], piece[end:]
        return ids

    assert [i for piece in bpe.pieces(text) for i in longest_first(piece.encode())] != encoding.encode(text)


# --- 7: the written answer ---


@pytest.mark.slow
def test_the_mark_scheme_has_the_figures_that_the_notebook_prints(speeches, notebook):
    words = [
        {piece.strip().lower() for piece in bpe.pieces(speech) if piece.strip().isalpha()}
        for speech in speeches
    ]
    old = set().union(*words[:-1])
    scheme = next(cell.source for cell in notebook.cells if cell.id == "written")
    assert len(speeches) - 1 == 248
    # "twice as long", "hardly longer"
    assert (
        1.9 < 50_256 / len(old) < 2.1
        and 1 < len(GPT2.encode(speeches[-1])) / len(bpe.pieces(speeches[-1])) < 1.04
    )
    assert all(
        word - set().union(*words[:k]) for k, word in enumerate(words)
    ) and "every new speech adds to it" in next(
        cell.source for cell in notebook.cells if cell.id == "why-cost"
    )
    assert f"({len(old):,} words in 248 speeches)" in scheme
    assert f"({len(words[-1] - old)} words of the new speech were missing)" in scheme
    assert f"({len(speeches[-1]) / len(GPT4.encode(speeches[-1])):.1f} characters a token)" in scheme


# --- 7: back to the table ---


def test_strawberry_is_one_token_after_a_space_and_three_at_the_beginning_two_of_them_with_an_r():
    for encoding in ENCODINGS:
        assert len(encoding.encode(" strawberry")) == 1
        assert ["r" in part for part in parts(encoding, "strawberry").split("|")].count(True) == 2 and len(
            encoding.encode("strawberry")
        ) == 3
        assert len(encoding.encode('"strawberry')) == 4 and parts(encoding, '"strawberry').startswith('"|')
        assert parts(encoding, " s t r a w b e r r y") == " s| t| r| a| w| b| e| r| r| y"


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
