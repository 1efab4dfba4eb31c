"""What 02-next-token says is so: every number of its prose that no cell prints."""

import functools
import re
from math import exp, log

import numpy as np
import pytest
import tiktoken

from course.check import scopes
from course.lessons import checkpoints
from course.lessons.models import ngram
from course.lessons.texts import names, speeches
from course.notebook import document
from tests.told import Told

TOLD = Told("02-next-token")
FILE, NB, answer, prose, cell = TOLD.file, TOLD.nb, TOLD.answer, TOLD.prose, TOLD.cell
TEXT = "\n".join(speeches())[-1_000_000:]
TRAIN, NEW = TEXT[:900_000], TEXT[900_000:]
SYMBOLS = sorted(set(TEXT))
REST = "(any other name)"


@functools.cache
def table_of(n):
    """What follows each context of n - 1 characters, by the notebook's own answer."""
    return answer("count_contexts")(TRAIN, n)


def probabilities(before, order):
    tables, p = [table_of(n) for n in range(1, order + 1)], answer("interpolate")
    return {token: p(tables, before, token, len(SYMBOLS)) for token in SYMBOLS}


def most_common(counts):
    return max((name for name in counts if name != REST), key=counts.get)


def known(name):
    """Scores of the checkpoint -> {n: nats per character}."""
    return dict(enumerate(checkpoints.checkpoint("02-next-token")[name], 1))


# -- names ---------------------------------------------------------------------------------------------------


def test_three_corpora_three_answers_and_the_best_one_is_right_two_or_three_times_in_a_hundred():
    corpora = "us-men-1990", "west-midlands-boys-2016", "yorkshire-boys-2016"
    best = {corpus: most_common(names(corpus)) for corpus in corpora}
    assert list(best.values()) == ["James", "Muhammad", "Oliver"]
    shares = [100 * names(corpus)[name] / sum(names(corpus).values()) for corpus, name in best.items()]
    assert [round(each, 1) for each in shares] == [3.3, 1.9, 2.1]


@pytest.mark.parametrize("encoding", ["r50k_base", "cl100k_base", "o200k_base"])
def test_of_the_us_men_james_is_the_most_common_name_and_john_the_most_likely_token(encoding):
    men, of, tokens = names("us-men-1990"), tiktoken.get_encoding(encoding), {}
    for name, count in men.items():
        if name != REST:
            first = of.decode(of.encode(" " + name)[:1])
            tokens[first] = tokens.get(first, 0) + count
    assert most_common(men) == "James" and most_common(tokens) == " John"
    begins = [name for name in men if name != REST and of.decode(of.encode(" " + name)[:1]) == " John"]
    assert {"Johnnie", "Johnathan"} < set(begins)


def test_in_yorkshire_the_most_common_name_and_the_most_common_spelling_differ():
    yorkshire = names("yorkshire-boys-2016")
    assert (most_common(yorkshire), yorkshire["Oliver"]) == ("Oliver", 696)
    assert yorkshire["Muhammad"] + yorkshire["Mohammed"] == 1111 and "you get 1,111" in prose()


def test_there_are_1219_names_of_us_men():
    assert len(names("us-men-1990")) - 1 == 1219 and "1,219 of them" in prose()


# -- counting ------------------------------------------------------------------------------------------------


def test_the_corpus_goes_from_1996_to_2026_and_its_border_lies_in_the_speech_of_2024():
    left = 1_000_000
    for speech in reversed(speeches()):
        left -= len(speech) + 1
        if left < 0:
            break
    assert (speech.year, speeches()[-1].year, len(SYMBOLS)) == (1996, 2026, 90)
    begins = len(TEXT) - sum(len(speech) for speech in speeches()[-2:]) - 1
    assert begins < len(TRAIN) < begins + len(speeches()[-2]) and speeches()[-2].year == 2024


@pytest.mark.slow
def test_of_what_the_table_of_n_2_writes_hardly_a_word_is_english():
    assert '"T", symbols, 150, np.random.default_rng(3)' in cell("table-writes")
    text = ngram.sample_text(
        lambda so_far: [table_of(2)[so_far[-1]].get(token, 0) for token in SYMBOLS],
        "T",
        SYMBOLS,
        150,
        np.random.default_rng(3),
    )
    words, english = re.findall("[A-Za-z]{2,}", text), set(re.findall("[A-Za-z]+", TRAIN))
    assert sum(word in english for word in words) < 0.3 * len(words), words


def test_in_these_speeches_q_is_often_followed_by_no_u_since_they_speak_of_iraq():
    assert len(re.findall("Iraq", TRAIN)) > 0.8 * len(re.findall("q(?!u)", TRAIN))


# -- smoothing -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_more_than_a_third_of_the_held_out_8_grams_are_new():
    seen = {TRAIN[i : i + 8] for i in range(len(TRAIN) - 7)}
    assert 1 / 3 < np.mean([NEW[i : i + 8] not in seen for i in range(len(NEW) - 7)]) < 0.4


def test_the_table_that_draws_the_interpolation_is_calculated():
    tables = [answer("count_contexts")("banana", n) for n in (1, 2, 3)]
    p = [answer("interpolate")(tables[:n], "ban", "a", 4) for n in range(4)]
    assert p == [0.25, 0.375, 0.6875, 0.84375] and all(f"**{each}**" in prose() for each in p)


