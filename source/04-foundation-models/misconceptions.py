"""The ways people get 04-foundation-models wrong, and what to say."""

import numpy as np

from course.exercise.mistakes import edit, instead, result, wrong_choice

# --- patches ---

both_ranges = "for top in range(0, height, size) for left in range(0, width, size)"
square = "picture[top:top + size, left:left + size]"


def squares(picture, size):
    height, width, _ = picture.shape
    return [[picture[y : y + size, x : x + size] for x in range(0, width, size)] for y in range(0, height, size)]


def shape_set(picture, size):
    height, width, _ = picture.shape
    picture.shape = (height // size, size, width // size, size, 3)
    return picture.swapaxes(1, 2).reshape(-1, size * size * 3)


patches = {
    "These are strips: `reshape` breaks the lines at other places, as in a text, and tears apart what was one above the other. A patch is a square of the picture.":
        [instead("picture.reshape(-1, size * size * 3)"), instead("picture.reshape(picture.shape[0] // size * (picture.shape[1] // size), -1)")],
    "You read downwards first. Patches come in reading order: from left to right along the top, then the next row of them.":
        edit(both_ranges, "for left in range(0, width, size) for top in range(0, height, size)"),
    "Your squares overlap, so pixels count several times. The next square starts `size` pixels further on.": [
        edit(both_ranges, "for top in range(height - size + 1) for left in range(width - size + 1)"),
        edit(both_ranges, "for top in range(0, height, size) for left in range(width - size + 1)"),
        edit(both_ranges, "for top in range(height // size) for left in range(width // size)"),
    ],
    "You read the pixels of a patch downwards. Reading order goes along the lines, inside a patch, too.":
        edit(square + ".flatten()", square + ".swapaxes(0, 1).flatten()"),
    "In your rows all the red numbers come first, then the green, then the blue. The three numbers of a pixel stay together.":
        edit(square + ".flatten()", square + ".transpose(2, 0, 1).flatten()"),
    "Your patches are turned before they are laid out: `.T` puts colors first and columns before rows. Lay a patch out as it is.":
        edit(square + ".flatten()", square + ".T.flatten()"),
    "Each patch is still a square. `.flatten()` lays it out as a row.":
        [edit(".flatten()", ""), result("[each.reshape(size, size, 3) for each in it]")],
    "You laid all patches out as one long row. Each patch has a row of its own.":
        [result("it.flatten()"), result("list(it.flatten())")],
    "The patches of each line are in a list of their own. Return one list of all patches.":
        instead("[[each.flatten() for each in line] for line in squares(picture, size)]"),
    "Patches at the right edge are missing.": [
        instead("np.array([each.flatten() for line in squares(picture, size) for each in line[:-1]])"),
        instead("np.array([line[0].flatten() for line in squares(picture, size)])"),
        edit("range(0, width, size)", "range(0, height, size) if left < width"),
    ],
    "Patches at the bottom edge are missing.": [
        instead("np.array([each.flatten() for line in squares(picture, size)[:-1] for each in line])"),
        instead("np.array([each.flatten() for each in squares(picture, size)[0]])"),
    ],
    "The last row and the last column of patches are missing: a `range` stops before its end.":
        instead("np.array([each.flatten() for line in squares(picture, size)[:-1] for each in line[:-1]])"),
    "Rows and columns are swapped: you cut the picture as if it were lying on its side.":
        edit("height, width, _ = picture.shape", "picture = picture.swapaxes(0, 1)\n    height, width, _ = picture.shape"),
    "Your patches are one pixel off: a slice `a:b` already leaves out b, so it ends at `top + size`.": [
        edit(square, "picture[top:top + size - 1, left:left + size - 1]"),
        edit("np.array([\n        " + square, "list([picture[top:top + size + 1, left:left + size + 1]"),
    ],
    "Your squares have the same side whatever `size` is. Is there a number, such as the 3 of the picture, where `size` should be?":
        [instead("patches(picture, 2)"), instead("patches(picture, 3)")],
    "All your rows are the same. Cut each patch at its own `top` and `left`.":
        [edit(square, "picture[0:size, 0:size]"), result("np.array([it[-1]] * len(it))")],
    "You cut strips right across the picture. Both belong in the brackets, rows and columns: `picture[rows, columns]`.":
        [edit(square, "picture[top:top + size]"), edit(square, "picture[:, left:left + size]")],
    "A patch keeps all of its numbers, three for each pixel. A mean, or a single color, is less.":
        [edit(".flatten()", ".mean(axis=(0, 1))"), edit(".flatten()", ".mean(axis=2).flatten()"), edit(".flatten()", "[:, :, 0].flatten()")],
    "Your patches are the columns. Each patch is a row.":
        result("it.T"),
    "You changed the caller's picture: setting `.shape` changes the array itself. `reshape` gives a new one.":
        instead(shape_set),
}


# --- nearest ---

squared = "((codebook - patch) ** 2).sum(axis=1)"


def last_of_equals(pieces, codebook):
    far = [((codebook - patch) ** 2).sum(axis=1) for patch in pieces]
    return [int(len(row) - 1 - row[::-1].argmin()) for row in far]


def smallest_kept(pieces, codebook):
    found, best, least = [], 0, float("inf")
    for patch in pieces:
        for i, entry in enumerate(codebook):
            if (distance := ((entry - patch) ** 2).sum()) < least:
                best, least = i, distance
        found.append(best)
    return found


def begins_at_100(pieces, codebook):
    found = []
    for patch in pieces:
        best, least = 0, 100
        for i, entry in enumerate(codebook):
            if (distance := ((entry - patch) ** 2).sum()) < least:
                best, least = i, distance
        found.append(best)
    return found


def never_twice(pieces, codebook):
    taken = []
    for patch in pieces:
        order = ((codebook - patch) ** 2).sum(axis=1).argsort(kind="stable").tolist()
        taken.append(next((i for i in order if i not in taken), order[0]))
    return taken


def codebook_changed(pieces, codebook):
    found = []
    for patch in pieces:
        codebook -= patch.astype(codebook.dtype)
        found.append(int((codebook**2).sum(1).argmin()))
    return found


nearest = {
    "You took the largest product. A product is large when the entry's numbers are large, not when it is near.":
        instead("(pieces @ codebook.T).argmax(axis=1).tolist()"),
    "You didn't square the differences, so those below zero count as nearest of all. Square each, then add. In `a - b ** 2` only b is squared.":
        [edit(squared, "(codebook - patch).sum(axis=1)"), edit(squared, "(patch - codebook).sum(axis=1)"), edit("** 2", "* 2")],
    "Your differences cancel out: too much in one place, too little in another. Square *each* difference first, then add.":
        [edit(squared, "abs((codebook - patch).sum(axis=1))"), edit(squared, "((codebook - patch).sum(axis=1) ** 2)"), edit(squared, "abs(codebook.mean(axis=1) - patch.mean())")],
    "You added up the differences without their signs. Add their squares: one large difference then weighs more than several small ones.":
        edit(squared, "abs(codebook - patch).sum(axis=1)"),
    "You looked at one difference of each row. All of them count: squared, and added up.":
        [edit(squared, "((codebook - patch) ** 2)[:, 0]"), edit(squared, "((codebook - patch) ** 2)[:, -1]"), edit(squared, "abs(codebook - patch).max(axis=1)")],
    "You counted from 1. The first row of the codebook has the index 0.":
        result("[i + 1 for i in it]"),
    "You asked the other way round: for each *entry* the nearest patch. Return one index for each patch.":
        edit("((codebook - patch) ** 2).sum(axis=1).argmin()) for patch in pieces", "((pieces - entry) ** 2).sum(axis=1).argmin()) for entry in codebook"),
    "You took the entry that is *furthest* away: `argmin`, not `argmax`.":
        edit("argmin", "argmax"),
    "These are the distances. Return the *index* of the smallest: `argmin`, not `min`.":
        [edit("int(" + squared + ".argmin())", squared + ".min()"), edit("int(" + squared + ".argmin())", "float(" + squared + ".min() ** .5)")],
    "These are all the distances, a row for each patch. Return the index of the smallest in each row.":
        edit("int(" + squared + ".argmin())", squared),
    "These are the rows of the codebook. Return their indices, one number for each patch.":
        [result("codebook[it]"), result("[codebook[i] for i in it]")],
    "If two are equally near, you take the last. Take the first.":
        instead(last_of_equals),
    "That's the index for one patch. Return a list, with one for each.":
        [result("it[0]"), result("it[:1]"), result("it[-1]")],
    "You keep the smallest distance from one patch to the next. The search starts afresh for each: set it inside the outer loop.":
        instead(smallest_kept),
    "Your search begins with a smallest distance that isn't large enough: if all entries are further away, it finds none. Begin with infinity, or with the first entry.":
        instead(begins_at_100),
    "All distances went into one number, or you added down the columns. An entry is a row: `.sum(axis=1)`.":
        [edit(".sum(axis=1)", ".sum()"), edit("sum(axis=1)", "sum(axis=0)"), edit(".sum(axis=1)", "")],
    "You never give the same index twice. Several patches may well have the same nearest entry.":
        instead(never_twice),
    "You took the angle between them. It can't see that one is darker.":
        instead("[int(np.argmax((codebook @ p) / (np.linalg.norm(codebook, axis=1) * np.linalg.norm(p) + 1e-12))) for p in pieces]"),
    "You cut the distances to whole numbers, so entries look equally near that are not.":
        [edit(".sum(axis=1)", ".sum(axis=1).astype(int)"), edit(".sum(axis=1)", ".sum(axis=1).round()")],
    "You subtract from the codebook itself (`-=`), so it has changed for the next patch, and for the caller. `codebook - patch` makes a new array.":
        instead(codebook_changed),
}


# --- one_sequence ---


def joined(caption, tokens, V, direction, special=None):
    """In the order of the direction; special: the ids between the two parts."""
    special = [V + (direction == "tell")] if special is None else special
    return [*caption, *special, *tokens] if direction == "draw" else [*tokens, *special, *caption]


def higher(tokens, by):
    return [by + token for token in tokens]


def in_the_callers_lists(caption, tokens, V, direction):
    moved = [V + 2 + token for token in tokens]
    if direction == "draw":
        caption.append(V)
        caption.extend(moved)
        return caption
    return [*moved, V + 1, *caption]


def moved_in_place(caption, tokens, V, direction):
    for i in range(len(tokens)):
        tokens[i] += V + 2
    return joined(caption, tokens, V, direction)


drawn, told = "caption + [V] + moved", "moved + [V + 1] + caption"
one_sequence = {
    "You didn't move the image tokens up, so image token 7 and word 7 are the same, and a corner of a picture reads like a word.":
        edit("V + 2 + token", "token"),
    "The image tokens start at another id. V and V + 1 are the special tokens, so image token 0 is V + 2.":
        [edit("V + 2 + token", f"V + {n} + token") for n in (0, 1, 3)],
    "You moved the image tokens up by 2 alone. All ids below V are words: move them up by V + 2.":
        edit("V + 2 + token", "2 + token"),
    "You always put the caption first. To *tell*, a model has to see before it speaks: the image tokens come first.":
        [edit(told, "caption + [V + 1] + moved"), edit(told, drawn)],
    "You always put the image tokens first. To *draw*, a model reads the words first.":
        [edit(drawn, "moved + [V] + caption"), edit(drawn, "moved + [V + 1] + caption")],
    "The two directions are swapped. `<draw>`: words, then a picture. `<tell>`: a picture, then words.":
        [edit('== "draw"', '!= "draw"'), instead("joined(caption, higher(tokens, V + 2), V, 'tell' if direction == 'draw' else 'draw', [V + (direction == 'tell')])")],
    "You use one special token for both directions, so the model can't know what is wanted: V for `<draw>`, V + 1 for `<tell>`.":
        [edit("[V + 1]", "[V]"), edit("+ [V] +", "+ [V + 1] +")],
    "The special tokens are swapped: V means `<draw>`, V + 1 means `<tell>`.":
        instead("joined(caption, higher(tokens, V + 2), V, direction, [V + (direction == 'draw')])"),
    "Your special tokens start at the wrong id. The words are below V, so V is the first free one: V for `<draw>`, V + 1 for `<tell>`.":
        [instead(f"joined(caption, higher(tokens, V + 2), V, direction, [V + {n} + (direction == 'tell')])") for n in (1, 2, -1)],
    "There is no special token: nothing says where the first part ends, or what should come next.":
        instead("joined(caption, higher(tokens, V + 2), V, direction, [])"),
    "The special token belongs between the two parts.": [
        instead("[V + (direction == 'tell')] + joined(caption, higher(tokens, V + 2), V, direction, [])"),
        instead("joined(caption, higher(tokens, V + 2), V, direction, []) + [V + (direction == 'tell')]"),
    ],
    "You moved the words up. They keep their numbers; only the image tokens move.": [
        instead("joined(higher(caption, V + 2), tokens, V, direction)"),
        instead("joined(higher(caption, V + 2), higher(tokens, V + 2), V, direction)"),
        instead("higher(joined(caption, tokens, V, direction), V + 2)"),
    ],
    'You put the word "draw" or "tell" into the list. The model reads numbers: V for `<draw>`, V + 1 for `<tell>`.':
        instead("joined(caption, higher(tokens, V + 2), V, direction, [direction])"),
    "Your list has lists in it. Join them with `+`, or with `extend`: `append` puts a whole list in as one item.":
        [edit(drawn, "[caption, V, moved]"), edit(drawn, "[*caption, V, moved]"), edit(told, "[moved, V + 1, caption]"), edit(told, "[*moved, V + 1, caption]"), result("[caption, V, it[len(caption) + 1:]] if direction == 'draw' else [it[:len(tokens)], V + 1, caption]")],
    "One of the two parts is missing: the prompt and what follows it are one sequence.":
        [edit(drawn, "caption + [V]"), edit(drawn, "[V] + moved"), result("it[:len(caption) + 1] if direction == 'draw' else it[:len(tokens) + 1]")],
    "You wrote in the ids of the example, 12 and 13. `V` says how many words there are.":
        [instead("joined(caption, higher(tokens, 14), V, direction, [12 + (direction == 'tell')])"), edit("V + 2 + token", "14 + token")],
    "You moved each image token up by its place in the list, or forgot its own number. Image token 0 becomes V + 2, image token 1 becomes V + 3.":
        [edit("V + 2 + token for token in tokens", f"{what} for i, token in enumerate(tokens)") for what in ("V + 2", "V + 2 + i", "V + 2 + token + i")],
    "You reversed the whole list, so the words run backwards. Only the two parts change places.":
        instead("(caption + [V + (direction == 'tell')] + higher(tokens, V + 2))[::1 if direction == 'draw' else -1]"),
    "The image tokens got another id in one of the directions. Both special tokens have a number, so they start at V + 2 either way.":
        [instead("joined(caption, higher(tokens, V + 1 + (direction == 'tell')), V, direction)"), edit(drawn, "caption + [V] + tokens"), edit(told, "tokens + [V + 1] + caption")],
    "You changed the caller's lists: `append`, `extend`, `+=` and `tokens[i] = …` change a list itself. `caption + [V]` makes a new one.":
        [instead(in_the_callers_lists), instead(moved_in_place), edit("return caption + [V] + moved", "caption += [V] + moved\n        return caption")],
}


# --- few_shot ---

text = 'return "\\n".join(lines + [f"{query} ->"])'
each = 'f"{word} -> {answer}"'
few_shot = {
    "There is a space at the end. It belongs to the *next* token: with it in the prompt, the model can hardly write that token.":
        result("it + ' '"),
    "You ended the last line. That's for the model to do.":
        result("it + '\\n'"),
    "The last line has no arrow: nothing asks for an answer.":
        [edit('f"{query} ->"', "query"), edit('f"{query} ->"', "query + ' '")],
    "Your lines run together. Between every two of them there is a new line, `\"\\n\"`.":
        [edit('"\\n".join', f'"{gap}".join') for gap in ("", " ", ", ", "; ")] + [instead("' '.join(f'{a} -> {b}' for a, b in examples) + ('\\n' if examples else '') + f'{query} ->'")],
    "If two examples have the same word, you lose one: a dictionary has each word once. Keep the list of pairs.":
        edit("in examples", "in dict(examples).items()"),
    "You changed the letters of the words. Leave them as they are.":
        [result("it.lower()"), result("it.upper()")],
    "You left out an example because its word is the query. Show all examples.":
        edit("in examples", "in examples if word != query"),
    "Without examples your text begins with an empty line. Then the last line is all there is.":
        edit(text, 'return "\\n".join(lines) + f"\\n{query} ->"'),
    "A new line is one character, with one backslash: `\"\\n\"`.":
        [edit('"\\n".join', '"/n".join'), edit('"\\n".join', '"\\\\n".join')],
    "The braces stay in your text: the `f` in front of the quotes is missing.":
        [edit(each, '"{word} -> {answer}"'), edit('f"{query} ->"', '"{query} ->"'), edit('f"{query} ->"', '"query ->"'), edit(each, '"word -> answer"')],
    "Your query comes after each example. It comes once, at the end.":
        edit(each, 'f"{word} -> {answer}\\n{query} ->"'),
    "Your pairs are the wrong way round: you show the opposite task.":
        edit(each, 'f"{answer} -> {word}"'),
    "Your query comes first. The model goes on at the *end* of the text, so the query belongs there.":
        edit(text, 'return "\\n".join([f"{query} ->"] + lines)'),
    "The new line between the examples and the query is missing.":
        [edit(text, 'return "\\n".join(lines) + f"{query} ->"'), edit(text, 'return "\\n".join(lines) + f" {query} ->"')],
    "Your text has empty lines in it. One new line ends a line; two leave one empty.":
        [edit('"\\n".join', '"\\n\\n".join'), result("'\\n' + it"), edit(text, 'return "\\n".join(lines + [""] * bool(lines) + [f"{query} ->"])')],
    "Each arrow has a space before it, and another after it where a word follows.":
        [result("it.replace(' -> ', '->')"), result("it.replace(' ->', '->')"), edit(each, 'f"{word}->{answer}"'), edit(each, 'f"{word} ->{answer}"'), edit('f"{query} ->"', 'f"{query}->"')],
    "That's another arrow. Ours is a minus and a greater-than sign: `->`.":
        [result(f"it.replace('->', '{arrow}')") for arrow in ("→", "=>", "-->", ":", "=")],
    "Examples are missing. Show all of them: without them the model doesn't know what the game is.":
        [edit("in examples", f"in examples[{some}]") for some in (":1", "-1:", ":-1", "1:", ":0")],
    "There is a whole pair in your line, with its brackets and quotes. Take it apart: `for word, answer in examples`.":
        [edit(each, 'f"{word, answer}"'), edit(each, 'f"{word, answer} ->"')],
    "You returned a list of lines. Return one text: `\"\\n\".join(lines)` makes it.":
        [edit(text, 'return lines + [f"{query} ->"]'), result("[line + '\\n' for line in it.split('\\n')]")],
}


# --- systems ---

for item, choices in {
    "A": {
        "foundation, multimodal": "Text in, text out. Which other kind of data does it read?",
        "language model, no foundation": "It gives a next token, yes. But it was trained on broad data, and does many tasks by its prompt alone.",
        "neither": "It gives probabilities for the next token, and was trained on broad data.",
    },
    "B": {
        "foundation, text only": "Only one of its four kinds of input is text.",
        "language model, no foundation": "Only one of its four kinds of input is text, and it has many tasks.",
        "neither": "It was trained on broad data, and has many tasks.",
    },
    "C": {
        "foundation, text only": "Is a table of letter pairs broad data? And it has one use, the next letter.",
        "foundation, multimodal": "Letters are all it knows.",
        "neither": "Counted by hand, but it does say how likely the next letter is.",
    },
    "D": {
        "foundation, multimodal": "Fifty-nine languages are fifty-nine kinds of *text*.",
        "language model, no foundation": "It gives a next token, yes. But look at the breadth of its data, and at what it's used for.",
        "neither": "In whatever language, it gives probabilities for the next token.",
    },
    "E": {
        "foundation, text only": "It chooses moves on a board. There is no text in it.",
        "foundation, multimodal": "Stronger than any human, at one thing. Many tasks are something else.",
        "language model, no foundation": "It chooses moves on a board. Nobody asks it for the next word.",
    },
    "F": {
        "foundation, text only": "It writes text. But what does it look at?",
        "language model, no foundation": "It takes new tasks from a few examples, and it looks at films.",
        "neither": "It gives probabilities for the next token; the films come in front of it.",
    },
    "G": {
        "foundation, text only": "It cuts text and numbers the pieces. It has no other task.",
        "foundation, multimodal": "It cuts text and numbers the pieces. It has no other task.",
        "language model, no foundation": "It cuts text and numbers the pieces. It predicts nothing.",
    },
    "H": {
        "foundation, text only": "It counted characters of speeches, and has one use: the next character.",
        "foundation, multimodal": "Characters of speeches are all it has counted.",
        "neither": "Nothing was trained with gradients. But look at what comes out.",
    },
    "I": {
        "foundation, text only": "It hears, sees and speaks.",
        "language model, no foundation": "How many kinds of data is that, and how many tasks?",
        "neither": "It was trained on broad data, and has many tasks.",
    },
}.items():
    for choice, why in choices.items():
        wrong_choice("systems", item, choice, why)
