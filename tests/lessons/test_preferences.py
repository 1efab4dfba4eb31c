"""course.lessons.worlds.preferences: the loss of a pair and its slope, what it does not depend on, and pairs
whose masks point at the answers.
"""

import numpy as np
import pytest

from course.lessons.worlds import life, preferences
from course.lessons.worlds.preferences import Preference, log_probability, pairs
from course.lessons.worlds.world import ASKED, BOT, END, KINDS, NUMBER, POLITE, USER, World, question, words
from tests.lessons.test_gpt import model, softmax
from tests.lessons.test_life import numeric

BETA = 0.7


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Where this test's trainings are kept."""
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    return tmp_path


def batch(n=3, T=7, seed=1):
    """`n` pairs after the same beginning, chosen in even rows and rejected in odd ones; answers of unequal
    lengths -> ids (2 n, T + 1), mask (2 n, T).
    """
    rng = np.random.default_rng(seed)
    array = rng.integers(11, size=(2 * n, T + 1))
    array[1::2, :3] = array[::2, :3]
    return array, (np.arange(T) >= 2) & (np.arange(T) < rng.integers(4, T + 1, 2 * n)[:, None])


def room(gpt):
    return np.empty_like(gpt.weights)


def by_hand(gpt, array, mask):
    """The log-probability of each row's answer, a token at a time."""
    P = softmax(gpt.logits(array[:, :-1]))
    return np.array(
        [sum(np.log(P[i, t, array[i, t + 1]]) for t in np.flatnonzero(mask[i])) for i in range(len(array))]
    )


# -- the loss ------------------------------------------------------------------------------------------------


def test_the_log_probability_of_an_answer_is_the_sum_over_its_tokens():
    gpt, (array, mask) = model(), batch()
    assert (
        log_probability(gpt, array, mask) == pytest.approx(by_hand(gpt, array, mask))
        and len({*mask.sum(1)}) > 1
    )


@pytest.mark.parametrize("beta", [0.1, 0.3, 2])
def test_at_the_start_the_loss_is_log_2(beta):
    gpt = model()
    assert Preference(model(), beta)(gpt, *batch(), room(gpt)) == pytest.approx(np.log(2), abs=1e-12)


def test_the_loss_is_the_surprise_that_the_chosen_one_wins():
    gpt, reference, (array, mask) = model(), model(seed=5), batch()
    grown = by_hand(gpt, array, mask) - by_hand(reference, array, mask)
    chance = 1 / (1 + np.exp(-BETA * (grown[::2] - grown[1::2])))
    assert (
        Preference(reference, BETA)(gpt, array, mask, room(gpt))
        == pytest.approx(-np.log(chance).mean(), rel=1e-12)
        and np.ptp(chance) > 0.1
    )


def test_a_margin_is_what_the_chosen_answer_has_gained_more():
    gpt, reference, (array, mask) = model(), model(seed=5), batch()
    gained = by_hand(gpt, array, mask) - by_hand(reference, array, mask)
    assert Preference(reference).margins(gpt, array, mask) == pytest.approx(gained[::2] - gained[1::2])


@pytest.mark.slow
def test_the_slope_equals_the_numeric_one():
    gpt, reference, (array, mask) = model(layers=1), model(layers=1, seed=5), batch()
    prefer, out = Preference(reference, BETA), room(gpt)
    prefer(gpt, array, mask, out)
    want = numeric(gpt, lambda: prefer(gpt, array, mask, room(gpt)))
    for name in gpt.shapes:
        a, b = gpt.views(out)[name], gpt.views(want)[name]
        assert np.abs(a - b).max() < 1e-6 * np.abs(b).max() and np.abs(b).max() > 0


def test_exchanging_chosen_and_rejected_at_the_start_turns_the_slope_round():
    gpt, (array, mask) = model(), batch()
    there, back = room(gpt), room(gpt)
    prefer = Preference(model(), BETA)
    prefer(gpt, array, mask, there)
    turned = np.arange(len(array)).reshape(-1, 2)[:, ::-1].ravel()
    prefer(gpt, array[turned], mask[turned], back)
    assert back == pytest.approx(-there, abs=1e-12) and np.abs(there).max() > 1e-3


