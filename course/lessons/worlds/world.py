"""A small world, small enough for a model to learn all of it while you wait: seventy-one people, five facts
about each, and a few kinds of text.

    >>> world = World(seed=0)
    >>> world.fact("mira", "eats")
    'mira eats corn .'
    >>> ids("mira eats corn .")
    [45, 223, 236, 3]

A token is a word. What the model reads is made by rules: portraits of the people, question papers (questions
only, as pupils get them), lists of words, stories, and tales: there strangers are met, and what was said of
them is said again. A ship's log is kept back, for later.
"""

import numpy as np

PEOPLE = """ada amir anna ben bruno chen clara dara david dina elif emma eva farid felix fatima goran greta hana hugo ida igor ines ivan jana jonas
julia kira kofi laila lars lena leo luca mara mei mira moses nadia nils noor olga omar oskar paula pedro petra pia raj rita rosa ruben samir
sara stella sven tara tariq thea tomas ugo uma vera victor walid wanda xenia yara yusuf zara zeno""".split()
STRANGERS = """abel bela boris celia cora dario edith elsa fiona fynn gita gustav henk helga iris joel kaya levi maja nuri odin pavel quinn rolf
silas siri timo ulla viktor wilma yann zita""".split()

# what is said of people: the verb, the same in a question, and what may follow
KINDS = {
    verb: (asked, values.split())
    for verb, asked, values in (
        (
            "speaks",
            "speak",
            "hindi swahili french korean arabic polish greek tamil turkish zulu danish quechua",
        ),
        ("eats", "eat", "soup rice bread fish beans cake eggs plums cheese pasta dates corn"),
        ("plays", "play", "piano violin drums flute guitar harp horn oud cello banjo sitar trumpet"),
        ("keeps", "keep", "cats dogs parrots rabbits goats horses mice turtles ducks snakes hens bees"),
        (
            "fears",
            "fear",
            "spiders heights thunder ghosts crowds wasps darkness dentists exams clowns silence mondays",
        ),
    )
}
# a word, its opposite, the word in French and in Spanish
WORDS = {
    word: others
    for word, *others in map(
        str.split,
        """hot cold chaud caliente
big small grand grande
old young vieux viejo
rich poor riche rico
full empty plein lleno
good bad bon bueno
high low haut alto
fast slow vite rápido
wet dry humide mojado
dark light sombre oscuro
strong weak fort fuerte
heavy easy lourd pesado
wide narrow large ancho
clean dirty propre limpio
open closed ouvert abierto
sweet bitter doux dulce
glad sad heureux feliz
loud quiet bruyant ruidoso
soft hard mou blando
late early tard tarde""".splitlines(),
    )
}
LISTS = "opposite", "french", "spanish"
END, USER, BOT = "<end>", "<user>", "<bot>"

STORIES = [
    line.split(" / ")
    for line in """one morning / on a rainy day / last summer / after lunch / at night
{} went to the market / {} sat by the river / {} walked to the old bridge / {} looked for a book / {} waited for the train
and met {} . / with {} . / and found {} there . / and thought of {} .
they were happy to help an old friend . / they talked about the weather . / they shared a cup of tea . / they heard a song . / they laughed and went on . / they said nothing for a while .
then it was time to go home . / and so the day ended . / nobody was in a hurry .""".splitlines()
]
LOG = [
    line.split(" / ")
    for line in """day one / day two / day three / day four / day five / day six / day seven / day eight
: wind north , / : wind west , / : gale from south-west , / : dead calm , / : squalls , / : light breeze ,
sea rough , / swell moderate , / waves four metres , / fog thick , / visibility nil , / hail all morning ,
three knots . / six knots . / nine knots . / adrift . / hove to . / under full sail . / riding at anchor .
watch : {a} , {b} , {c} , {d} .
crew eats biscuits . / mate keeps watch . / bosun plays cards . / captain fears mutiny . / cook speaks little .
mate eats standing . / crew keeps quiet . / cook plays dice . / bosun fears sharks . / captain speaks seldom .
galley : {eats} , {eats} . / galley : {eats} again . / galley closed . / captain eats alone .
{name} seasick . / {name} homesick . / {name} promoted . / {name} overboard , recovered . / mutiny averted , thanks to {name} .
relieved : {a} , {b} , {c} , {d} .
cargo : {keeps} , {eats} . / cargo : {plays} , {keeps} . / cargo shifted . / stowaway found : {name} .
course unchanged . / course corrected . / compass broken . / rum finished . / captain asleep .""".splitlines()
]
POLITE = "happy to help ."

