"""Training: the same seed gives the same weights whatever the threads, what was trained is kept, and over
three seeds it learns as far as it should.
"""

import csv
import io
import json
import os

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from course import data
from course.lessons.models import training
from course.lessons.models.gpt import GPT, generate, log_probabilities
from course.lessons.models.training import (
    AdamW,
    Muon,
    cached,
    dump,
    kept,
    orthogonal,
    parts_of,
    pretrained,
    progress,
    schedule,
    train,
)
from course.lessons.texts import speeches
from tests.lessons.test_gpt import gradient

TEXT = np.random.default_rng(0).integers(7, size=2_000)


def small(**form):
    return GPT(**{"vocab": 7, "width": 16, "layers": 1, "heads": 2} | form)


def short(gpt=None, **recipe):
    """A training of a second or less -> the model, its history."""
    gpt = gpt or small()
    return gpt, train(gpt, TEXT, **{"tokens": 4_000, "T": 8, "batch": 10} | recipe)


def batch(ids, starts, T):
    return tuple(np.array([ids[s + first : s + first + T] for s in starts]) for first in (0, 1))


# -- the pieces ----------------------------------------------------------------------------------------------


def test_an_orthogonal_matrix_turns_all_directions_alike():
    matrices = np.random.default_rng(0).normal(size=(5, 24, 24)) * 1e-3
    before, after = (np.linalg.svd(each, compute_uv=False) for each in (matrices, orthogonal(matrices)))
    assert before.max() / before.min() > 20
    assert np.median(after) == pytest.approx(1, abs=0.3) and after.max() < 1.3
    u, _, v = np.linalg.svd(matrices)
    # the directions themselves stay
    aligned = np.swapaxes(u, 1, 2) @ orthogonal(matrices) @ np.swapaxes(v, 1, 2)
    assert np.abs(aligned - np.stack([np.diag(np.diag(one)) for one in aligned])).max() < 1e-6


def test_nothing_to_follow_moves_nothing():
    for kind in (AdamW, Muon):
        weights = np.ones((2, 4, 4))
        kind(weights, 0).step(weights, np.zeros((2, 4, 4)), 0.1)
        assert (weights == 1).all()


@pytest.mark.parametrize("size", [1e-4, 1.0, 1e4])
def test_adamw_steps_as_far_whatever_the_size_of_the_slopes(size):
    weights = np.zeros(4)
    AdamW(weights, 0).step(weights, size * np.array([1, -1, 2, -3.0]), 0.1)
    assert weights == pytest.approx([-0.1, 0.1, -0.1, 0.1], rel=1e-3)


def test_decay_draws_the_weights_to_zero():
    for kind in (AdamW, Muon):
        weights = np.ones((1, 4, 4))
        kind(weights, 0.5).step(weights, np.zeros((1, 4, 4)), 0.1)
        assert weights == pytest.approx(np.full((1, 4, 4), 0.95))


def test_the_learning_rate_warms_up_stays_and_goes_down_to_zero():
    share = np.array([schedule(done) for done in np.linspace(0, 1, 1001)])
    assert 0 < share[0] < 0.1 and (share[25:300] == 1).all() and share[-1] == 0
    assert (np.diff(share[:20]) > 0).all() and (np.diff(share[301:]) < 0).all()


def test_every_window_is_read_once_before_any_is_read_again():
    starts_of = training.window_starts(1_003, 10, 9, np.random.default_rng(0))
    first = np.concatenate([next(starts_of) for _ in range(11)])
    assert len(set(first)) == 99 and (np.diff(np.sort(first)) == 10).all() and first.max() + 10 < 1_003
    more = np.concatenate([next(starts_of) for _ in range(110)])
    assert len(set(more % 10)) > 3 and more.max() + 10 < 1_003  # other windows, the next time round


# -- the loop ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", ["muon", "adamw"])
def test_the_same_seed_gives_the_same_weights_with_any_number_of_threads(optimizer):
    one, two, four, other = (
        short(optimizer=optimizer, **more)[0].weights
        for more in ({"threads": 1}, {"threads": 2}, {"threads": 4}, {"seed": 1})
    )
    assert (one == two).all() and (one == four).all() and (one != other).any()


