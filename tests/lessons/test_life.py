"""course.lessons.worlds.life: one function trains in every stage, by its own loop or somebody's, and a whole
life gives and takes what the course says, over three seeds.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from course.lessons.models.gpt import GPT, log_probabilities
from course.lessons.worlds import life
from course.lessons.worlds.world import END, NUMBER, PEOPLE, VOCABULARY, World, ids
from tests.lessons.test_gpt import model as noisy
from tests.lessons.test_gpt import softmax

ROOT = Path(__file__).parents[2]
TEXT = np.random.default_rng(0).integers(7, size=2_000)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def trained(monkeypatch):
    """How many trainings there have been so far."""
    count, train = [], life._trained
    monkeypatch.setattr(life, "_trained", lambda *args: count.append(1) or train(*args))
    return count


def small(**form):
    return GPT(**{"vocab": 7, "width": 16, "layers": 1, "heads": 2} | form)


def batches(n=6, seed=0, T=8):
    starts = np.random.default_rng(seed).integers(len(TEXT) - T, size=(n, 4))
    return [TEXT[each[:, None] + np.arange(T + 1)] for each in starts]


def follows(*chains):
    """A model that knows what comes after each word, by these chains, and nothing else."""
    made = GPT(len(VOCABULARY), width=64, layers=1, heads=2)
    arrows = made.embedding / np.sqrt((made.embedding**2).mean(1, keepdims=True))  # as the norms make them
    for chain in map(ids, chains):
        for word, after in zip(chain, chain[1:]):
            made.output[:, after] += 0.2 * arrows[word]
    return made


# -- the model -----------------------------------------------------------------------------------------------


def test_a_random_model_has_a_row_for_each_word_and_is_made_by_its_seed():
    one, again, other = life.random_model(0), life.random_model(0), life.random_model(1)
    assert (
        one.vocab == len(VOCABULARY)
        and (one.weights == again.weights).all()
        and (one.weights != other.weights).any()
    )
    assert life.surprises(one, np.array([ids("mira eats")])) == pytest.approx(
        np.log(len(VOCABULARY)), abs=1e-5
    )


def test_what_becomes_of_a_copy_does_not_touch_the_other():
    one = small(seed=3)
    before, other = one.weights.copy(), life.copy(one)
    assert (other.weights == before).all()
    other.weights += 1
    assert (one.weights == before).all() and (other.weights == before + 1).all()
    one.weights[:] = 0
    assert (other.output == 1).all()


@pytest.mark.parametrize("form", [{"heads": 4}, {"layers": 2}, {"causal": False}, {"dtype": np.float64}])
def test_a_copy_says_the_same_as_the_other(form):
    one = noisy(**{"noise": 0.3, "dtype": np.float32} | form)
    assert (life.copy(one).logits(TEXT[:9]) == one.logits(TEXT[:9])).all() and life.copy(
        one
    ).weights.dtype == one.weights.dtype


# -- what is read --------------------------------------------------------------------------------------------


def test_rows_are_the_texts_filled_up_with_end():
    found = life.rows(["mira eats soup .", f"hot {END}", ""], 6)
    assert found.tolist() == [
        ids("mira eats soup .") + [NUMBER[END]] * 2,
        [NUMBER["hot"]] + [NUMBER[END]] * 5,
        [NUMBER[END]] * 6,
    ]
    assert life.rows(["mira"]).shape == (1, 33)


def test_a_text_that_is_longer_than_a_row_is_refused():
    assert life.rows(["hot"] + ["cold " * 5], 5).shape == (2, 5)
    with pytest.raises(ValueError, match="a row has 4 words; this text has 5"):
        life.rows(["hot"] + ["cold " * 5], 4)


def test_windows_do_not_overlap_until_all_were_read():
    text = np.arange(64 * 30 + 80)
    found = life.windows(text, steps=7, batch=4)  # 28 of 30 or 31 windows
    assert [batch.shape for batch in found] == [(4, 65)] * 7 and all(
        (np.diff(batch) == 1).all() for batch in found
    )
    read = [i for batch in found for row in batch for i in row[:-1]]
    assert len(set(read)) == len(read)
    more = life.windows(text, steps=40, batch=4)
    assert len({row[0] % 64 for batch in more for row in batch}) > 2  # other windows, the next time round


def test_a_text_of_less_than_two_windows_is_refused():
    assert life.windows(np.arange(129), 3, 1)[0].shape == (1, 65)
    with pytest.raises(ValueError, match="128 ids is too short for windows of 64"):
        life.windows(np.arange(128), 3, 1)


def test_windows_of_the_same_seed_are_the_same():
    one, again, other = (np.array(life.windows(np.arange(3_000), 5, 4, seed)) for seed in (1, 1, 2))
    assert (one == again).all() and (one != other).any()


def test_in_n_epochs_each_row_comes_n_times_with_its_own_mask_and_once_in_each():
    array = np.arange(24)[:, None] * 10 + np.arange(5)
    found = life.epochs(array, array[:, 1:] % 3 == 0, 3, batch=8)
    assert len(found) == 9 and all(part.shape == (8, 5) and mask.shape == (8, 4) for part, mask in found)
    assert all((mask == (part[:, 1:] % 3 == 0)).all() for part, mask in found)
    order = [row[0] // 10 for part, _ in found for row in part]
    epochs = [order[i : i + 24] for i in (0, 24, 48)]
    assert (
        all(sorted(epoch) == list(range(24)) for epoch in epochs)
        and epochs[0] != epochs[1] != epochs[2] != epochs[0]
    )


# -- the one function that trains ----------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["pre-training", "finetuning"])
def test_it_learns_what_it_is_shown(stage):
    gpt, text = small(), np.arange(2_000) % 7
    starts = np.random.default_rng(0).integers(1_900, size=(150, 8))
    losses, _ = life.train(gpt, [text[each[:, None] + np.arange(17)] for each in starts], stage, lr=0.01)
    assert (
        losses[0] == pytest.approx(np.log(7), abs=0.01) and np.mean(losses[-10:]) < 0.1 and len(losses) == 150
    )


def test_the_second_time_it_is_loaded(folder, trained):
    first, second = small(), small()
    losses, album = life.train(first, batches(), "stage", album=(0, 4))
    again, same = life.train(second, batches(), "another", album=(0, 4), watch=lambda history: None)
    assert again == losses and (first.weights == second.weights).all()
    assert len(trained) == 1 and len(list(folder.iterdir())) == 1
    assert list(same) == list(album) == [0, 4] and all((same[step] == album[step]).all() for step in album)


def of_ones_own(weights, batches, gradient_of, step):
    losses = []
    for batch in batches:
        loss, gradient = gradient_of(weights, batch)
        gradient_of(weights, batch)  # asked twice: the step counts, not the question
        weights = step(weights, gradient.copy())
        losses.append(loss)
    return weights, losses


def test_a_loop_of_ones_own_trains_the_same(folder):
    first, second, calls = small(), small(), []
    want = life.train(first, batches(), "stage", album=(0, 4, 6))
    for file in folder.iterdir():
        file.unlink()
    got = life.train(
        second, batches(), "stage", album=(0, 4, 6), loop=lambda *how: calls.append(1) or of_ones_own(*how)
    )
    assert calls == [1] and got[0] == want[0] and (first.weights == second.weights).all()
    assert all((got[1][step] == want[1][step]).all() for step in (0, 4, 6))


def keyed(key):
    """A slope that goes the other way, by another name."""

    def slope(model, array, mask, out):
        loss = life.surprise(model, array, mask, out)
        out *= -1
        return loss

    if key:
        slope.key = key
    return slope


MASKED = [(batch, np.ones((4, 8), bool) & (np.arange(8) > 2)) for batch in batches()]


@pytest.mark.parametrize(
    "other",
    [
        lambda: life.train(small(seed=1), batches(), ""),
        lambda: life.train(small(heads=4), batches(), ""),
        lambda: life.train(small(causal=False), batches(), ""),
        lambda: life.train(small(), batches(5), ""),
        lambda: life.train(small(), batches()[::-1], ""),
        lambda: life.train(small(), MASKED, ""),
        lambda: life.train(small(), batches(), "", lr=0.002),
        lambda: life.train(small(), batches(), "pre-training"),
        lambda: life.train(small(), batches(), "", album=(0,)),
        lambda: life.train(small(), batches(), "", slope=keyed("other")),
        lambda: life.train(small(), batches(), "", slope=keyed(None)),
    ],
    ids="seed heads mask-of-the-future fewer order mask lr stage album slope slope-without-a-key".split(),
)
def test_another_model_batch_mask_recipe_or_slope_is_trained_by_itself(trained, other):
    life.train(small(), batches(), "")
    other()
    assert len(trained) == 2


def test_a_damaged_file_is_named_and_trained_again(folder, trained, capsys):
    want, losses = small(), life.train(small(), batches(), "")[0]
    life.train(want, batches(), "")
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    for content in (
        b"",
        whole[:100],
        whole[:1_000] + bytes([whole[1_000] ^ 1]) + whole[1_001:],
        b"not a file of arrays",
    ):
        path.write_bytes(content)
        gpt = small()
        assert life.train(gpt, batches(), "")[0] == losses and (gpt.weights == want.weights).all()
        assert f"{path} is damaged" in capsys.readouterr().out and len(path.read_bytes()) == len(whole)
    life.train(small(), batches(), "")
    assert len(trained) == 5 and "damaged" not in capsys.readouterr().out


def test_the_album_holds_the_weights_after_the_steps_asked():
    seen, gpt = [], small()

    def slope(model, array, mask, out):
        seen.append(model.weights.copy())
        return life.surprise(model, array, mask, out)

    slope.key = "seen"
    start = gpt.weights.copy()
    _, album = life.train(gpt, batches(6), "", slope=slope, album=(6, 0, 2, 5))
    assert list(album) == [0, 2, 5, 6] and (album[0] == start).all() and (album[6] == gpt.weights).all()
    assert all((album[step] == seen[step]).all() for step in (0, 2, 5)) and (album[2] != album[5]).any()
    assert life.train(small(), batches(6), "", [])[1] == {}


def test_whoever_watches_sees_ten_records_and_the_last_is_the_end():
    seen = []
    losses, _ = life.train(small(), batches(25), "", watch=lambda history: seen.append(history[-1]))
    assert len(seen) == 10 and seen[-1]["done"] == 1 and seen[-1]["tokens"] == 25 * 4 * 8
    assert all(a["done"] < b["done"] and a["seconds"] <= b["seconds"] for a, b in zip(seen, seen[1:]))
    assert seen[-1]["loss"] == pytest.approx(np.mean(losses[-20:]))


# -- the surprise and its slope ------------------------------------------------------------------------------


def rows_and_mask(n=3, T=6, seed=1):
    rng = np.random.default_rng(seed)
    return rng.integers(11, size=(n, T + 1)), rng.random((n, T)) < 0.5


def numeric(gpt, function, step=1e-5):
    """The slope of function() for every weight of the model, from both sides."""
    found = np.empty(len(gpt.weights))
    for i, before in enumerate(gpt.weights.copy()):
        gpt.weights[i] = before + step
        above = function()
        gpt.weights[i] = before - step
        found[i] = (above - function()) / (2 * step)
        gpt.weights[i] = before
    return found


@pytest.mark.slow
@pytest.mark.parametrize("masked", [False, True])
def test_the_slope_equals_the_numeric_one(masked):
    gpt, (array, mask) = noisy(layers=1), rows_and_mask()
    mask, out = mask if masked else np.ones_like(mask), np.empty_like(gpt.weights)
    loss = life.surprise(gpt, array, mask, out)
    want = numeric(gpt, lambda: life.surprise(gpt, array, mask, np.empty_like(out)))
    for name in gpt.shapes:
        a, b = gpt.views(out)[name], gpt.views(want)[name]
        assert np.abs(a - b).max() < 1e-6 * np.abs(b).max() and np.abs(b).max() > 0
    logits = softmax(gpt.logits(array[:, :-1]))
    by_hand = -np.log([logits[i, t, array[i, t + 1]] for i, t in zip(*mask.nonzero())]).mean()
    assert loss == pytest.approx(by_hand, rel=1e-12)
    assert masked or (loss, out) == (
        pytest.approx((plain := gpt.slope(array[:, :-1], array[:, 1:]))[0]),
        pytest.approx(plain[1], abs=1e-12),
    )


def test_guesses_that_the_mask_leaves_out_change_neither_loss_nor_slope():
    gpt, (array, _) = noisy(), rows_and_mask(T=9)
    counted = [3, 5, 7]  # of each row: the first so many guesses, but the first
    mask = (np.arange(9) < np.array(counted)[:, None]) & (np.arange(9) > 0)
    other = array.copy()
    for row, last in zip(other, counted):
        row[last + 1 :] = (row[last + 1 :] + 1 + np.arange(9 - last) % 9) % 11
    assert (other != array).sum() == 27 - sum(counted)
    (loss, slope), (same, as_steep) = (
        (life.surprise(gpt, each, mask, out), out)
        for each in (array, other)
        for out in [np.empty_like(gpt.weights)]
    )
    assert (
        same == pytest.approx(loss, rel=1e-12)
        and np.abs(slope - as_steep).max() < 1e-12 * np.abs(slope).max()
    )
    counts_now = np.ones_like(mask)
    assert life.surprise(gpt, array, counts_now, slope) != pytest.approx(
        life.surprise(gpt, other, counts_now, as_steep), rel=1e-3
    )


def test_twice_the_same_rows_are_as_surprising_and_as_steep():
    gpt, (array, mask) = noisy(), rows_and_mask()
    once, twice = np.empty_like(gpt.weights), np.empty_like(gpt.weights)
    loss = life.surprise(gpt, array, mask, once)
    assert life.surprise(gpt, np.tile(array, (2, 1)), np.tile(mask, (2, 1)), twice) == pytest.approx(
        loss
    ) and twice == pytest.approx(once, abs=1e-12)


def test_the_loss_of_a_text_and_the_surprise_at_each_guess():
    gpt = noisy()
    text = TEXT[:65]
    each = life.surprises(gpt, text[None])
    assert each.shape == (1, 64) and each[0] == pytest.approx(-log_probabilities(gpt, text, 64)[1:])
    assert life.loss(gpt, text) == pytest.approx((np.log(11) + each.sum()) / 65)


# -- what it can do ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fluent():
    """A model that has learnt something or other about the words of the world."""
    made = GPT(len(VOCABULARY), width=16, layers=2, heads=2)
    made.weights += (0.4 * np.random.default_rng(0).normal(size=len(made.weights))).astype(np.float32)
    return made


PROMPTS = [
    "mira eats",
    "what does ada fear ?",
    "hot -> cold ; big ->",
    "one morning",
    "omar plays",
    "big ->",
    "yes",
    "a stranger came by .",
]


def test_the_next_word_is_the_likeliest(fluent):
    assert life.next_words(fluent, PROMPTS) == [
        VOCABULARY[fluent.logits(ids(text))[-1].argmax()] for text in PROMPTS
    ]


def test_texts_of_unequal_lengths_are_read_as_one_by_one(fluent):
    assert len({len(text.split()) for text in PROMPTS}) > 3
    assert life.next_words(fluent, PROMPTS) == [life.next_words(fluent, [text])[0] for text in PROMPTS]
    together = life.answers(fluent, PROMPTS)
    assert together == [life.answers(fluent, [text])[0] for text in PROMPTS] and len(set(together)) > 4
    assert life.next_words(fluent, []) == life.answers(fluent, []) == []


def test_drawn_words_come_as_often_as_the_model_says():
    wanted = {"soup": 0.4, "rice": 0.3, "bread": 0.15, "fish": 0.1, "beans": 0.05}
    gpt, start = GPT(len(VOCABULARY), width=16, layers=1, heads=2), ids("mira eats")
    arrow, _ = gpt._forward(np.array([start]))
    arrow = arrow[-1].astype(float)
    gpt.output[:] = -40 * arrow[:, None] / (arrow @ arrow)  # logits of -40, but for five words
    for word, p in wanted.items():
        gpt.output[:, NUMBER[word]] = np.log(p) * arrow / (arrow @ arrow)
    drawn = Counter(life.next_words(gpt, ["mira eats"] * 5_000, np.random.default_rng(0)))
    # 4 degrees: .1 %
    assert (
        set(drawn) == set(wanted)
        and sum((drawn[word] - 5_000 * p) ** 2 / (5_000 * p) for word, p in wanted.items()) < 18.5
    )
    assert life.next_words(gpt, ["mira eats"] * 3) == ["soup"] * 3
    same, again = (life.next_words(gpt, ["mira eats"] * 50, np.random.default_rng(1)) for _ in range(2))
    assert same == again


def test_an_answer_stops_at_the_first_end_or_after_so_many_words():
    gpt = follows(f"mira eats soup . {END} mira", "hot cold hot", f"yes {END}")
    assert life.answers(gpt, ["mira", "what does mira eat ? mira eats", "hot", "yes"]) == [
        f"eats soup . {END}",
        f"soup . {END}",
        " ".join(["cold", "hot"] * 6),
        END,
    ]
    assert life.answers(gpt, ["mira", "hot", "yes"], most=3) == ["eats soup .", "cold hot cold", END]


def test_a_text_that_ends_with_end_is_gone_on_with():
    assert life.answers(follows(f"{END} mira eats", "eats soup hot"), [f"yes {END}"], most=3) == [
        "mira eats soup"
    ]


def test_an_answer_may_be_drawn(fluent):
    drawn = [life.answers(fluent, PROMPTS, np.random.default_rng(seed)) for seed in (0, 0, 1)]
    assert drawn[0] == drawn[1] != drawn[2] and drawn[0] != life.answers(fluent, PROMPTS)
    assert all(len(text.split()) == 12 or text.endswith(END) for text in drawn[0])


def test_the_facts_known_by_a_model_that_knows_one_thing_of_each_kind_are_as_many_as_are_true():
    guesses = {"speaks": "french", "eats": "soup", "plays": "oud", "keeps": "bees", "fears": "mondays"}
    gpt = follows(*(f"{kind} {value}" for kind, value in guesses.items()))
    for seed in range(3):
        world = World(seed)
        true = sum(world.facts[name][kind] == value for name in PEOPLE for kind, value in guesses.items())
        assert 0 < true < 80 and life.facts_known(gpt, world) == pytest.approx(true / (5 * len(PEOPLE)))
    world.facts = {name: guesses for name in PEOPLE}
    assert life.facts_known(gpt, world) == 1
    world.facts = {name: guesses | {"eats": "rice"} for name in PEOPLE}
    assert life.facts_known(gpt, world) == pytest.approx(0.8)


# -- a whole life --------------------------------------------------------------------------------------------

# of a run of all tests: what another test has trained by the same recipe there, is not trained again
KEPT = os.environ.get("COURSE_CACHE", "")
ONE_LIFE = """import json, os, sys
sys.path.insert(0, 'benchmarks')
import life                                                  # which looks for trained weights in a new folder
os.environ['COURSE_CACHE'] = sys.argv[2] or os.environ['COURSE_CACHE']
json.dump(life.one_life(int(sys.argv[1])), sys.stdout)"""

BOUNDS = {  # what was measured over five seeds, and a little room
    "first loss": (6.00, 6.02),
    "pre-trained": (1.03, 1.22),
    "facts": (0.97, 1),
    "exam, before": (0, 0.15),
    "log, before": (7.9, 9.2),
    "random, then 18: log": (3.65, 3.95),
    "lr .001: facts": (0.78, 1),
    "lr .003: log": (2.3, 2.95),
    "lr .003: facts": (0.27, 0.5),
    "lr .003: facts, offered": (0.8, 1),
    "lr .01: facts": (0, 0.1),
    "replay: log": (2.5, 3.1),
    "replay: facts": (0.9, 1),
    "exam": (0.94, 1),
    "rounded: exam": (0.93, 1),
    "shifted mask: exam": (0, 0.2),
    "shifted mask: last loss": (0.05, 0.15),
    "6 steps: polite": (0.93, 1),
    "6 steps: right": (0.93, 1),
    "40 steps: margin": (15, 25),
    "40 steps: polite": (0.88, 1),
    "40 steps: right": (0.25, 0.8),
    "40 steps: facts": (0.94, 1),
    "notes in front": (0.97, 1),
    "notes, a new conversation": (0, 0.2),
    "trained on them": (0.35, 0.95),
    "trained: exam": (0.3, 0.92),
}


@pytest.mark.release
def test_three_whole_lives_give_and_take_what_the_course_says(tmp_path):
    def live(seed):
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "TMPDIR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", ONE_LIFE, str(seed), KEPT],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        lives = list(pool.map(live, range(3)))
    outside = [
        (seed, name, one[name])
        for seed, one in enumerate(lives)
        for name, (low, high) in BOUNDS.items()
        if not low <= one[name] <= high
    ]
    assert outside == []
    for one in lives:
        assert one["random, then 18: log"] - one["lr .003: log"] > 1
        # the more it learns of the new, the more it loses of the old
        assert one["lr .001: log"] > one["lr .003: log"] > one["lr .01: log"]
        assert one["lr .001: facts"] > one["lr .003: facts"] > one["lr .01: facts"]
        assert one["replay: facts"] > one["lr .003: facts"] + 0.4
        assert one["exam"] - one["40 steps: right"] > 0.2