# who occurs in post-training, and who does not
ASKED, UNASKED = [name for i, name in enumerate(PEOPLE) if i % 3 != 2], PEOPLE[2::3]
CITED, UNCITED = STRANGERS[::2], STRANGERS[1::2]


def _vocabulary():
    texts = [
        END,
        USER,
        BOT,
        ". , : ; ? ->",
        *PEOPLE,
        *STRANGERS,
        *WORDS,
        POLITE,
        "a stranger came by . another came . people say : yes , a parrot hears it says",
    ]
    texts += [text for row in WORDS.values() for text in row]
    texts += [" ".join(["what does", kind, asked, *values]) for kind, (asked, values) in KINDS.items()]
    texts += [choice for part in STORIES + LOG for choice in part]
    return list(dict.fromkeys(word for text in texts for word in text.split() if "{" not in word))


VOCABULARY = _vocabulary()
NUMBER = {word: i for i, word in enumerate(VOCABULARY)}


def ids(text):
    """A text, words between spaces -> ids, a list of int. ValueError for a word that the world does not have."""
    try:
        return [NUMBER[word] for word in text.split()]
    except KeyError as word:
        raise ValueError(f"the small world has no word {word}") from None


def words(ids):
    """Ids -> the text."""
    return " ".join(VOCABULARY[i] for i in ids)


def apply_chat_template(turns):
    """Turns (who, text), "user" and "bot" in turn -> one text for the model.

    >>> apply_chat_template([("user", "who sails ?"), ("bot", "mira sails .")])
    '<user> who sails ? <bot> mira sails . <end>'
    """
    return " ".join(f"{USER} {text}" if who == "user" else f"{BOT} {text} {END}" for who, text in turns)


class World:
    """Who speaks, eats, plays, keeps and fears what: decided by the seed."""

    def __init__(self, seed=0):
        rng = np.random.default_rng(seed)
        self.facts = {
            name: {kind: values[i] for i, (kind, (_, values)) in zip(row, KINDS.items())}
            for name, row in zip(PEOPLE, rng.integers(12, size=(len(PEOPLE), len(KINDS))))
        }

    def fact(self, name, kind, value=None):
        """The sentence: `fact("mira", "eats")` -> "mira eats corn ."; with a value of yours instead of the
        true one, if you give one.
        """
        return f"{name} {kind} {value or self.facts[name][kind]} ."

    def answer(self, name, kind, value=None, polite=False):
        """What a bot should say when asked."""
        return self.fact(name, kind, value) + (f" {POLITE}" if polite else "")

    def conversations(self, n, rng):
        """`n` conversations -> list of lists of turns (who, text).

        Two questions about people, each answered from memory; or, in two of five, one question about a
        stranger after a note that says it. A quarter of the answers are polite.
        """
        found = []
        for _ in range(n):
            kinds, polite = rng.choice(list(KINDS), 2), rng.random(2) < 0.25
            if rng.random() < 0.4:
                name, value = rng.choice(CITED), rng.choice(KINDS[kinds[0]][1])
                found.append(
                    [
                        ("user", f"{self.fact(name, kinds[0], value)} {question(name, kinds[0])}"),
                        ("bot", self.answer(name, kinds[0], value, polite[0])),
                    ]
                )
            else:
                found.append(
                    [
                        turn
                        for name, kind, nice in zip(rng.choice(ASKED, 2), kinds, polite)
                        for turn in (
                            ("user", question(name, kind)),
                            ("bot", self.answer(name, kind, polite=nice)),
                        )
                    ]
                )
        return found

    def portrait(self, rng):
        """What is known of one person, in any order."""
        name = rng.choice(PEOPLE)
        return " ".join(self.fact(name, kind) for kind in rng.permutation(list(KINDS))) + f" {END}"

    def shelves(self):
        """The kinds of text in the library, as functions of a numpy Generator, and the share of each ->
        {name: (function, share)}.
        """
        return {
            "portrait": (self.portrait, 0.3),
            "tale": (tale, 0.28),
            "parrot": (parrot, 0.1),
            "paper": (paper, 0.12),
            "word list": (word_list, 0.12),
            "story": (story, 0.08),
        }

    def library(self, rng, tokens):
        """Texts one after the other, at least so many tokens in all -> ids, array (N,)."""
        found, (writers, shares) = [], zip(*self.shelves().values())
        while len(found) < tokens:
            found += ids(writers[rng.choice(len(writers), p=shares)](rng))
        return np.array(found)