def test_what_shifts_both_answers_equally_leaves_the_loss_and_the_slope(monkeypatch):
    gpt, (array, mask), of_reference = model(), batch(), log_probability
    prefer, slopes = Preference(model(seed=5), BETA), []

    def loss(shift):
        monkeypatch.setattr(preferences, "log_probability", lambda *args: of_reference(*args) + shift)
        slopes.append(room(gpt))
        return prefer(gpt, array, mask, slopes[-1])

    plain, both, per_pair, chosen_alone = map(loss, (0, 3, np.repeat([1, -2, 5], 2), [3, 0] * 3))
    assert both == pytest.approx(plain) and per_pair == pytest.approx(plain) and chosen_alone > plain + 0.3
    assert slopes[1] == pytest.approx(slopes[0], abs=1e-12) and slopes[2] == pytest.approx(
        slopes[0], abs=1e-12
    )


def test_a_pair_that_is_won_already_pulls_less_than_one_that_is_lost():
    gpt, (array, mask) = model(), batch(n=1)
    strong, weak = room(gpt), room(gpt)
    lead = np.diff(by_hand(gpt, array, mask) - by_hand(model(seed=5), array, mask))[0]
    lost, won = (0, 1) if lead > 0 else (1, 0)  # rejected less chosen
    turned = [array, array[::-1]], [mask, mask[::-1]]
    Preference(model(seed=5), BETA)(gpt, turned[0][lost], turned[1][lost], strong)
    Preference(model(seed=5), BETA)(gpt, turned[0][won], turned[1][won], weak)
    assert strong @ strong > weak @ weak * 1.1 and strong @ weak < 0


# -- training with it ----------------------------------------------------------------------------------------


def test_a_step_raises_the_chosen_answers_above_the_rejected_ones():
    gpt, (array, mask) = model(noise=0.1), batch(n=8)
    before = log_probability(gpt, array, mask)
    losses, _ = life.train(
        gpt, [(array, mask)], "preferences", lr=0.02, slope=Preference(model(noise=0.1), BETA)
    )
    grown = log_probability(gpt, array, mask) - before
    assert losses == [pytest.approx(np.log(2))] and (grown[::2] - grown[1::2]).mean() > 1e-3


def test_many_steps_make_every_chosen_answer_win_and_leave_the_reference_alone():
    gpt, reference, (array, mask) = model(noise=0.1), model(noise=0.1), batch(n=4)
    before = reference.weights.copy()
    losses, _ = life.train(
        gpt, [(array, mask)] * 60, "preferences", lr=0.01, slope=Preference(reference, BETA)
    )
    grown = log_probability(gpt, array, mask) - log_probability(reference, array, mask)
    assert (grown[::2] > grown[1::2] + 2).all() and losses[-1] < 0.2
    assert (reference.weights == before).all() and (gpt.weights != before).any()


@pytest.mark.parametrize(
    "other",
    [lambda: Preference(model(seed=5), BETA), lambda: Preference(model(), 0.1)],
    ids=["reference", "beta"],
)
def test_with_another_reference_or_beta_it_is_trained_by_itself(other, folder):
    for prefer in (Preference(model(), BETA), Preference(model(), BETA), other()):
        life.train(model(), [batch()] * 3, "preferences", slope=prefer)
    assert len(list(folder.iterdir())) == 2


# -- the pairs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_masks_point_at_exactly_the_answer_with_its_end(seed):
    world = World(seed)
    for array, mask in pairs(world, 5, np.random.default_rng(seed)):
        assert array.shape == (32, 18) and mask.shape == (32, 17) and mask.dtype == bool
        for i, (row, counts) in enumerate(zip(array, mask)):
            text, said = words(row), words(row[1:][counts])
            name, kind = said.split()[:2]
            assert said == world.answer(name, kind, polite=i % 2 == 0) + f" {END}"
            head = f"{USER} {question(name, kind)} {BOT} "
            assert text == (head + said + f" {END}" * 18)[: len(text)] and set(
                text.removeprefix(head + said).split()
            ) <= {END}
            assert name in ASKED and row[np.flatnonzero(counts)[0]] == NUMBER[BOT]


def test_a_pair_is_the_polite_and_the_curt_answer_to_one_question_and_they_are_of_many_people():
    found = pairs(World(0), 10, np.random.default_rng(0), n=4)
    heads = [[words(row).split(f" {BOT} ") for row in array] for array, _ in found]
    assert len(found) == 10 and all(array.shape == (8, 18) for array, _ in found)
    asked = set()
    for batch_of in heads:
        for (question_a, polite), (question_b, curt) in zip(batch_of[::2], batch_of[1::2]):
            assert question_a == question_b and POLITE in polite and POLITE not in curt
            asked.add(question_a)
    assert len(asked) > 30 and {text.split()[4] for text in asked} == {asks for asks, _ in KINDS.values()}
