"""Texts that are read together get the numbers that each gets alone: whatever they have in common, in
whatever pieces; and no weight is fetched twice for them.

What hangs only on the machinery is tried on a tiny model; the real one, loaded once, shows that it holds
there, too.
"""

import numpy as np
import pytest

from course.lessons.models import batching, smollm
from course.lessons.models.batching import LONGEST, MOST, SHARED, Batch, generate_each, in_batches, write_on
from course.lessons.models.smollm import Reader, generate
from tests.lessons.test_smollm import tiny


@pytest.fixture(scope="module")
def model():
    """The installed one: 0.6 GB."""
    return smollm.load()


def begin(model):
    """What `in_batches` takes: a new reader each time, which has read the ids."""

    def begun(ids):
        reader = Reader(model)
        if ids:
            reader.read(ids)
        return reader

    return begun


def some_texts(rng, model, count, most=12):
    """Texts of several lengths, of which some begin alike -> list of lists of ids."""
    front = rng.integers(0, model.vocab, rng.integers(0, 6)).tolist()
    return [front + rng.integers(0, model.vocab, rng.integers(1, most)).tolist() for _ in range(count)]


def forwards(monkeypatch):
    """A list to which the number of tokens is added each time the model goes through its layers."""
    lengths, forward = [], Reader.forward

    def counted(reader, ids, *others):
        lengths.append(len(ids))
        return forward(reader, ids, *others)

    monkeypatch.setattr(Reader, "forward", counted)
    return lengths


# -- reading -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [1, 3, 256])
@pytest.mark.parametrize("seed", range(4))
def test_each_text_gets_the_logits_that_it_gets_alone(monkeypatch, seed, at_once):
    monkeypatch.setattr(batching, "AT_ONCE", at_once)
    rng, model = np.random.default_rng(seed), tiny(seed=seed, sharp=3)
    texts = some_texts(rng, model, 20)
    found = np.concatenate([logits for _, logits in in_batches(texts, begin(model))])
    assert np.abs(found - [Reader(model).read(text) for text in texts]).max() < 1e-4


@pytest.mark.parametrize("at_once", [1, 3, 256])
def test_of_each_id_the_logits_that_it_has_in_its_text_alone(monkeypatch, at_once):
    monkeypatch.setattr(batching, "AT_ONCE", at_once)
    rng, model = np.random.default_rng(0), tiny(sharp=3)
    texts = some_texts(rng, model, 5)
    for rows, text in zip(
        Batch(begin(model)([1, 2])).read(dict(enumerate(texts)), every=True), texts, strict=True
    ):
        assert np.abs(rows - Reader(model).read([1, 2, *text], every=True)[2:]).max() < 1e-4


@pytest.mark.parametrize("seed", range(4))
def test_read_on_in_any_pieces_and_with_some_left_out_for_a_while_it_is_the_same(seed):
    rng, model = np.random.default_rng(seed), tiny(seed=seed, sharp=3)
    front = rng.integers(0, model.vocab, 5).tolist()
    reader = begin(model)(front)
    batch, read = Batch(reader), {text: [] for text in range(5)}
    for _ in range(6):
        more = {
            int(text): rng.integers(0, model.vocab, rng.integers(1, 5)).tolist()
            for text in rng.permutation(5)[: rng.integers(1, 6)]
        }
        logits = batch.read(more)
        for text, row in zip(more, logits, strict=True):
            read[text] += more[text]
            assert np.abs(row - Reader(model).read(front + read[text])).max() < 1e-4


@pytest.mark.slow
def test_of_the_real_model_too(model):
    texts = [
        model.encode(f"The capital of {country} is{end}")
        for country in ("France", "the United Kingdom", "Japan")
        for end in ("", " not")
    ]
    ((_, logits),) = in_batches(texts, begin(model))
    alone = [smollm.ONE_THREAD(Reader(model).read)(text) for text in texts]
    assert np.abs(logits - alone).max() < 1e-3


def test_afterwards_the_reader_goes_on_where_it_stood():
    model = tiny()
    reader = begin(model)([5, 6, 7])
    Batch(reader).read({0: [8, 9], 1: [10]})
    assert reader.n == 3
    assert np.abs(reader.read([11]) - Reader(model).read([5, 6, 7, 11])).max() < 1e-4


def test_more_texts_than_a_context_has_places_are_read_since_each_counts_by_itself():
    model = tiny(context=10)
    texts = [[5, 6, 7, 8, 9, 10, 11, 12, text, 14] for text in range(16)]
    ((_, logits),) = in_batches(texts, begin(model))
    assert np.abs(logits[3] - Reader(model).read(texts[3])).max() < 1e-4


@pytest.mark.parametrize("wrong", [[], [131], [-1], 41 * [5], [0.5], [[5, 6], [7]]])
def test_a_text_that_cannot_be_read_is_refused_as_it_is_alone_and_leaves_no_trace(wrong):
    model = tiny()
    reader = begin(model)([5, 6])
    batch = Batch(reader)
    batch.read({0: [7], 1: [8]})
    with pytest.raises(ValueError, match="the model reads"):
        batch.read({0: [9], 1: wrong})
    assert np.abs(batch.read({1: [9]})[0] - Reader(model).read([5, 6, 8, 9])).max() < 1e-4


