"""course.lessons.worlds.world: every word of its texts has an id and back, the seed decides what is true, and
who is kept out of the conversations is kept out.
"""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from course.lessons.worlds import world
from course.lessons.worlds.world import (
    ASKED,
    BOT,
    CITED,
    END,
    KINDS,
    NUMBER,
    PEOPLE,
    UNASKED,
    UNCITED,
    USER,
    VOCABULARY,
    WORDS,
    World,
    ids,
    question,
    words,
)

SEEDS = 0, 1, 2, 3


def shelf(kind, n=300, seed=0):
    """`n` texts of one kind."""
    write, rng = World(seed).shelves()[kind][0], np.random.default_rng(seed)
    return [write(rng) for _ in range(n)]


def talks(n=2_000, seed=0):
    return World(seed).conversations(n, np.random.default_rng(seed))


def texts(tokens):
    """A running text of ids as its texts, without their <end> -> list of str."""
    return words(tokens).removesuffix(END).split(f" {END} ")


def log_words():
    """What the ship's log has besides the names and what people eat, keep and play."""
    return {word for part in world.LOG for choice in part for word in choice.split() if "{" not in word}


# -- the vocabulary ------------------------------------------------------------------------------------------


def test_no_word_has_two_ids_and_no_id_two_words():
    assert len(set(VOCABULARY)) == len(VOCABULARY) and NUMBER == {
        word: i for i, word in enumerate(VOCABULARY)
    }
    assert VOCABULARY[:3] == [END, USER, BOT]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", World().shelves())
def test_every_text_becomes_ids_and_the_same_text_again(kind, seed):
    for text in shelf(kind, seed=seed):
        assert words(ids(text)) == text and text.split().count(END) == 1 and text.endswith(f" {END}")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_turn_of_a_conversation_becomes_ids_and_the_same_text_again(seed):
    for turns in talks(300, seed):
        for _, text in turns:
            assert words(ids(text)) == text


@pytest.mark.parametrize("seed", SEEDS)
def test_every_page_of_the_log_has_words_with_ids_alone_and_ends(seed):
    pages = world.log_book(np.random.default_rng(seed), 5_000)
    assert ids(words(pages)) == pages.tolist() and pages[-1] == NUMBER[END]
    assert all("{" not in page for page in texts(pages))


@pytest.mark.slow
def test_there_is_no_word_that_nothing_says():
    said = {USER, BOT} | {word for turns in talks() for _, text in turns for word in text.split()}
    said |= {
        word
        for kind in World().shelves()
        if kind != "parrot"
        for text in shelf(kind, 2_000)
        for word in text.split()
    }
    said |= set(words(world.log_book(np.random.default_rng(0), 30_000)).split()) | set(
        "a parrot hears : it says".split()
    )
    assert said == set(VOCABULARY)


def test_a_word_that_the_world_does_not_have_is_named():
    with pytest.raises(ValueError, match="no word 'pizza'"):
        ids("mira eats pizza .")
    assert ids("") == [] and words([]) == ""


def test_the_docstring_says_how_many_people_there_are_and_its_example_is_so():
    number = {70: "seventy", 71: "seventy-one", 72: "seventy-two"}[len(PEOPLE)]
    said, fact = " ".join(world.__doc__.split()), World(seed=0).fact("mira", "eats")
    assert f"{number} people, five facts about each" in said and len(KINDS) == 5
    assert f"'{fact}'" in said and str(ids(fact)) in said


# -- who there is, and what is true --------------------------------------------------------------------------


def test_nobody_is_listed_twice_and_no_stranger_is_known():
    assert len(set(PEOPLE + world.STRANGERS)) == len(PEOPLE) + len(world.STRANGERS)
    assert sorted(ASKED + UNASKED) == sorted(PEOPLE) and not set(ASKED) & set(UNASKED)
    assert sorted(CITED + UNCITED) == sorted(world.STRANGERS) and not set(CITED) & set(UNCITED)


def test_no_name_and_no_value_means_two_things():
    values = [value for _, values in KINDS.values() for value in values]
    assert len(set(values)) == 5 * 12 and not set(values) & {*PEOPLE, *world.STRANGERS, *WORDS}


def test_the_same_seed_makes_the_same_world_and_another_seed_another():
    assert World(3).facts == World(3).facts != World(4).facts
    for make in (
        lambda seed: World(seed).library(np.random.default_rng(seed), 2_000),
        lambda seed: world.log_book(np.random.default_rng(seed), 2_000),
    ):
        one, again, other = make(1), make(1), make(2)
        assert one.tolist() == again.tolist() != other.tolist()
    assert talks(20, seed=1) == talks(20, seed=1) != talks(20, seed=2)


