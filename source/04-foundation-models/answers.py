"""Other right answers to 04-foundation-models: each must get full marks."""
import itertools
import math
from collections import defaultdict

import numpy as np

from course.exercise.mistakes import right, right_value


@right("patches")
def by_swapped_axes(picture, size):
    height, width, _ = picture.shape
    return picture.reshape(height // size, size, width // size, size, 3).swapaxes(1, 2).reshape(-1, size * size * 3)


@right("patches")
def by_pixels(picture, size):
    height, width, _ = picture.shape
    rows = []
    for k in range(height // size * (width // size)):
        top, left = k // (width // size) * size, k % (width // size) * size
        row = []
        for y in range(size):
            for x in range(size):
                row.extend(picture[top + y][left + x])
        rows.append(row)
    return rows


@right("patches")
def by_splitting(picture, size):
    down = np.split(picture, len(picture) // size)
    return np.vstack([each.reshape(1, -1) for band in down for each in np.split(band, band.shape[1] // size, axis=1)])


@right("nearest")
def by_loops(patches, codebook):
    found = []
    for patch in patches:
        best, least = 0, math.inf
        for position, code in enumerate(codebook):
            distance = 0
            for a, b in zip(patch, code):
                distance += (a - b) ** 2
            if distance < least:
                best, least = position, distance
        found.append(best)
    return found


@right("nearest")
def by_broadcasting(patches, codebook):
    return np.argmin(((patches[:, None, :] - codebook[None]) ** 2).sum(axis=2), axis=1)


@right("nearest")
def by_the_length_of_the_difference(patches, codebook):
    return [min(range(len(codebook)), key=lambda i: float(np.linalg.norm(patch - codebook[i]).round(12))) for patch in patches]


@right("one_sequence")
def step_by_step(caption, tokens, V, direction):
    ids = []
    if direction == "draw":
        for word in caption:
            ids.append(word)
        ids.append(V)
        for code in tokens:
            ids.append(code + V + 2)
    else:
        for code in tokens:
            ids.append(code + V + 2)
        ids.append(V + 1)
        for word in caption:
            ids.append(word)
    return ids


@right("one_sequence")
def by_arrays(caption, tokens, V, direction):
    high = np.array(tokens) + V + 2
    parts = (caption, [V], high) if direction == "draw" else (high, [V + 1], caption)
    return np.concatenate(parts).astype(int).tolist()


@right("one_sequence")
def as_an_array(caption, tokens, V, direction):
    parts = {"draw": [caption, [V], [c + V + 2 for c in tokens]], "tell": [[c + V + 2 for c in tokens], [V + 1], caption]}[direction]
    return np.array(list(itertools.chain(*parts)))


@right("few_shot")
def in_a_loop(examples, query):
    text = ""
    for word, answer in examples:
        text += word + " -> " + answer + "\n"
    return text + query + " ->"


@right("few_shot")
def joined_pairs(examples, query):
    return "\n".join([" -> ".join(pair) for pair in examples] + [query + " ->"])


@right("few_shot")
def stripped_at_last(examples, query):
    return "".join("{} -> {}\n".format(*pair) for pair in [*examples, (query, "")])[:-2]


SORTED = {"foundation, text only": "AD", "foundation, multimodal": "BFI", "language model, no foundation": "CH", "neither": "EG"}
right_value("systems", {letter: box for box, letters in SORTED.items() for letter in letters})
right_value("systems", defaultdict(lambda: "neither", {letter: box for box, letters in SORTED.items() for letter in letters[::-1]}))


@right("patches")
def patches_from_its_beginning(picture, size):
    height, width, _ = picture.shape
    rows = []
    for top in range(0, height, size):
        for left in range(0, width, size):
            square = picture[top:top + size, left:left + size]
            rows.append(square.flatten())
    return np.array(rows)


@right("nearest")
def nearest_from_its_beginning(pieces, codebook):
    found = []
    for patch in pieces:
        distances = ((codebook - patch) ** 2).sum(axis=1)
        found.append(int(np.argmin(distances)))
    return found


@right("one_sequence")
def one_sequence_from_its_beginning(caption, tokens, V, direction):
    moved = []
    for code in tokens:
        moved.append(V + 2 + code)
    if direction == "draw":
        return caption + [V] + moved
    return moved + [V + 1] + caption


@right("few_shot")
def few_shot_from_its_beginning(examples, query):
    lines = []
    for word, answer in examples:
        lines.append(f"{word} -> {answer}")
    lines.append(query + " ->")
    return "\n".join(lines)