@pytest.mark.slow
def test_the_speeches_have_two_names_after_name_is():
    assert re.findall(r"name is (.{12})", TRAIN) == ["Richard Dean", "Mr. Ji Sung-"]
    assert TRAIN.count("ame is ") == 4 and TRAIN.count("The same is true") == 2
    P = probabilities("name is ", 8)
    assert sorted(P, key=P.get)[-3:][::-1] == ["t", "M", "R"] and abs(sum(P.values()) - 1) < 1e-9


# -- scores --------------------------------------------------------------------------------------------------


@pytest.mark.release
def test_the_checkpoint_file_is_what_the_notebooks_own_answers_make():
    source = FILE.parent / "checkpoint.py"
    space = {"__name__": "checkpoint", "__file__": str(source)}
    exec(compile(source.read_text(), source, "exec"), space)
    assert space["make"]() == checkpoints.checkpoint("02-next-token"), (
        "python source/02-next-token/checkpoint.py"
    )


def test_on_the_training_set_every_n_is_better_and_on_new_text_the_gain_ends_at_7():
    new, train = known("on_new"), known("on_train")
    assert sorted(train.values(), reverse=True) == list(train.values())
    assert min(new, key=new.get) == 7 and f"the gain ends at n = 7, with {new[7]} nats" in prose()
    assert round(exp(new[7]), 1) == 3.8 and "a perplexity of 3.8" in prose()
    assert f"its own text {train[8]:.2f} nats and a new one {new[8]:.2f}" in prose()


@pytest.mark.slow
def test_on_either_half_of_the_held_out_text_8_is_no_better_than_7():
    p, score = answer("interpolate"), answer("cross_entropy")
    for half in NEW[:50_000], NEW[50_000:]:
        seven, eight = (
            score(
                [
                    p([table_of(n) for n in range(1, order + 1)], half[max(0, i - 7) : i], half[i], 90)
                    for i in range(len(half))
                ]
            )
            for order in (7, 8)
        )
        assert eight > seven - 0.001


@pytest.mark.slow
def test_the_baseline_is_1265_nats():
    ids = [np.searchsorted(SYMBOLS, list(text)) for text in (TRAIN, NEW)]
    nats = -ngram.log_probabilities(ngram.fit(ids[0], 8, len(SYMBOLS)), ids[1]).mean()
    assert round(nats, 3) == 1.265 and "with a recipe from the nineties, has 1.265" in prose()
    assert f"Half and half has {known('on_new')[7]} nats" in prose()


# -- writing -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_greedy_text_goes_round_and_surprises_the_model_hardly_more_than_half_as_much_as_a_speech():
    after = functools.cache(lambda before: probabilities(before, 7))
    start = "My fellow Americans, "
    text = answer("generate")(lambda text: after(text[-6:]), lambda P: max(P, key=P.get), start, 300)
    nats = -np.mean([log(after(text[i - 6 : i])[text[i]]) for i in range(len(start), len(text))])
    assert text.count("to the same time") > 10
    assert 0.5 < nats / known("on_new")[7] < 0.6
    assert "hardly more than half as surprised as by a real speech" in prose()


@pytest.mark.slow
def test_what_temperature_does_to_what_may_follow_my_name_is():
    P = probabilities("My name is ", 7)
    order = sorted(P, key=P.get, reverse=True)
    assert order[:3] in (["t", "n", "c"], ["t", "c", "n"])
    assert [round(100 * P[token]) for token in "tnc"] == [
        17,
        9,
        9,
    ] and "`t` 17 %, and `n` and `c` 9 % each" in prose()
    p = np.array([P[token] for token in order])
    cold, hot = (p ** (1 / T) / sum(p ** (1 / T)) for T in (0.1, 2))
    assert cold[0] > 0.99 and abs(hot[10:].sum() - 0.5) < 0.03 and len(order) - 10 == 80


def test_sampling_draws_each_token_as_often_as_its_probability_says():
    exec(cell("sampling"), space := {"np": np})
    choose = space["sampling"](1, np.random.default_rng(0))
    drawn = [choose({"a": 0.5, "b": 0.3, "c": 0.2}) for _ in range(4_000)]
    assert [drawn.count(token) / 4_000 for token in "abc"] == pytest.approx([0.5, 0.3, 0.2], abs=0.03)


# -- cells ---------------------------------------------------------------------------------------------------


def test_the_students_scores_are_compared_with_those_of_the_checkpoint():
    assert "np.allclose(yours[n], ours[n], atol=.001) for n in ours" in cell("memory-picture")


def test_no_check_takes_a_name_away_that_a_later_cell_needs():
    """Checks run in the student's own space: what they bind stays there."""
    bound = {}
    for c in NB.cells:
        if c.cell_type == "code":
            uses, binds = scopes.names(document.parse(c))
            if document.kind(c) == "test":
                bound |= dict.fromkeys(binds - {"np", "math", "g", "grading", "close"}, c.id)
            else:
                assert not {name: bound[name] for name in uses - binds if name in bound}, c.id
                bound = {name: where for name, where in bound.items() if name not in binds}