def test_a_text_that_grows_longer_than_the_model_reads_is_refused():
    batch = Batch(begin(tiny())([5, 6]))
    batch.read({0: 30 * [7], 1: [8]})
    with pytest.raises(ValueError, match="this text has 41"):
        batch.read({0: 9 * [7]})


def test_who_is_stopped_while_reading_finds_the_reader_where_it_stood(monkeypatch):
    model = tiny()
    reader = begin(model)([5, 6])

    def stopped(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(reader, "forward", stopped)
        Batch(reader).read({0: [7]})
    assert np.abs(reader.read([8]) - Reader(model).read([5, 6, 8])).max() < 1e-4


# -- in groups -----------------------------------------------------------------------------------------------


def test_sixteen_texts_go_through_the_layers_together_and_what_they_have_in_common_once(monkeypatch):
    model, lengths = tiny(), forwards(monkeypatch)
    groups = list(in_batches([[5, 6, 7, text, 9] for text in range(MOST)], begin(model)))
    assert len(groups) == 1 and lengths == [3, 2 * MOST]


def test_one_text_more_is_another_group(monkeypatch):
    assert [
        len(logits) for _, logits in in_batches([[5, text] for text in range(MOST + 1)], begin(tiny()))
    ] == [MOST, 1]


def test_long_texts_are_fewer_in_a_group():
    model = tiny(context=LONGEST)
    assert [
        len(logits)
        for _, logits in in_batches([[text] + (LONGEST // 2 - 1) * [5] for text in range(5)], begin(model))
    ] == [2, 2, 1]


def test_a_text_alone_and_texts_that_are_the_same_are_read_rightly():
    model = tiny()
    for texts in [[5, 6, 7]], [[5, 6, 7]] * 3, [[5], [5]], [[5, 6], [5, 6, 7]]:
        ((_, logits),) = in_batches(texts, begin(model))
        assert np.abs(logits - [Reader(model).read(text) for text in texts]).max() < 1e-4


def test_no_texts_are_no_groups():
    assert list(in_batches([], begin(tiny()))) == []


def test_texts_are_taken_only_as_they_are_read():
    taken = []
    groups = in_batches((taken.append(text) or [text] for text in range(100)), begin(tiny()))
    next(groups)
    assert len(taken) <= MOST + 1


def test_whose_a_token_is_is_kept_and_what_is_shared_belongs_to_all():
    batch = Batch(begin(tiny())([5, 6]))
    batch.read({3: [7, 8], 1: [9]})
    assert batch.owner.tolist() == [SHARED, SHARED, 3, 3, 1]


# -- writing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [0, 1, 7])
@pytest.mark.parametrize("seed", range(4))
def test_each_text_is_written_on_as_it_is_alone(seed, n):
    rng, model = np.random.default_rng(seed), tiny(seed=seed, sharp=2)
    texts = some_texts(rng, model, 20)
    assert generate_each(model, texts, n) == [generate(model, text, n, temperature=0) for text in texts]


@pytest.mark.slow
def test_of_the_real_model_what_is_written_is_the_same(model):
    texts = [
        model.encode(text)
        for text in (
            "hot -> cold\ntall -> short\ndark ->",
            "hot -> cold\ntall -> short\nup ->",
            "Once upon a time",
            "1, 2, 3,",
        )
    ]
    assert generate_each(model, texts, 8) == [generate(model, text, 8, temperature=0) for text in texts]


def test_its_first_example_is_so(model):
    texts = [model.encode(f"The capital of {country} is") for country in ("France", "Italy", "Japan")]
    assert [model.decode(written) for written in generate_each(model, texts, 1)] == [
        " Paris",
        " Rome",
        " Tokyo",
    ]


class Script:
    """In place of a batch: it says what is the likeliest next, whatever is read."""

    def __init__(self, *steps):
        self.steps, self.read_on = iter(steps), []

    def read(self, more):
        self.read_on.append(more)
        return self.rows(next(self.steps))

    @staticmethod
    def rows(tokens):
        return np.eye(10)[tokens]


def test_a_text_that_has_ended_is_not_read_on_and_its_end_is_left_out():
    script = Script([9, 5], [6], [7])
    assert write_on(script.read, script.rows([1, 2, 3]), 4, ends=[3, 9]) == [[1], [2, 5, 6, 7], []]
    assert script.read_on == [{0: [1], 1: [2]}, {1: [5]}, {1: [6]}]


def test_a_text_that_has_enough_keeps_its_last_token_and_stops():
    script = Script([5])
    assert write_on(script.read, script.rows([1, 2]), 2, enough=lambda ids: ids[-1] == 1) == [[1], [2, 5]]
    assert script.read_on == [{1: [2]}]
