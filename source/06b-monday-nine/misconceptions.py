"""The ways people get 06b-monday-nine wrong, and what to say."""

import math

from course.exercise.mistakes import edit, instead, result, wrong_choice

# --- seconds ---

read, write = "tokens_in / reading", "tokens_out / writing"
both = f"{read} + {write}"
seconds = {
    "You used the writing speed for everything. A prompt is read in one go, and much faster.":
        edit(both, "(tokens_in + tokens_out) / writing"),
    "You used the reading speed for everything. An answer is written token by token, and that is slow.":
        edit(both, "(tokens_in + tokens_out) / reading"),
    "You swapped the two speeds.":
        edit(both, "tokens_in / writing + tokens_out / reading"),
    "You multiplied by the speed. At 50 tokens *a second*, a hundred tokens take 2 seconds: divide.":
        edit(both, "tokens_in * reading + tokens_out * writing"),
    "The division is upside down: tokens divided by tokens a second are seconds.":
        edit(both, "reading / tokens_in + (writing / tokens_out if tokens_out else 0)"),
    "You mixed the two speeds into one. Each part goes at its own speed: add up the two times.":
        [edit(both, "(tokens_in + tokens_out) / ((reading + writing) / 2)"), edit(both, "(tokens_in + tokens_out) / (reading + writing)")],
    "You counted only one of the two parts: reading *and* writing take time.":
        [edit(both, read), edit(both, write), edit(both, f"max({read}, {write})")],
    "You read the prompt again for each token you write. What has been read is kept: read it once.":
        [edit(both, f"tokens_out * ({read} + 1 / writing)"), instead("sum((tokens_in + i) / reading + 1 / writing for i in range(tokens_out))")],
    "You are one token off. All `tokens_out` tokens are written, each at the writing speed.":
        [edit(write, "(tokens_out - 1) / writing"), edit(write, "(tokens_out + 1) / writing")],
    "Look at the brackets: divide each number of tokens by its own speed, then add the two.":
        [edit(both, "(tokens_in / reading + tokens_out) / writing"), edit(both, "tokens_in / (reading + tokens_out) / writing"),
         edit(both, "tokens_in + tokens_out / reading + writing")],
    "You subtracted the two times, or multiplied them. One comes after the other: add them up.":
        [edit(both, f"{read} - {write}"), edit(both, f"abs({read} - {write})"), edit(both, f"({read}) * ({write})")],
    "You cut off what comes after the point. Divide with one slash, and don't round.":
        [edit(both, "tokens_in // reading + tokens_out // writing"), result("round(it)"), result("int(it)"), result("round(it, 1)"), result("round(it, 4)")],
    "That's in milliseconds, or in minutes. Return seconds.":
        [result("1000 * it"), result("it / 60"), result("it / 1000")],
    "You counted 1.3 tokens a word, or words in place of tokens. The tokens have been counted already.":
        [edit(both, "(tokens_in / reading + tokens_out / writing) * 1.3"), result("it * .75")],
}


# --- servers ---

work, may = "per_hour * seconds_each", "(3600 * busy)"
needed = f"{work} / {may}"
servers = {
    "You didn't round up: with too few machines the queue grows all day. A part of a machine takes a whole one.":
        [edit(f"math.ceil({needed})", line) for line in (
            f"int({needed})", f"{work} // {may}", f"round({needed})", f"math.floor({needed})")]
        + [instead(f"int({needed})"), instead(f"{work} // {may}"), instead(f"round({needed})")],
    "Your machines work the whole hour, which leaves no room for a rush. Each may work only the share `busy` of it.":
        [edit(may, "3600"), instead("math.ceil(per_hour * seconds_each / 3600)")],
    "You multiplied by `busy`. Divide by it: with idle time you need *more* machines. Parentheses may be missing around `3600 * busy`.":
        [edit(needed, f"{work} / 3600 * busy"), instead("math.ceil(per_hour * seconds_each / 3600 * busy)")],
    "You used the *idle* share. `busy` is the share of the hour in which a machine may work.":
        [edit("busy)))", "(1 - busy))))"), instead("math.ceil(per_hour * seconds_each / 3600 * (2 - busy))")],
    "You added one to be safe, in place of rounding up. Where the work fits exactly, that is one machine too many.":
        [edit(f"max(1, math.ceil({needed}))", f"int({needed}) + 1"), edit(f"max(1, math.ceil({needed}))", f"math.ceil({needed}) + 1")],
    "An hour has 3,600 seconds.":
        [edit(needed, f"{work} / ({n} * busy)") for n in ("1", "60", "1000", "86_400")],
    "There are only whole machines: round up.":
        [edit(f"math.ceil({needed})", needed), instead(needed)],
    "You divided by the seconds that a request takes. Longer requests need more machines, not fewer.":
        edit(work, "per_hour / seconds_each"),
    "You rounded too early, or twice. Divide first, and round up once, at the end.":
        [edit(needed, f"math.ceil({work} / 3600) / busy"), instead(f"max(1, math.ceil({work} / 3600) / busy)"),
         edit(needed, "math.ceil(per_hour / 3600) * seconds_each / busy"), edit(needed, "per_hour // 3600 * seconds_each / busy"),
         edit(needed, "per_hour * math.ceil(seconds_each) / (3600 * busy)")],
    "One machine always stands there, even when nobody asks: return at least 1.":
        instead(f"math.ceil({needed})"),
    "You rounded down how many requests one machine can do. It may begin one that ends in the next hour.":
        edit(needed, "per_hour / max(1, 3600 * busy // seconds_each)"),
    "You get 1, however much work there is.":
        [edit("max", "min"), edit(needed, f"{may} / ({work} + 1)")],
}


# --- layers ---

SHELF = {
    "application": "That shelf is for one product on a finished model.",
    "model": "That shelf is for weights, and for the data and methods they come from.",
    "infrastructure": "That shelf is for what serves every model and product alike: machines, networks, stores.",
}
TASKS = (
    ("model", "It's a page, but no customer ever sees it: what are the choices it collects used for?"),
    ("application", "The messages are your customers', and you compare two prompts. No weight moves."),
    ("infrastructure", "The cards don't know what will be computed on them."),
    ("model", "It's done for one shop. Even so, what is different afterwards: a prompt, or something in the model?"),
    ("model", "You don't do it to store the corpus, or for one product, but to improve what is learned from it."),
    ("application", "The model and the machines stay the same: whose questions is the page for?"),
    ("infrastructure", "It's a page, but its product is machine time, for everybody in the company."),
    ("infrastructure", "The jobs may be training runs; the card doesn't care."),
    ("application", "Customers of one product log in and pay there."),
    ("model", "It saves memory, but not by changing the machine: what does change?"),
    ("infrastructure", "It may be text for training. Storing films would be the same work."),
    ("application", "The words arrive anyway. What is left to do happens on one product's page."),
)
for task, (layer, sentence) in enumerate(TASKS, 1):
    for choice, line in SHELF.items():
        if choice != layer:
            wrong_choice("layers", task, choice, f"{line} {sentence}")