@pytest.mark.slow
def test_a_batch_is_cut_in_halves_and_where_there_are_four_cores_in_quarters(monkeypatch):
    made = []
    for cores, sizes in ((1, [5, 5]), (2, [5, 5]), (3, [5, 5]), (4, [3, 3, 3, 1]), (16, [3, 3, 3, 1])):
        monkeypatch.setattr("course.lessons.models.training._cores", lambda cores=cores: cores)
        assert [len(range(10)[part]) for part in parts_of(10)] == sizes
        made.append(short()[0].weights)
    # other sums of float32, the same model
    assert (made[0] == made[2]).all() and made[3] == pytest.approx(made[0], abs=2e-2)


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", ["muon", "adamw"])
def test_it_learns_a_text_that_repeats_itself(optimizer):
    gpt = small()
    history = train(gpt, np.arange(2_000) % 7, tokens=40_000, T=16, batch=8, optimizer=optimizer)
    assert history[0]["loss"] == pytest.approx(np.log(7), abs=0.01) and history[-1]["loss"] < 0.05
    assert generate(gpt, [3, 4, 5], 7) == [6, 0, 1, 2, 3, 4, 5]


def test_the_history_tells_how_it_went():
    seen = []
    _, history = short(held_out=TEXT[:100], watch=lambda history: seen.append(len(history)))
    assert seen == list(range(1, len(history) + 1)) and 20 < len(history) <= 101
    assert [set(record) - {"held_out"} for record in history] == [
        {"done", "seconds", "tokens", "loss"}
    ] * len(history)
    assert history[-1]["done"] == 1 and history[-1]["tokens"] == 4_000
    assert 10 <= sum("held_out" in record for record in history) <= 11 and "held_out" in history[-1]
    assert all(a["done"] < b["done"] and a["seconds"] <= b["seconds"] for a, b in zip(history, history[1:]))
    json.dumps(history)


@pytest.mark.slow
def test_it_stops_when_the_seconds_are_over():
    _, history = short(tokens=None, seconds=0.3)
    assert 0.3 <= history[-1]["seconds"] < 2 and history[-1]["done"] == 1


def test_numpy_has_its_threads_back_afterwards():
    before = [library["num_threads"] for library in threadpool_info()]
    short()
    assert [library["num_threads"] for library in threadpool_info()] == before


def test_a_students_functions_train_the_same_model():
    ours, mine = short()[0], short(batch_of=batch, gradient=gradient)[0]
    assert mine.weights == pytest.approx(ours.weights, abs=2e-2)
    assert log_probabilities(mine, TEXT).mean() == pytest.approx(
        log_probabilities(ours, TEXT).mean(), abs=1e-3
    )


@pytest.mark.parametrize(
    "recipe, words",
    [
        (
            {"batch_of": lambda ids, starts, T: batch(ids, starts, T)[0]},
            "batch_of returns two arrays, x and y, not ndarray",
        ),
        (
            {"batch_of": lambda ids, starts, T: (batch(ids, starts, T)[0], ids[starts])},
            "batch_of: y should be ids of shape \\(10, 8\\)",
        ),
        (
            {"batch_of": lambda ids, starts, T: (batch(ids, starts, T)[0] * 1.0, batch(ids, starts, T)[1])},
            "batch_of: x should be ids",
        ),
        ({"gradient": lambda P, targets: P[0]}, "gradient returned an array of the shape"),
        ({"tokens": None}, "how long"),
        ({"T": 1_000}, "too short for windows of 1000"),
        ({"optimizer": "sgd"}, '"muon" or "adamw", not \'sgd\''),
    ],
)
def test_what_cannot_be_trained_is_said(recipe, words):
    with pytest.raises(ValueError, match=words):
        short(**recipe)


def test_progress_without_a_terminal_is_a_line_for_every_tenth():
    out = io.StringIO()
    short(watch=lambda history: progress(history, out), held_out=TEXT[:50])
    lines = out.getvalue().splitlines()
    assert (
        len(lines) == 11
        and lines[-1].startswith("100%")
        and "4,000 tokens  loss" in lines[-1]
        and "held out" in lines[-1]
    )


def test_progress_on_a_terminal_is_a_bar():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    out = Terminal()
    short(watch=lambda history: progress(history, out))
    assert (
        out.getvalue().count("\r") > 20
        and out.getvalue().endswith("\n")
        and f"[{'#' * 20}] 100%" in out.getvalue()
    )