def test_the_facts_are_drawn_each_value_as_often_as_another():
    drawn = Counter(
        value for seed in range(50) for facts in World(seed).facts.values() for value in facts.values()
    )
    expected = 50 * len(PEOPLE) / 12
    # 55 degrees of freedom: .02 % lie above
    assert sum((n - expected) ** 2 / expected for n in drawn.values()) < 99.6 and len(drawn) == 60
    assert all(
        World(seed).facts[name][kind] in values
        for seed in SEEDS
        for name in PEOPLE
        for kind, (_, values) in KINDS.items()
    )


def test_a_fact_is_said_as_a_sentence_and_an_answer_may_be_polite():
    one = World(seed=0)
    assert (
        one.fact("mira", "eats") == f"mira eats {one.facts['mira']['eats']} ." == one.answer("mira", "eats")
    )
    assert (
        one.fact("mira", "eats", "plums") == "mira eats plums ."
        and one.answer("mira", "eats", "plums", polite=True) == f"mira eats plums . {world.POLITE}"
    )
    assert [question("mira", kind) for kind in ("eats", "speaks")] == [
        "what does mira eat ?",
        "what does mira speak ?",
    ]


# -- the library ---------------------------------------------------------------------------------------------


def test_a_portrait_says_the_five_facts_of_one_person_in_any_order():
    orders, told = set(), World(0)
    for text in shelf("portrait"):
        name, found = text.split()[0], text.removesuffix(f" {END}").split(" . ")
        assert sorted(each.removesuffix(" .") for each in found) == sorted(
            told.fact(name, kind).removesuffix(" .") for kind in KINDS
        )
        orders.add(tuple(each.split()[1] for each in found))
    assert len(orders) > 60  # of 120


def test_a_tale_says_again_twice_what_was_told_of_strangers_and_every_tale_tells_otherwise():
    told = {}
    for text in shelf("tale"):
        first, rest = (
            text.removeprefix("a stranger came by . ").removesuffix(f" {END}").split(" people say : ")
        )
        told_now = sorted(
            sentence.removesuffix(" .")
            for of_one in first.split(" another came . ")
            for sentence in of_one.split(" . ")
        )
        for again in rest.split(" yes , "):
            assert sorted(sentence.removesuffix(" .") for sentence in again.split(" . ")) == told_now
        for name, kind, value in map(str.split, told_now):
            assert name in world.STRANGERS and value in KINDS[kind][1]
            told.setdefault((name, kind), []).append(value)
    assert all(len(set(values)) > 1 for values in told.values() if len(values) > 4)


def test_a_parrot_says_again_what_it_hears():
    for text in shelf("parrot"):
        heard = text.removeprefix("a parrot hears : ").split(" . it says : ")[0]
        assert (
            text == f"a parrot hears : {heard} . it says : {heard} . {heard} . {END}"
            and 3 <= len(heard.split()) <= 8
        )


def test_a_paper_has_questions_and_no_answer():
    questions = {question(name, kind) for name in PEOPLE + world.STRANGERS for kind in KINDS}
    for text in shelf("paper"):
        asked = text.removesuffix(f" {END}").replace("?", "?|").split("|")[:-1]
        assert len(asked) >= 2 and {each.strip() for each in asked} <= questions


def test_a_word_list_is_of_one_kind_and_each_kind_can_be_told_from_one_pair():
    columns = Counter()
    for text in shelf("word list"):
        pairs = [pair.split(" -> ") for pair in text.removesuffix(f" {END}").split(" ; ")]
        (column,) = {WORDS[word].index(other) for word, other in pairs}
        columns[column] += 1
        assert len({word for word, _ in pairs}) == len(pairs) >= 2
    assert len(columns) == len(world.LISTS) and min(columns.values()) > 70  # of 300
    assert all(len(set(others)) == 3 for others in WORDS.values())


def test_a_story_is_about_two_people_who_are_not_strangers():
    for text in shelf("story"):
        assert len({word for word in text.split() if word in PEOPLE}) == 2 and not set(world.STRANGERS) & set(
            text.split()
        )


def test_the_library_has_as_many_words_as_asked_and_no_text_is_cut():
    for asked in (1, 500, 20_000):
        library = World(0).library(np.random.default_rng(0), asked)
        assert asked <= len(library) < asked + 100 and library[-1] == NUMBER[END]