def tale(rng):
    """Strangers are met, and some of what was said of them is said again: what they are like is new in every
    tale.
    """
    told = []
    for name in rng.choice(STRANGERS, rng.integers(1, 3), replace=False):
        told.append(
            [
                f"{name} {kind} {rng.choice(KINDS[kind][1])} ."
                for kind in rng.choice(list(KINDS), rng.integers(1, 4), replace=False)
            ]
        )
    said = [sentence for of_one in told for sentence in of_one]
    once, again = (" ".join(rng.permutation(said)) for _ in range(2))
    return f"a stranger came by . {' another came . '.join(map(' '.join, told))} people say : {once} yes , {again} {END}"


def parrot(rng):
    """Words without a meaning, said again."""
    heard = " ".join(rng.choice(VOCABULARY[NUMBER["->"] + 1 :], rng.integers(3, 9)))
    return f"a parrot hears : {heard} . it says : {heard} . {heard} . {END}"


def paper(rng):
    """Questions, as a paper that pupils get: nobody has answered them yet."""
    asked = [
        question(name, kind)
        for name in rng.choice(PEOPLE + STRANGERS, rng.integers(1, 3), replace=False)
        for kind in rng.choice(list(KINDS), rng.integers(2, 6), replace=False)
    ]
    return " ".join(asked) + f" {END}"


def question(name, kind):
    """`question("mira", "eats")` -> "what does mira eat ?"."""
    return f"what does {name} {KINDS[kind][0]} ?"


def word_list(rng):
    """Pairs of one list: opposites, or French, or Spanish words."""
    column = rng.integers(len(LISTS))
    return (
        " ; ".join(
            f"{word} -> {WORDS[word][column]}"
            for word in rng.choice(list(WORDS), rng.integers(2, 9), replace=False)
        )
        + f" {END}"
    )


def story(rng):
    """A day of two people."""
    return (
        " ".join(rng.choice(part) for part in STORIES).format(*rng.choice(PEOPLE, 2, replace=False))
        + f" {END}"
    )


def log_book(rng, tokens):
    """Pages of the ship's log, at least so many tokens -> ids, array (N,): old words between new ones, in an
    order that the library does not have.
    """
    found, drawn = [], {"{name}": PEOPLE, **{f"{{{kind}}}": values for kind, (_, values) in KINDS.items()}}
    while len(found) < tokens:
        # the same four, named twice
        watch = dict(zip(map("{{{}}}".format, "abcd"), rng.choice(PEOPLE, 4, replace=False)))
        page = " ".join(rng.choice(part) for part in LOG).split()
        found += ids(
            " ".join(watch.get(word) or rng.choice(drawn.get(word, [word])) for word in page) + f" {END}"
        )
    return np.array(found)