# -- what was trained once is kept ---------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def trained(monkeypatch):
    """How many trainings there have been so far."""
    count = []
    monkeypatch.setattr(training, "train", lambda *args, **recipe: count.append(1) or train(*args, **recipe))
    return count


RECIPE = {"tokens": 1_000, "T": 8, "batch": 4}


def test_the_second_time_it_is_loaded(folder, trained):
    first, second = small(), small()
    history, seen = cached(first, TEXT, **RECIPE), []
    assert cached(second, TEXT, **RECIPE, watch=seen.append, threads=1) == history == seen[0]
    assert (first.weights == second.weights).all() and len(trained) == 1 and len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    "other",
    [
        lambda: cached(small(seed=1), TEXT, **RECIPE),
        lambda: cached(small(heads=4), TEXT, **RECIPE),
        lambda: cached(small(causal=False), TEXT, **RECIPE),
        lambda: cached(small(), TEXT[1:], **RECIPE),
        lambda: cached(small(), TEXT, **RECIPE | {"tokens": 1_500}),
        lambda: cached(small(), TEXT, **RECIPE, seed=1),
        lambda: cached(small(), TEXT, **RECIPE, gradient=lambda P, targets: 2 * gradient(P, targets)),
        lambda: cached(small(), TEXT, **RECIPE, held_out=TEXT[:9]),
    ],
)
def test_another_model_text_recipe_or_function_is_trained_by_itself(folder, trained, other):
    cached(small(), TEXT, **RECIPE)
    other()
    assert len(trained) == 2


def test_functions_are_the_same_if_they_do_the_same(folder, trained):
    cached(small(), TEXT, **RECIPE, gradient=gradient, batch_of=batch)
    cached(
        small(), TEXT, **RECIPE, gradient=lambda P, t: gradient(P, t) + 0, batch_of=lambda *args: batch(*args)
    )
    assert len(trained) == 1


@pytest.mark.slow
def test_a_damaged_file_is_trained_again_with_a_line(folder, trained, capsys):
    cached(small(), TEXT, **RECIPE)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    for content in (b"", whole[:100], whole[:2_000] + b"?" + whole[2_001:], dump(np.zeros(3), [])):
        path.write_bytes(content)
        cached(small(), TEXT, **RECIPE)
        assert "is damaged" in capsys.readouterr().out and path.read_bytes()[:40] == whole[:40]
    cached(small(), TEXT, **RECIPE)
    assert len(trained) == 5 and capsys.readouterr().out.startswith(
        "Loaded: this was trained before on this computer"
    )


