"""Other right answers to 04-foundation-models: each must get full marks."""
import itertools
import math
import re
from collections import defaultdict

import numpy as np

from course.exercise.mistakes import right, right_value


@right("answer_logprob")
def by_indexing(logits, answer):
    powers = np.exp(logits)
    P = powers / powers.sum(axis=1, keepdims=True)
    return np.log(P[np.arange(len(answer)), answer]).sum()


@right("answer_logprob")
def token_by_token(logits, answer):
    total = 0
    for i in range(len(answer)):
        row = [math.exp(each) for each in logits[i]]
        total = total + math.log(row[answer[i]] / sum(row))
    return total


@right("answer_logprob")
def by_log_softmax(logits, answer):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1))[:, None]
    return float(sum(log_P[i][token] for i, token in enumerate(answer)))


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


@right("picture")
def by_concatenating(ids, codebook, across, size):
    tiles = [codebook[i].reshape(size, size, 3) for i in ids]
    return np.concatenate([np.concatenate(tiles[i:i + across], axis=1) for i in range(0, len(tiles), across)], axis=0)


@right("picture")
def by_swapping(ids, codebook, across, size):
    down = len(ids) // across
    return codebook[ids].reshape(down, across, size, size, 3).swapaxes(1, 2).reshape(down * size, across * size, 3)


@right("picture")
def pixel_by_pixel(ids, codebook, across, size):
    rows = []
    for start in range(0, len(ids), across):
        for y in range(size):
            row = []
            for code in ids[start:start + across]:
                for x in range(size):
                    at = (y * size + x) * 3
                    row.append(list(codebook[code][at:at + 3]))
            rows.append(row)
    return np.array(rows)


@right("mu_law")
def one_by_one(xs):
    ids = []
    for x in xs:
        s = math.log(1 + 255 * abs(x)) / math.log(256)
        if x < 0:
            s = -s
        ids.append(round((s + 1) / 2 * 255))
    return ids


@right("mu_law")
def by_log1p(xs):
    s = np.copysign(np.log1p(255 * np.abs(xs)) / np.log1p(255), xs)
    return np.rint(127.5 * s + 127.5)


@right("mu_law")
def floor_of_a_half_more(xs):
    s = np.sign(xs) * np.log2(1 + 255 * abs(xs)) / 8
    return np.floor((s + 1) / 2 * 255 + .5).astype(int).tolist()


@right("mu_law_back")
def back_one_by_one(ids):
    out = []
    for i in ids:
        s = 2 * i / 255 - 1
        x = (256 ** abs(s) - 1) / 255
        out.append(x if s > 0 else -x)
    return out


@right("mu_law_back")
def by_expm1(ids):
    s = (np.asarray(ids) - 127.5) / 127.5
    return np.sign(s) * np.expm1(np.abs(s) * np.log(256)) / 255


@right("one_sequence")
def step_by_step(caption, codes, V, direction):
    ids = []
    if direction == "draw":
        for word in caption:
            ids.append(word)
        ids.append(V)
        for code in codes:
            ids.append(code + V + 2)
    else:
        for code in codes:
            ids.append(code + V + 2)
        ids.append(V + 1)
        for word in caption:
            ids.append(word)
    return ids


@right("one_sequence")
def by_arrays(caption, codes, V, direction):
    high = np.array(codes) + V + 2
    parts = (caption, [V], high) if direction == "draw" else (high, [V + 1], caption)
    return np.concatenate(parts).astype(int).tolist()


@right("one_sequence")
def as_an_array(caption, codes, V, direction):
    parts = {"draw": [caption, [V], [c + V + 2 for c in codes]], "tell": [[c + V + 2 for c in codes], [V + 1], caption]}[direction]
    return np.array(list(itertools.chain(*parts)))


@right("clip_tokens")
def by_ceil(seconds, width, height, patch, fps):
    return seconds * fps * math.ceil(width / patch) * math.ceil(height / patch)


@right("clip_tokens")
def by_corners(seconds, width, height, patch, fps):
    count = 0
    for _ in range(0, height, patch):
        for _ in range(0, width, patch):
            count += 1
    return count * fps * seconds


@right("clip_tokens")
def by_the_remainder(seconds, width, height, patch, fps):
    across = width // patch + (width % patch > 0)
    down = height // patch + (1 if height % patch else 0)
    return int(across * down * fps * seconds)


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


@right("is_right")
def by_a_pattern(text, want):
    return re.fullmatch(rf" *{re.escape(want)} *|\s*{re.escape(want)}\.\s*", text.split("\n")[0], re.IGNORECASE) is not None


@right("is_right")
def by_partition(text, want):
    line = text.partition("\n")[0].strip()
    if line.endswith("."):
        line = line[:-1]
    return line.casefold() == want.casefold()


@right("is_right")
def the_place_of_the_new_line(text, want):
    end = text.find("\n")
    line = (text if end < 0 else text[:end]).upper().strip()
    return want.upper() in (line, line[:-1] if line.endswith(".") else line)


SORTED = {"foundation model": "BCINO", "large language model": "AELMP", "language model": "DHKRS", "neither": "FGJQT"}
right_value("systems", {letter: word for word, letters in SORTED.items() for letter in letters})
right_value("systems", defaultdict(lambda: "neither", {letter: word for word, letters in SORTED.items() for letter in letters[::-1]}))


@right("answer_logprob")
def answer_logprob_from_its_beginning(logits, answer):
    total = 0
    for row, token in zip(logits, answer):
        powers = np.exp(row)
        p = powers[token] / powers.sum()
        total += np.log(p)
    return total


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


@right("picture")
def picture_from_its_beginning(ids, codebook, across, size):
    height, width = len(ids) // across * size, across * size
    whole = np.zeros((height, width, 3))
    for place, code in enumerate(ids):
        top, left = place // across * size, place % across * size
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


@right("mu_law")
def mu_law_from_its_beginning(xs):
    s = np.sign(xs) * (np.log(1 + 255 * abs(xs)) / np.log(256))
    ids = np.round((s + 1) / 2 * 255)
    return ids.astype(int)


@right("one_sequence")
def one_sequence_from_its_beginning(caption, codes, V, direction):
    moved = []
    for code in codes:
        moved.append(V + 2 + code)
    if direction == "draw":
        return caption + [V] + moved
    return moved + [V + 1] + caption


@right("clip_tokens")
def clip_tokens_from_its_beginning(seconds, width, height, patch, fps):
    across, down = math.ceil(width / patch), math.ceil(height / patch)
    pictures = seconds * fps
    return pictures * across * down


@right("few_shot")
def few_shot_from_its_beginning(examples, query):
    lines = []
    for word, answer in examples:
        lines.append(f"{word} -> {answer}")
    lines.append(query + " ->")
    return "\n".join(lines)


@right("is_right")
def is_right_from_its_beginning(text, want):
    line = text.split("\n")[0]
    line = line.strip()
    line = line.removesuffix(".")
    return line.lower() == want.lower()