def kind_of(text):
    """Which shelf a text of the library is from, by its looks."""
    looks = {
        "tale": text.startswith("a stranger"),
        "parrot": text.startswith("a parrot"),
        "paper": text.startswith("what does"),
        "word list": "->" in text,
        "portrait": text.split()[0] in PEOPLE,
    }
    return next((kind for kind, so in looks.items() if so), "story")


@pytest.mark.slow
def test_each_shelf_has_its_share_of_the_texts():
    shares = {kind: share for kind, (_, share) in World(0).shelves().items()}
    found = Counter(map(kind_of, texts(World(0).library(np.random.default_rng(0), 150_000))))
    n = found.total()
    assert sum(shares.values()) == pytest.approx(1) and n > 3_000
    # 5 degrees of freedom: .04 % lie above
    assert sum((found[kind] - n * share) ** 2 / (n * share) for kind, share in shares.items()) < 22.7


# -- the ship's log ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_log_has_words_of_its_own_and_in_the_library_only_a_parrot_says_them():
    library = texts(World(0).library(np.random.default_rng(0), 400_000))
    of_library = {word for text in library if kind_of(text) != "parrot" for word in text.split()}
    own = log_words() - of_library
    assert len(own) > 60 and own <= set(words(world.log_book(np.random.default_rng(0), 30_000)).split())
    assert {"bosun", "mutiny", "squalls", "knots"} <= own and not own & of_library


@pytest.mark.slow
def test_most_of_what_follows_each_other_in_the_log_never_does_in_the_library():
    library = [
        text.split()
        for text in texts(World(0).library(np.random.default_rng(0), 400_000))
        if kind_of(text) != "parrot"
    ]
    known = {pair for text in library for pair in pairwise(text)}
    log = words(world.log_book(np.random.default_rng(1), 12_000)).split()
    assert np.mean([pair not in known for pair in pairwise(log)]) > 0.8


def test_the_log_names_the_same_four_in_the_watch_and_when_it_is_relieved():
    pages = texts(world.log_book(np.random.default_rng(0), 5_000))
    for page in pages:
        watch, relieved = (
            page.split(f"{word} : ")[1].split(" .")[0].split(" , ") for word in ("watch", "relieved")
        )
        assert watch == relieved and len(set(watch)) == 4 and set(watch) <= set(PEOPLE)
    assert len(pages) > 50 and len(set(pages)) == len(pages)


# -- the conversations ---------------------------------------------------------------------------------------


def test_a_conversation_is_two_questions_from_memory_or_one_after_a_note():
    one = World(0)
    for turns in talks():
        assert [who for who, _ in turns] in (["user", "bot"], ["user", "bot", "user", "bot"])
        for (_, asked), (_, said) in zip(turns[::2], turns[1::2]):
            name, verb = asked.split()[-3:-1]
            kind = next(kind for kind, (asks, _) in KINDS.items() if asks == verb)
            curt = said.removesuffix(f" {world.POLITE}")
            assert asked.endswith(question(name, kind))
            if len(turns) == 2:
                assert (
                    curt
                    == asked.removesuffix(f" {question(name, kind)}")
                    == one.fact(name, kind, curt.split()[2])
                )
                assert name in CITED and curt.split()[2] in KINDS[kind][1]
            else:
                assert asked == question(name, kind) and name in ASKED and curt == one.fact(name, kind)


@pytest.mark.slow
def test_two_of_five_have_a_note_and_a_quarter_of_the_answers_are_polite():
    found = talks(10_000)
    assert np.mean([len(turns) == 2 for turns in found]) == pytest.approx(0.4, abs=0.02)
    for place in (1, 3):
        said = [turns[place][1] for turns in found if len(turns) > place]
        assert np.mean([text.endswith(world.POLITE) for text in said]) == pytest.approx(0.25, abs=0.02)


@pytest.mark.slow
def test_a_note_says_something_else_of_the_same_stranger_each_time():
    noted = {}
    for turns in talks(10_000):
        if len(turns) == 2:
            name, kind, value = turns[0][1].split()[:3]
            noted.setdefault((name, kind), set()).add(value)
    # of twelve, in fifty notes each
    assert len(noted) == 5 * len(CITED) and min(map(len, noted.values())) > 7


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_kept_for_the_examination_is_in_no_conversation(seed):
    said = {word for turns in talks(5_000, seed) for _, text in turns for word in text.split()}
    assert not said & {*UNASKED, *UNCITED} and {*ASKED, *CITED} <= said