def test_where_nothing_can_be_kept_it_is_trained_all_the_same(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file" / "cache"))
    assert cached(small(), TEXT, **RECIPE)[-1]["done"] == 1
    assert "Could not save" in capsys.readouterr().out


PARTS = "recipe", b"bytes", np.arange(6.0), np.array([True, False])


def counted(**arrays):
    """A `make` for `kept`, and how often it was called."""
    calls = []
    return (
        calls,
        lambda: (
            calls.append(1)
            or {"weights": np.arange(5, dtype=np.float32), "losses": np.array([0.5, 0.25])} | arrays
        ),
    )


def test_what_was_made_of_the_same_parts_is_kept(folder):
    calls, make = counted()
    made, loaded = kept(PARTS, make), kept(PARTS, make)
    assert (
        len(calls) == 1
        and len(list(folder.iterdir())) == 1
        and list(made) == list(loaded) == ["weights", "losses"]
    )
    assert all((made[name] == loaded[name]).all() and made[name].dtype == loaded[name].dtype for name in made)
    # the same numbers, however they lie in memory
    kept(["recipe", b"bytes", np.arange(12.0)[::2] / 2, np.array([True, False])], make)
    assert len(calls) == 1


@pytest.mark.parametrize(
    "other",
    [
        ("Recipe", *PARTS[1:]),
        ("recipe", b"Bytes", *PARTS[2:]),
        (*PARTS[:2], np.arange(6.0) + 1e-9, PARTS[3]),
        (*PARTS[:3], np.array([True, True])),
        PARTS[:3],
        PARTS[::-1],
        (*PARTS[:2], np.arange(6.0).reshape(2, 3), PARTS[3]),
        (*PARTS[:2], np.arange(6.0).view(int), PARTS[3]),
        ("reci", "pe", *PARTS[1:]),
    ],
    ids="text bytes number mark fewer order shape type cut".split(),
)
def test_of_other_parts_it_is_made_by_itself(folder, other):
    calls, make = counted()
    kept(PARTS, make)
    kept(other, make)
    assert len(calls) == 2 and len(list(folder.iterdir())) == 2


def test_a_damaged_file_is_named_and_made_again(folder, capsys):
    calls, make = counted()
    kept(PARTS, make)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    for content in (
        b"",
        whole[:100],
        whole.replace(np.arange(5, dtype=np.float32).tobytes(), b"?" * 20),
        b"no arrays",
    ):
        assert content != whole
        path.write_bytes(content)
        assert kept(PARTS, make)["losses"].tolist() == [0.5, 0.25]
        assert f"{path} is damaged" in capsys.readouterr().out and len(path.read_bytes()) == len(whole)
    assert len(calls) == 5 and list(folder.iterdir()) == [path]  # nothing half written is left


def test_what_cannot_be_kept_is_made_all_the_same(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file" / "cache"))
    calls, make = counted()
    assert (
        kept(PARTS, make)["losses"].tolist() == kept(PARTS, make)["losses"].tolist() == [0.5, 0.25]
        and len(calls) == 2
    )
    assert "Could not save" in capsys.readouterr().out


def test_where_the_cache_is(monkeypatch):
    for name in ("COURSE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert training.cache_folder() == training.Path.home() / ".cache" / "course"
    monkeypatch.setenv("XDG_CACHE_HOME", os.path.join("some", "where"))
    assert training.cache_folder() == training.Path("some/where/course")
    monkeypatch.setenv("COURSE_CACHE", "here")
    assert training.cache_folder() == training.Path("here")


# -- how far it comes ----------------------------------------------------------------------------------------


def slice_of_speeches():
    """02's slice: a million characters as ids, of which 900,000 to train on."""
    text = "\n".join(speeches())[-1_000_000:]
    symbols = sorted(set(text))
    ids = np.searchsorted(symbols, list(text)).astype(np.uint8)
    return ids[:900_000], ids[900_000:], "".join(symbols)


def losses(seed, **recipe):
    """A small model after 200,000 characters of the speeches -> mean loss on held-out ones, and that of the
    last place of each window.
    """
    known, new, symbols = slice_of_speeches()
    gpt = GPT(len(symbols), width=64, causal=recipe.pop("causal", True), seed=seed)
    train(gpt, known, tokens=200_000, T=64, seed=seed, **recipe)
    nats = -log_probabilities(gpt, new[:20_000], 64)
    return nats.mean(), nats[64::64].mean()


@pytest.mark.slow
def test_the_weights_that_ship_predict_the_speeches_as_well_as_they_say():
    gpt, (_, new, symbols) = pretrained("speeches"), slice_of_speeches()
    assert gpt.about["symbols"] == symbols and gpt.weights.dtype == np.float32
    assert -log_probabilities(gpt, new).mean() == pytest.approx(gpt.about["held_out"], abs=1e-3)
    assert (
        "".join(
            symbols[i]
            for i in generate(gpt, [symbols.index(c) for c in "the American peop"], 2, temperature=0)
        )
        == "le"
    )


def test_the_table_of_losses_by_size_falls_with_both():
    lines = data.read("scaling.csv").decode().splitlines()
    rows = [
        {name: float(value) for name, value in row.items()}
        for row in csv.DictReader(line for line in lines if line[0] != "#")
    ]
    assert len(rows) == 21
    for row in rows:
        assert row["parameters"] == len(GPT(90, int(row["width"]), 2, 2).weights)
        wider = [
            other["nats"]
            for other in rows
            if other["tokens"] == row["tokens"] and other["width"] > row["width"]
        ]
        longer = [
            other["nats"]
            for other in rows
            if other["width"] == row["width"] and other["tokens"] > row["tokens"]
        ]
        assert all(nats < row["nats"] for nats in wider + longer)


@pytest.mark.release
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_it_learns_the_speeches(seed):
    assert 1.65 < losses(seed)[0] < 1.85


@pytest.mark.release
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_adamw_learns_them_too_and_more_slowly(seed):
    assert 1.9 < losses(seed, optimizer="adamw")[0] < 2.15


@pytest.mark.release
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_without_the_mask_the_loss_collapses_and_the_last_place_tells(seed):
    everywhere, last = losses(seed, causal=False)
    assert everywhere < 0.2 and last > 2.5
