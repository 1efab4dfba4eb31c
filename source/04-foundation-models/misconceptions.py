"""The ways people get 04-foundation-models wrong, and what to say. The message comes first, then the functions that do it."""
import math

import numpy as np

from course.exercise.mistakes import reference, wrong, wrong_choice


def in_all_forms(answer, message, *functions):
    """`wrong`, for answers of whole numbers that may come as floats: a mistake is the same in both."""
    def form(function, whole):
        def formed(*arguments):
            made = function(*arguments)
            try:
                numbers = np.asarray(made)
            except ValueError:                                                # lists in a list
                return made
            if numbers.ndim != 1 or numbers.dtype.kind not in "iuf" or not np.array_equal(numbers, numbers // 1):
                return made
            return numbers.astype(int if whole else float)
        formed.__name__ = "<lambda>"                                          # so that it is called by its message
        return formed
    wrong(answer, message, *[form(way, whole) for way in functions for whole in (True, False)])


# --- answer_logprob ---

def softmax(row):
    row = np.asarray(row, float)
    return np.exp(row - row.max()) / np.exp(row - row.max()).sum()


def logs(logits, answer):
    return [math.log(softmax(row)[token]) for row, token in zip(logits, answer)]


wrong("answer_logprob", """You divided by the number of tokens, which gives the mean. We want the sum: every extra token makes the whole answer less likely.""",
      lambda logits, answer: float(np.mean(logs(logits, answer))))
wrong("answer_logprob", """You added up the logits themselves. They are not probabilities yet: first each row has to share out 100 % (softmax).""",
      lambda logits, answer: sum(float(row[token]) for row, token in zip(logits, answer)),
      lambda logits, answer: sum(row[token] for row, token in zip(logits, answer)),
      lambda logits, answer: float(np.mean([row[token] for row, token in zip(logits, answer)])))
wrong("answer_logprob", """You took the logarithm of the logits. They are not probabilities yet, and some are below zero: softmax comes first.""",
      lambda logits, answer: sum(math.log(row[token]) for row, token in zip(logits, answer)),
      lambda logits, answer: float(sum(np.log(abs(row[token]) + 1e-300) for row, token in zip(logits, answer))))
wrong("answer_logprob", """This is the probability of the answer, the product. We want its *logarithm*: the sum of the logarithms.""",
      lambda logits, answer: math.exp(sum(logs(logits, answer))))
wrong("answer_logprob", """You added up the probabilities. Add their logarithms; the probabilities themselves would be multiplied.""",
      lambda logits, answer: sum(math.exp(each) for each in logs(logits, answer)),
      lambda logits, answer: math.log(sum(math.exp(each) for each in logs(logits, answer))))
wrong("answer_logprob", """You are one row off. Row i is the guess *for* `answer[i]`: row 0 judges the first token.""",
      lambda logits, answer: sum(logs(logits[:-1], answer[1:])),
      lambda logits, answer: sum(logs(logits[1:], answer[:-1])),
      lambda logits, answer: sum(logs(logits[1:], answer)))
wrong("answer_logprob", """The sign is the wrong way round: this is the *surprise* at the answer. A log-probability is never above zero.""",
      lambda logits, answer: -sum(logs(logits, answer)),
      lambda logits, answer: -float(np.mean(logs(logits, answer))))
wrong("answer_logprob", """In your softmax all rows share one 100 %. Each row is a guess of its own: divide by the sum of *that* row.""",
      lambda logits, answer: sum(math.log(softmax(np.ravel(logits)).reshape(np.shape(logits))[i, token]) for i, token in enumerate(answer)))
wrong("answer_logprob", """Your softmax runs down the columns. A guess is a row: its numbers share 100 % (`axis=1`).""",
      lambda logits, answer: sum(math.log(softmax(np.asarray(logits)[:, token])[i]) for i, token in enumerate(answer)))
wrong("answer_logprob", """You judged each row's likeliest token. Judge the token that the answer has, likely or not.""",
      lambda logits, answer: sum(math.log(softmax(row).max()) for row in logits))
wrong("answer_logprob", """Your result counts only one token of the answer. All of them count, each judged by its own row.""",
      lambda logits, answer: logs(logits, answer)[0],
      lambda logits, answer: logs(logits, answer)[-1])
wrong("answer_logprob", """Your logarithm has a different base. We want the natural one, base e: `math.log` or `np.log` with one argument.""",
      lambda logits, answer: sum(logs(logits, answer)) / math.log(2),
      lambda logits, answer: sum(logs(logits, answer)) / math.log(10))
wrong("answer_logprob", """You subtracted the powers of e, not the logarithm of their sum. The probability is e to the power of the logit *divided by* the sum of the row's powers.""",
      lambda logits, answer: sum(float(row[token] - np.exp(row).sum()) for row, token in zip(logits, answer)))
wrong("answer_logprob", """You divided the logits by their sum, without raising e to the power of them first. That is not a probability: logits may be zero or below.""",
      lambda logits, answer: float(np.sum([np.log(row[token] / np.sum(row)) for row, token in zip(logits, answer)])))
wrong("answer_logprob", """You took the sum (or the largest) of the logits themselves. Below the fraction line we need the sum of their *powers*: first e to the power of each, then add.""",
      lambda logits, answer: float(sum(row[token] - np.sum(row) for row, token in zip(logits, answer))),
      lambda logits, answer: float(sum(row[token] - np.log(np.sum(row)) for row, token in zip(logits, answer))),
      lambda logits, answer: float(sum(row[token] - np.max(row) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You added a small number to the probabilities. That makes very unlikely tokens too likely, and no token here has a probability of 0.""",
      *[lambda logits, answer, eps=eps: float(sum(np.log(softmax(row)[token] + eps) for row, token in zip(logits, answer))) for eps in (1e-12, 1e-10, 1e-9, 1e-8, 1e-6, 1e-5)])
wrong("answer_logprob", """You returned a list, one number for each token. We want one number: their sum.""",
      lambda logits, answer: logs(logits, answer),
      lambda logits, answer: np.array(logs(logits, answer)))
wrong("answer_logprob", """You looked up row `token`, column `i`. Row `i` is the guess for the i-th token, and the token's id says which column of it counts.""",
      lambda logits, answer: sum(math.log(softmax(logits[token % len(logits)])[i % len(logits[0])]) for i, token in enumerate(answer)))
wrong("answer_logprob", """You looked for each token's row by its id (`answer.index(token)`). If an id comes twice, that finds its first place both times: count the rows along with the tokens.""",
      lambda logits, answer: sum(math.log(softmax(logits[list(answer).index(token)])[token]) for token in answer))
wrong("answer_logprob", """You took the columns of all tokens from every row: `P[:, answer]` is a whole table. In row i, only the column of `answer[i]` counts.""",
      lambda logits, answer: float(np.log(np.array([softmax(row) for row in logits])[:, answer]).sum()))
wrong("answer_logprob", """You multiplied the probabilities first. For a long answer the product is so small that the computer makes it 0, and 0 has no logarithm: add the logarithms.""",
      lambda logits, answer: float(np.log(np.prod([softmax(row)[token] for row, token in zip(logits, answer)]))),
      lambda logits, answer: math.log(math.prod(float(softmax(row)[token]) for row, token in zip(logits, answer))))
wrong("answer_logprob", """Your softmax needs brackets: `exp(a) / exp(b) + exp(c)` divides by the first one only. The whole sum goes below the line.""",
      lambda logits, answer: float(sum(np.log(np.exp(row[token]) / np.exp(row[0]) + np.exp(row[1:]).sum()) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You rounded on the way. The example shows rounded numbers; keep all digits, and round only what is printed.""",
      *[lambda logits, answer, digits=digits: float(sum(np.log(max(round(float(softmax(row)[token]), digits), 1e-300)) for row, token in zip(logits, answer))) for digits in (2, 3, 4)],
      *[lambda logits, answer, digits=digits: round(sum(logs(logits, answer)), digits) for digits in (1, 2, 3)])
wrong("answer_logprob", """You took all rows in each round. The row that belongs to this token is the one that the loop gives: `np.exp(row)`.""",
      lambda logits, answer: sum(np.log(np.exp(logits)[token] / np.exp(logits).sum()) for row, token in zip(logits, answer)))
wrong("answer_logprob", """Your sum begins at 1. A sum begins at 0; only a product begins at 1.""",
      lambda logits, answer: 1 + sum(logs(logits, answer)))
wrong("answer_logprob", """You took per cent for probabilities. 100 % is a probability of 1: leave out the 100.""",
      lambda logits, answer: sum(math.log(100) + each for each in logs(logits, answer)))
wrong("answer_logprob", """You divided two logarithms. First the fraction, then one logarithm of it: log(a / b).""",
      lambda logits, answer: float(sum(row[token] / np.log(np.exp(row).sum()) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You left out which token: there is still a number for each token of the vocabulary. Only `row[token]`, the one that the answer has, counts.""",
      lambda logits, answer: sum(np.log(softmax(row)) for row in logits),
      lambda logits, answer: float(sum(np.log(softmax(row)).sum() for row in logits)),
      lambda logits, answer: [np.log(softmax(row)) for row in logits])
wrong("answer_logprob", """You looked up all tokens of the answer in each row (`row[answer]`). Row i is about one of them: `row[token]`.""",
      lambda logits, answer: sum(np.log(softmax(row)[list(answer)]) for row in logits))
wrong("answer_logprob", """You took e to the power of the token's *id*. The id only says which number of the row counts: `row[token]`.""",
      lambda logits, answer: float(sum(np.log(np.exp(token) / np.exp(row).sum()) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You used row 0 for all tokens of the answer. Each token has its own row.""",
      lambda logits, answer: sum(math.log(softmax(logits[0])[token]) for token in answer))
wrong("answer_logprob", """The last token is left out: a range stops before its end.""",
      lambda logits, answer: sum(logs(logits[:-1], answer[:-1])))
wrong("answer_logprob", """You assumed four columns, as in the example. A row can have any number: the sum goes over all of it.""",
      lambda logits, answer: float(sum(row[token] - math.log(sum(math.exp(each) for each in row[:4])) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You looked at column i of row i. The token's id says which column: `row[token]`, with the token at place i of the answer.""",
      lambda logits, answer: sum(math.log(softmax(row)[i % len(row)]) for i, row in enumerate(logits)))
wrong("answer_logprob", """You judged the first token of the answer in every row. Row i is about the token at place i.""",
      lambda logits, answer: sum(math.log(softmax(row)[answer[0]]) for row in logits))
wrong("answer_logprob", """Above the fraction line, too, we need e to the power of the logit.""",
      lambda logits, answer: float(np.sum(np.log([row[token] / np.exp(row).sum() for row, token in zip(logits, answer)]))))
wrong("answer_logprob", """Your logarithm ends too early: log(a) / b instead of log(a / b). First the probability, then its logarithm.""",
      lambda logits, answer: float(sum(np.log(np.exp(row[token])) / np.exp(row).sum() for row, token in zip(logits, answer))))
wrong("answer_logprob", """A token that comes twice in the answer counts only once in your result. Every place in the answer counts.""",
      lambda logits, answer: sum(math.log(softmax(logits[list(answer).index(token)])[token]) for token in dict.fromkeys(answer)),
      lambda logits, answer: sum({token: math.log(softmax(row)[token]) for row, token in zip(logits, answer)}.values()),
      lambda logits, answer: sum(math.log(softmax(row)[token]) for row, token in zip(logits, dict.fromkeys(answer))))
wrong("answer_logprob", """The sign in front of the logarithm of the sum is wrong. A fraction becomes a difference: the logit *minus* the logarithm of the row's sum.""",
      lambda logits, answer: float(sum(row[token] + np.log(np.exp(row).sum()) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You used the last row for all tokens of the answer. Each token has its own row.""",
      lambda logits, answer: sum(math.log(softmax(logits[-1])[token]) for token in answer))
wrong("answer_logprob", """You counted the vocabulary from 1. Token 0 is the first column.""",
      lambda logits, answer: sum(math.log(softmax(row)[token - 1]) for row, token in zip(logits, answer)))


one = wrong("answer_logprob", """You changed the array of logits that you were given. Other code still needs it: put your results into a new one.""")


@one
def exp_in_place(logits, answer):
    rows = [softmax(row) for row in logits]
    logits -= logits
    return float(sum(math.log(row[token]) for row, token in zip(rows, answer)))


@one
def shifted_in_place(logits, answer):
    logits -= logits.max(axis=1, keepdims=True)
    return sum(logs(logits, answer))


@one
def written_back(logits, answer):
    total = 0
    for i, token in enumerate(answer):
        logits[i] = np.exp(logits[i])
        total += math.log(logits[i][token] / logits[i].sum())
    return total


@one
def shares_written_back(logits, answer):
    for i in range(len(logits)):
        logits[i] = np.exp(logits[i]) / np.exp(logits[i]).sum()
    with np.errstate(divide="ignore"):
        return float(sum(np.log(row[token]) for row, token in zip(logits, answer)))


@one
def popped(logits, answer):
    total = 0
    for row in logits:
        total += math.log(softmax(row)[answer.pop(0)])
    return total


# --- patches ---

def cut(picture, size):
    return reference("patches")(picture, size)


def squares(picture, size):
    height, width, _ = picture.shape
    return [[picture[top:top + size, left:left + size] for left in range(0, width, size)] for top in range(0, height, size)]


wrong("patches", """These are strips, as `reshape` makes them: neighbours above and below were torn apart. A patch is a square of the picture.""",
      lambda picture, size: picture.reshape(-1, size * size * 3),
      lambda picture, size: picture.reshape(picture.shape[0] // size * (picture.shape[1] // size), -1))
wrong("patches", """You read downwards first. Patches come in reading order: along the top from left to right, then the next row of them.""",
      lambda picture, size: np.array([each.flatten() for column in zip(*squares(picture, size)) for each in column]),
      lambda picture, size: np.array([picture[down:down + size, across:across + size].flatten() for across in range(0, picture.shape[1], size) for down in range(0, picture.shape[0], size)]))
wrong("patches", """Your squares overlap, so pixels count several times. The next square starts where the last one ended, `size` pixels further on.""",
      lambda picture, size: np.array([picture[top:top + size, left:left + size].flatten() for top in range(picture.shape[0] - size + 1) for left in range(picture.shape[1] - size + 1)]),
      lambda picture, size: np.array([picture[top:top + size, left:left + size].flatten() for top in range(0, picture.shape[0], size) for left in range(picture.shape[1] - size + 1)]),
      lambda picture, size: np.array([picture[top:top + size, left:left + size].flatten() for top in range(picture.shape[0] // size) for left in range(picture.shape[1] // size)]))
wrong("patches", """You read the pixels of each patch downwards, column by column. Reading order goes along the lines, inside a patch, too.""",
      lambda picture, size: np.array([each.swapaxes(0, 1).flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """In your rows all the red numbers come first, then the green, then the blue. The three numbers of a pixel stay together.""",
      lambda picture, size: np.array([each.transpose(2, 0, 1).flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """Your patches are not laid out as rows: each is still a square. `.flatten()` turns it into a row.""",
      lambda picture, size: np.array([each for line in squares(picture, size) for each in line]),
      lambda picture, size: [each for line in squares(picture, size) for each in line])
wrong("patches", """You laid all patches out as one long row. Each patch needs a row of its own.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size) for each in line]).flatten(),
      lambda picture, size: np.concatenate([each.flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """Your result has one level too many: the patches of each line are in a list of their own. We want one list of all patches.""",
      lambda picture, size: np.array([[each.flatten() for each in line] for line in squares(picture, size)]),
      lambda picture, size: [[each.flatten() for each in line] for line in squares(picture, size)])
wrong("patches", """The last column of patches is missing.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size) for each in line[:-1]]),
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size) for each in line[:len(picture) // size]]))
wrong("patches", """Patches at the bottom edge are missing.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size)[:-1] for each in line]),
      lambda picture, size: np.array([each.flatten() for each in squares(picture, size)[0]]))
wrong("patches", """Rows and columns are swapped: you cut the picture as if it were lying on its side.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture.swapaxes(0, 1), size) for each in line]))
wrong("patches", """The last line and the last column of patches are missing: a `range` stops before its end.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size)[:-1] for each in line[:-1]]))
wrong("patches", """Only the first column of patches came out. There are more beside it.""",
      lambda picture, size: np.array([line[0].flatten() for line in squares(picture, size)]))
wrong("patches", """That is only the first patch. Is the `return` inside the loop?""",
      lambda picture, size: squares(picture, size)[0][0].flatten(),
      lambda picture, size: np.array([squares(picture, size)[0][0].flatten()]))
wrong("patches", """Your patches are too small: `a:b` already leaves out `b`, so it ends at `top + size`; and `picture[top, left]`, without colons, is a single pixel.""",
      lambda picture, size: np.array([each[:-1, :-1].flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """Each of your patches is one pixel too large: `a:b` already leaves out `b`, so it ends at `top + size`.""",
      lambda picture, size: [picture[top:top + size + 1, left:left + size + 1].flatten() for top in range(0, picture.shape[0], size) for left in range(0, picture.shape[1], size)])
wrong("patches", """Your squares have the same side whatever `size` is: is there a number, such as the 3 of the picture, where `size` should be?""",
      lambda picture, size: cut(picture, 2),
      lambda picture, size: cut(picture, 3))
wrong("patches", """All your rows are the same. Each patch is cut at its own `top` and `left`, and needs an array of its own.""",
      lambda picture, size: np.array([picture[2:4, 6:8].flatten()] * len(cut(picture, size))),
      lambda picture, size: np.array([picture[0:size, 0:size].flatten()] * len(cut(picture, size))),
      lambda picture, size: np.array([cut(picture, size)[-1]] * len(cut(picture, size))),
      lambda picture, size: np.array([cut(picture, size)[0]] * len(cut(picture, size))))


@wrong("patches")
def shape_set(picture, size):
    """You changed the picture that you were given: setting its `.shape` changes the array itself. `reshape` gives a new one."""
    height, width, _ = picture.shape
    rows = cut(picture, size)
    picture.shape = (height // size, size, width // size, size, 3)
    return rows


wrong("patches", """A patch keeps all of its numbers, three for each pixel. A mean, or a single colour, is less.""",
      lambda picture, size: np.array([each.mean(axis=(0, 1)) for line in squares(picture, size) for each in line]),
      lambda picture, size: np.array([each.mean(axis=2).flatten() for line in squares(picture, size) for each in line]),
      lambda picture, size: np.array([each[:, :, 0].flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """Your result is turned on its side: the patches are its columns. Each patch should be a row.""",
      lambda picture, size: cut(picture, size).T)
wrong("patches", """You cut `size` pieces, or whole lines of the picture. Cut squares of `size` pixels on a side: `picture[rows, columns]`.""",
      lambda picture, size: np.array([picture[top:top + picture.shape[0] // size, left:left + picture.shape[1] // size].flatten()
                                      for top in range(0, picture.shape[0], max(1, picture.shape[0] // size)) for left in range(0, picture.shape[1], max(1, picture.shape[1] // size))
                                      if picture[top:top + picture.shape[0] // size, left:left + picture.shape[1] // size].size == 3 * (picture.shape[0] // size) * (picture.shape[1] // size)]),
      lambda picture, size: picture.reshape(size, -1))
wrong("patches", """Your result is empty: no square was ever put into it. Does a `range` begin where it should end? `range(0, width, size)`.""",
      lambda picture, size: np.array([]),
      lambda picture, size: [],
      lambda picture, size: np.zeros((0, size * size * 3)))
wrong("patches", """Only the last patch is there: each one replaces the one before. `rows.append(…)` puts each on the list.""",
      lambda picture, size: cut(picture, size)[-1],
      lambda picture, size: cut(picture, size)[-1:])
wrong("patches", """You cut strips right across the picture: the columns are missing. Both belong in the brackets, with a comma: `picture[rows, columns]`.""",
      lambda picture, size: np.array([picture[top:top + size].flatten() for top in range(0, picture.shape[0], size) for left in range(0, picture.shape[1], size)]),
      lambda picture, size: np.array([picture[:, left:left + size].flatten() for top in range(0, picture.shape[0], size) for left in range(0, picture.shape[1], size)]))
wrong("patches", """Your patches are turned round before they are laid out (`.T`, or the order "F"): colours come first then, and columns before rows. Lay a patch out as it is.""",
      lambda picture, size: np.array([each.T.flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """You divided the numbers by 255. Leave them as they are.""",
      lambda picture, size: cut(picture, size) / 255)


# --- nearest ---

def far(patches, codebook):
    return np.square(np.asarray(patches, float)[:, None] - np.asarray(codebook, float)).sum(-1)


in_all_forms("nearest", """You took the largest product. That way bright codes win: a product is large when the code is large, not when it is close.""",
      lambda patches, codebook: (patches @ codebook.T).argmax(1).tolist())
in_all_forms("nearest", """You didn't square the differences, so one below zero counts as nearer than none, and the codes with the smallest numbers win. Square them, then add. (`a - b ** 2` only squares b: the difference needs brackets.)""",
      lambda patches, codebook: [int(np.argmin((codebook - patch).sum(1))) for patch in patches],
      lambda patches, codebook: [int(np.argmin(((codebook - patch) * 2).sum(1))) for patch in patches])
in_all_forms("nearest", """You didn't square the differences, so one below zero counts as nearer than none, and the codes with the largest numbers win. Square them, then add. (`a - b ** 2` only squares b: the difference needs brackets.)""",
      lambda patches, codebook: [int(np.argmin((patch - codebook).sum(1))) for patch in patches])
in_all_forms("nearest", """You compared sums: too much in one place and too little in another cancel out, and two quite different patches look alike. Square *each* difference first, then add.""",
      lambda patches, codebook: [int(np.argmin(abs((codebook - patch).sum(1)))) for patch in patches],
      lambda patches, codebook: [int(np.argmin((codebook - patch).sum(1) ** 2)) for patch in patches],
      lambda patches, codebook: [int(np.argmin(abs(codebook.mean(1) - patch.mean()))) for patch in patches],
      lambda patches, codebook: [int(np.argmin((codebook.sum(1) - patch.sum()) ** 2)) for patch in patches])
in_all_forms("nearest", """You added up the differences without their signs. We want squares: one large difference then weighs more than several small ones.""",
      lambda patches, codebook: [int(np.argmin(abs(codebook - patch).sum(1))) for patch in patches])
in_all_forms("nearest", """You looked only at the largest difference. All of them count: squared, and added up.""",
      lambda patches, codebook: [int(np.argmin(abs(codebook - patch).max(1))) for patch in patches])
in_all_forms("nearest", """You counted from 1, so every patch would come back as its neighbour in the list. The first row of the codebook is number 0.""",
      lambda patches, codebook: (far(patches, codebook).argmin(1) + 1).tolist())
in_all_forms("nearest", """You asked the wrong way round: for each *code* the nearest patch. We want one number for each patch.""",
      lambda patches, codebook: far(patches, codebook).argmin(0).tolist())
in_all_forms("nearest", """You took the code that is *furthest* away: `argmin`, not `argmax`.""",
      lambda patches, codebook: far(patches, codebook).argmax(1).tolist())
in_all_forms("nearest", """These are the distances. We want the *position* of the smallest: `argmin`, not `min`.""",
      lambda patches, codebook: far(patches, codebook).min(1).tolist(),
      lambda patches, codebook: np.sqrt(far(patches, codebook).min(1)).tolist())
in_all_forms("nearest", """These are the rows of the codebook themselves. We want their positions, one number for each patch.""",
      lambda patches, codebook: codebook[far(patches, codebook).argmin(1)],
      lambda patches, codebook: codebook[far(patches, codebook).argmin(1)].tolist())
in_all_forms("nearest", """You compared only the first number. All numbers of a row count.""",
      lambda patches, codebook: [int(np.argmin(abs(codebook[:, 0] - patch[0]))) for patch in patches])
in_all_forms("nearest", """You compared only the last number. All numbers of a row count: do you reset something in each round of a loop?""",
      lambda patches, codebook: [int(np.argmin(abs(codebook[:, -1] - patch[-1]))) for patch in patches])
in_all_forms("nearest", """You counted how many numbers are equal. Near patches may share none at all: what counts is how far apart they are.""",
      lambda patches, codebook: [int((codebook == patch).sum(1).argmax()) for patch in patches])
in_all_forms("nearest", """If two are equally near, you take the last. Take the first.""",
      lambda patches, codebook: [int(len(codebook) - 1 - row[::-1].argmin()) for row in far(patches, codebook)])
in_all_forms("nearest", """That is the number for only one patch. We want one for each, in a list.""",
      lambda patches, codebook: int(far(patches, codebook)[0].argmin()),
      lambda patches, codebook: [int(far(patches, codebook)[0].argmin())],
      lambda patches, codebook: int(far(patches, codebook)[-1].argmin()))
in_all_forms("nearest", """You looked for the smallest in the whole table of distances at once. Each patch has its own row there (`axis=1`).""",
      lambda patches, codebook: int(far(patches, codebook).argmin()),
      lambda patches, codebook: [int(far(patches, codebook).argmin())])
in_all_forms("nearest", """These are all the distances, a row for each patch. We want the position of the smallest in each row.""",
      lambda patches, codebook: far(patches, codebook),
      lambda patches, codebook: far(patches, codebook).tolist())
in_all_forms("nearest", """You took the angle between them. It can't see that one is darker: a dark red and a light red point the same way.""",
      lambda patches, codebook: [int(np.argmax((codebook @ patch) / (np.linalg.norm(codebook, axis=1) * np.linalg.norm(patch) + 1e-12))) for patch in patches])
in_all_forms("nearest", """You sorted: `argsort` gives all positions. We want only the nearest.""",
      lambda patches, codebook: far(patches, codebook).argsort(1, kind="stable").tolist())
in_all_forms("nearest", """You never give the same code twice. Several patches may well have the same nearest code.""",
      lambda patches, codebook: _each_once(far(patches, codebook)))
in_all_forms("nearest", """You carry the smallest distance so far from one patch to the next. The search starts afresh for each patch: set it inside the outer loop.""",
      lambda patches, codebook: _record_kept(patches, codebook, False),
      lambda patches, codebook: _record_kept(patches, codebook, True))
in_all_forms("nearest", """The 2 is missing: (a − b)² is a² − 2ab + b².""",
      lambda patches, codebook: ((codebook ** 2).sum(1) - patches @ codebook.T).argmin(1).tolist())
in_all_forms("nearest", """You cut your distances to whole numbers. Everything after the decimal point is lost, and near codes look equally near.""",
      lambda patches, codebook: far(patches, codebook).astype(int).argmin(1).tolist(),
      lambda patches, codebook: far(np.asarray(patches).astype(int), np.asarray(codebook).astype(int)).argmin(1).tolist(),
      lambda patches, codebook: far(patches, codebook).round().argmin(1).tolist())
in_all_forms("nearest", """Your search starts with a smallest distance that isn't large enough: if all codes are further away, it finds none. Start with infinity, or with the first code.""",
      lambda patches, codebook: _record_from(patches, codebook, 100),
      lambda patches, codebook: _record_from(patches, codebook, 255),
      lambda patches, codebook: _record_from(patches, codebook, 999),
      lambda patches, codebook: _record_from(patches, codebook, 1000),
      lambda patches, codebook: _record_from(patches, codebook, 9999),
      lambda patches, codebook: _record_from(patches, codebook, 10000))
in_all_forms("nearest", """For a single patch you return a number. We want a list, of one number in that case.""",
      lambda patches, codebook: far(patches, codebook).argmin(1).squeeze().tolist())
in_all_forms("nearest", """`^` is not a power in Python: it compares bits. The square is `** 2`.""",
      lambda patches, codebook: [int(np.argmin([((patch - code) ^ 2).sum() for code in codebook])) for patch in patches],
      lambda patches, codebook: [int(np.argmin([((code - patch) ^ 2).sum() for code in codebook])) for patch in patches])
in_all_forms("nearest", """All distances went into one number. Make a list with one distance for each code, and find the place of its smallest.""",
      lambda patches, codebook: [int(np.argmin(((codebook - patch) ** 2).sum())) for patch in patches])
in_all_forms("nearest", """Your sums run down the columns (`axis=0`), so you compare places in a patch, not codes. A code is a row: `axis=1`.""",
      lambda patches, codebook: [int(np.argmin(((codebook - patch) ** 2).sum(axis=0))) for patch in patches])
in_all_forms("nearest", """You looked for the smallest single square in the whole table, so its place counts through all numbers. First add up the squares of each row.""",
      lambda patches, codebook: [int(np.argmin((codebook - patch) ** 2)) for patch in patches],
      lambda patches, codebook: [int(np.argmin(abs(codebook - patch))) for patch in patches])
in_all_forms("nearest", """You never look at the last row of the codebook: a range stops before its end.""",
      lambda patches, codebook: far(patches, codebook)[:, :-1].argmin(1).tolist())
in_all_forms("nearest", """You never look at the first row of the codebook.""",
      lambda patches, codebook: (far(patches, codebook)[:, 1:].argmin(1) + 1).tolist())
in_all_forms("nearest", """You don't empty the list of distances for the next patch, so the positions count on and on. Start a new list inside the outer loop.""",
      lambda patches, codebook: [int(np.argmin(far(patches, codebook)[:i + 1].ravel())) for i in range(len(patches))])
wrong("nearest", """These are the rows of the codebook themselves. We want their positions, one number for each patch.""",
      lambda patches, codebook: [codebook[i] for i in far(patches, codebook).argmin(1)])
in_all_forms("nearest", """You have more than one number for each patch: you append inside the inner loop. Append after it, once you have looked at all codes.""",
      lambda patches, codebook: [int(row[:i + 1].argmin()) for row in far(patches, codebook) for i in range(len(row))])
one = wrong("nearest", """You subtract from the codebook itself (`-=`), so it has changed for the next patch, and for the caller. `codebook - patch` makes a new array.""")


@one
def codebook_changed(patches, codebook):
    found = []
    for patch in patches:
        codebook -= patch
        found.append(int((codebook ** 2).sum(1).argmin()))
    return found


@one
def patches_changed(patches, codebook):
    found = []
    for patch in patches:
        best = far(patch[None], codebook)[0]
        patch -= codebook[-1]
        found.append(int(best.argmin()))
    return found


in_all_forms("nearest", """You took the second nearest: after sorting, the nearest is at position 0.""",
      lambda patches, codebook: far(patches, codebook).argsort(1, kind="stable")[:, 1].tolist())


def _record_kept(patches, codebook, from_zero):
    found, best, least = [], 0, math.inf
    for row in far(patches, codebook):
        best = 0 if from_zero else best
        for i, distance in enumerate(row):
            if distance < least:
                best, least = i, distance
        found.append(best)
    return found


def _record_from(patches, codebook, least):
    return [int(row.argmin()) if row.min() < least else 0 for row in far(patches, codebook)]


def _each_once(table):
    taken = []
    for row in table:
        free = [i for i in np.argsort(row, kind="stable") if i not in taken] or [int(np.argmin(row))]
        taken.append(int(free[0]))
    return taken


# --- picture ---

def tiles(ids, codebook, size):
    return [codebook[i].reshape(size, size, 3) for i in ids]


def rows_of(tiles, across):
    return [tiles[i:i + across] for i in range(0, len(tiles), across)]


wrong("picture", """You only rearranged all the numbers (`reshape`), so each patch was spread over a strip. A patch has to come out as a square.""",
      lambda ids, codebook, across, size: codebook[ids].reshape(-1, across * size, 3))
wrong("picture", """You took `across` for the number of patches from top to bottom. It says how many go side by side.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line, axis=1) for line in rows_of(tiles(ids, codebook, size), len(ids) // across)]))
wrong("picture", """Each patch lies on its side: its rows have become columns.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate([each.swapaxes(0, 1) for each in line], axis=1) for line in rows_of(tiles(ids, codebook, size), across)]))
wrong("picture", """You filled in the patches downwards, column by column. They come in reading order: along the top first.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line, axis=1) for line in zip(*rows_of(tiles(ids, codebook, size), len(ids) // across))]),
      lambda ids, codebook, across, size: _by_columns(ids, codebook, across, size))
wrong("picture", """The two sides in your `reshape` are swapped: first the number of rows of patches, `len(ids) // across`, then how many go side by side, `across`.""",
      lambda ids, codebook, across, size: codebook[ids].reshape(across, len(ids) // across, size, size, 3).swapaxes(1, 2).reshape(len(ids) // across * size, across * size, 3))
wrong("picture", """These are loose squares, one after another. We want one picture, with the squares side by side.""",
      lambda ids, codebook, across, size: np.array(tiles(ids, codebook, size)),
      lambda ids, codebook, across, size: tiles(ids, codebook, size))
wrong("picture", """These are still rows of numbers, one for each patch. They have to become squares, side by side.""",
      lambda ids, codebook, across, size: codebook[ids],
      lambda ids, codebook, across, size: codebook[ids].flatten())
wrong("picture", """All your patches are below each other. `across` of them go side by side.""",
      lambda ids, codebook, across, size: np.concatenate(tiles(ids, codebook, size)),
      lambda ids, codebook, across, size: codebook[ids].reshape(-1, size, 3))
wrong("picture", """All your patches are in one long line. After `across` of them, start a new line.""",
      lambda ids, codebook, across, size: np.concatenate(tiles(ids, codebook, size), axis=1))
wrong("picture", """You used the first patches of the codebook, one after another. `ids` says which ones we want: `codebook[ids[i]]`.""",
      lambda ids, codebook, across, size: reference("picture")([i % len(codebook) for i in range(len(ids))], codebook, across, size))
wrong("picture", """All your patches are the same. Do you take a new number for each place?""",
      lambda ids, codebook, across, size: reference("picture")([ids[-1]] * len(ids), codebook, across, size),
      lambda ids, codebook, across, size: reference("picture")([ids[0]] * len(ids), codebook, across, size))
wrong("picture", """Only the top line of patches is there. The other ids go below.""",
      lambda ids, codebook, across, size: reference("picture")(ids[:across], codebook, across, size))
wrong("picture", """Only part of your picture is filled; the rest is black. Which places does your loop leave out?""",
      lambda ids, codebook, across, size: _filled(ids[:across], len(ids), codebook, across, size),
      lambda ids, codebook, across, size: _filled(ids[:1], len(ids), codebook, across, size),
      lambda ids, codebook, across, size: _filled(ids[:-1], len(ids), codebook, across, size))
wrong("picture", """You counted the codes from 1. Number 0 is the first row of the codebook.""",
      lambda ids, codebook, across, size: reference("picture")([i - 1 for i in ids], codebook, across, size))
wrong("picture", """Your colours have changed places: in a row of the codebook, the three numbers of a pixel come together.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate([each.reshape(3, size, size).transpose(1, 2, 0) for each in line], axis=1) for line in rows_of(tiles(ids, codebook, size), across)]))
wrong("picture", """Height and width are swapped: your picture lies on its side.""",
      lambda ids, codebook, across, size: reference("picture")(ids, codebook, across, size).swapaxes(0, 1))
wrong("picture", """Your lines of patches start at the bottom. The first `across` patches go at the top.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line, axis=1) for line in rows_of(tiles(ids, codebook, size), across)[::-1]]))
wrong("picture", """Your patches run from right to left. In reading order the first is on the left.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line[::-1], axis=1) for line in rows_of(tiles(ids, codebook, size), across)]))
wrong("picture", """Your patches overlap: each starts one pixel after the last one, not `size` pixels.""",
      lambda ids, codebook, across, size: _overlapping(ids, codebook, across, size))
wrong("picture", """Each line of patches is in a list of its own. We want one picture, an array (height, width, 3).""",
      lambda ids, codebook, across, size: [np.concatenate(line, axis=1) for line in rows_of(tiles(ids, codebook, size), across)],
      lambda ids, codebook, across, size: np.array([np.concatenate(line, axis=1) for line in rows_of(tiles(ids, codebook, size), across)]),
      lambda ids, codebook, across, size: np.array(tiles(ids, codebook, size)).reshape(-1, across, size, size, 3))
wrong("picture", """A patch goes beyond the right edge.""",
      lambda ids, codebook, across, size: _canvas(ids, codebook, across, size, len(ids) // across * size, across),
      lambda ids, codebook, across, size: _placed(ids, codebook, across, size, lambda line, column: (column * size, line * size)))
wrong("picture", """Your first place is empty: places are counted from 0.""",
      lambda ids, codebook, across, size: _one_place_later(ids, codebook, across, size),
      lambda ids, codebook, across, size: _from_the_second(ids, codebook, across, size))
wrong("picture", """You divided the place by `size`. `across` says how many patches go side by side; `size` is how many pixels each has.""",
      lambda ids, codebook, across, size: _placed_by(ids, codebook, across, size, size),
      lambda ids, codebook, across, size: reference("picture")(ids, codebook, size, size))
wrong("picture", """You put each patch where its own number says. Its *place* in the list counts: the first id goes at the top left, whatever it is.""",
      lambda ids, codebook, across, size: _by_number(ids, codebook, across, size))
wrong("picture", """Your lines of patches overlap: a line starts at its number times `size`, in pixels.""",
      lambda ids, codebook, across, size: _placed(ids, codebook, across, size, lambda line, column: (line, column * size)))
wrong("picture", """Your columns of patches overlap: a column starts at its number times `size`, in pixels.""",
      lambda ids, codebook, across, size: _placed(ids, codebook, across, size, lambda line, column: (line * size, column)))
wrong("picture", """You looked for a patch's place by its id (`ids.index(…)`). If an id comes twice, that only finds its first place: count the places.""",
      lambda ids, codebook, across, size: _by_index(ids, codebook, across, size))
wrong("picture", """Your picture has too few rows of patches. There are as many as it takes, not always two, and not as many as go side by side: `len(ids) // across`.""",
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, 2))
wrong("picture", """You counted a side in patches, not in pixels: each patch has `size` pixels.""",
      lambda ids, codebook, across, size: _canvas(ids, codebook, across, size, len(ids) // across, across * size))
wrong("picture", """Your picture has the wrong sides: it should be `len(ids) // across * size` pixels high and `across * size` wide, and the height comes first.""",
      lambda ids, codebook, across, size: _sides(ids, codebook, across, size, across, across),
      lambda ids, codebook, across, size: _sides(ids, codebook, across, size, across, len(ids) // across),
      lambda ids, codebook, across, size: _sides(ids, codebook, across, size, len(ids) // across, len(ids) // across))
wrong("picture", """Your picture is too high: some black is left over below the patches. There are as many rows of patches as it takes: `len(ids) // across`.""",
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, 3),
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, 4),
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, len(ids)),
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, len(ids) // across + 1))
wrong("picture", """The two directions are swapped: patches that go side by side (`axis=1`) are below each other, and the other way round.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line, axis=0) for line in rows_of(tiles(ids, codebook, size), across)], axis=1))


@wrong("picture")
def taken_out(ids, codebook, across, size):
    """You took the ids out of the list that you were given: `pop` changes it. The caller still needs it."""
    whole = reference("picture")(list(ids), codebook, across, size)
    ids.clear()
    return whole


wrong("picture", """Your picture holds only whole numbers: everything after the decimal point was cut off. `np.zeros` without a `dtype` keeps it.""",
      lambda ids, codebook, across, size: reference("picture")(ids, codebook, across, size).astype(int) + (np.asarray(codebook).dtype.kind == "i") * 0)


def _filled(some, n, codebook, across, size):
    whole = np.zeros((n // across * size, across * size, 3))
    for place, code in enumerate(some):
        top, left = place // across * size, place % across * size
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


def _placed_by(ids, codebook, across, size, divisor):
    whole = np.zeros((len(ids) // across * size, across * size, 3))
    for place, code in enumerate(ids):
        top, left = place // divisor * size, place % divisor * size
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


def _by_number(ids, codebook, across, size):
    whole = np.zeros((len(ids) // across * size, across * size, 3))
    for code in ids:
        top, left = code // across * size, code % across * size
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


def _one_place_later(ids, codebook, across, size):
    longer = reference("picture")([ids[0], *ids, *ids[:across - 1]], codebook, across, size)[:len(ids) // across * size]
    longer[:size, :size] = 0
    return longer


def _canvas(ids, codebook, across, size, high, wide):
    whole = np.zeros((high, wide, 3))
    for place, code in enumerate(ids):
        top, left = place // across * size, place % across * size
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


def _from_the_second(ids, codebook, across, size):
    whole = reference("picture")(ids, codebook, across, size)
    whole[:size, :size] = 0
    return whole


def _placed(ids, codebook, across, size, corner):
    whole = np.zeros((len(ids) // across * size, across * size, 3))
    for place, code in enumerate(ids):
        top, left = corner(place // across, place % across)
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


def _by_columns(ids, codebook, across, size):
    down = len(ids) // across
    whole = np.zeros((down * size, across * size, 3))
    for place, code in enumerate(ids):
        top, left = place % down * size, place // down * size
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


def _by_index(ids, codebook, across, size):
    whole = np.zeros((len(ids) // across * size, across * size, 3))
    for code in ids:
        place = list(ids).index(code)
        top, left = place // across * size, place % across * size
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


def _sides(ids, codebook, across, size, high, wide):
    whole = np.zeros((high * size, wide * size, 3))
    for place, code in enumerate(ids):
        top, left = place // across * size, place % across * size
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


def _rows_fixed(ids, codebook, across, size, rows):
    whole = np.zeros((rows * size, across * size, 3))
    for place, code in enumerate(ids[:rows * across]):
        top, left = place // across * size, place % across * size
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


def _overlapping(ids, codebook, across, size):
    whole = np.zeros((len(ids) // across * size, across * size, 3))
    for place, code in enumerate(ids):
        top, left = place // across, place % across
        whole[top:top + size, left:left + size] = codebook[code].reshape(size, size, 3)
    return whole


# --- mu_law ---

def squeezed(xs):
    return np.sign(xs) * np.log(1 + 255 * abs(xs)) / np.log(256)


def stepped(s):
    return np.round((s + 1) / 2 * 255).astype(int)


in_all_forms("mu_law", """These are equal steps: the logarithm of 1 + 255 |x| is missing (or covers 1 + 255 alone), so quiet sounds share a handful of ids.""",
      lambda xs: stepped(np.asarray(xs)))
in_all_forms("mu_law", """The natural logarithm of 256 isn't 8: that is its logarithm to base 2. Use `np.log(256)`, or base 2 for both.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(xs)) / 8))
in_all_forms("mu_law", """You lost the sign: negative numbers come out like positive ones, and half of the wave is folded over.""",
      lambda xs: stepped(abs(squeezed(xs))))
in_all_forms("mu_law", """You didn't move it up: s goes from −1 to 1, and there are no ids below zero. First (s + 1) / 2.""",
      lambda xs: np.round(squeezed(xs) * 255).astype(int),
      lambda xs: np.round(squeezed(xs) / 2 * 255).astype(int))
in_all_forms("mu_law", """You moved only the positive numbers up. All of them move: s goes from −1 to 1, (s + 1) / 2 from 0 to 1.""",
      lambda xs: np.array([round((s + 1) / 2 * 255) if s > 0 else round(s * 255) for s in squeezed(np.asarray(xs))]),
      lambda xs: np.array([round((s + 1) / 2 * 255) if s > 0 else round(s / 2 * 255) for s in squeezed(np.asarray(xs))]))
in_all_forms("mu_law", """You didn't halve: s + 1 goes from 0 to 2, so your ids go up to 510.""",
      lambda xs: np.round((squeezed(xs) + 1) * 255).astype(int))
in_all_forms("mu_law", """You cut off everything after the decimal point, so your ids are up to a step too low. Round to the *nearest* whole number.""",
      lambda xs: ((squeezed(xs) + 1) / 2 * 255).astype(int),
      lambda xs: np.floor((squeezed(xs) + 1) / 2 * 255).astype(int))
in_all_forms("mu_law", """Your ids are up to a step too high: you rounded up, or moved up by too much. Round (s + 1) / 2 · 255 to the *nearest* whole number.""",
      lambda xs: np.ceil((squeezed(xs) + 1) / 2 * 255).astype(int),
      lambda xs: np.round(squeezed(xs) * 127.5 + 128).astype(int))
in_all_forms("mu_law", """The last step is missing: your numbers are not whole. Round them.""",
      lambda xs: (squeezed(xs) + 1) / 2 * 255)
in_all_forms("mu_law", """You multiplied by 256. The ids go from 0 to 255: multiply by 255.""",
      lambda xs: np.round((squeezed(xs) + 1) / 2 * 256).astype(int),
      lambda xs: np.floor((squeezed(xs) + 1) / 2 * 256).astype(int),
      lambda xs: np.minimum(np.floor((squeezed(xs) + 1) / 2 * 256), 255).astype(int))
in_all_forms("mu_law", """Near silence your logarithm falls without end. Inside it we need 1 + 255 |x|: multiply first, then add the 1, so that silence gives log 1, which is 0.""",
      lambda xs: stepped(np.sign(xs) * np.log(255 * abs(xs)) / np.log(256)),
      lambda xs: stepped(np.sign(xs) * np.log((1 + 255) * abs(xs)) / np.log(256)))
in_all_forms("mu_law", """You didn't divide by log 256, so s goes beyond 1.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(xs))))
in_all_forms("mu_law", """You divided by log 255. It should be log 256, the logarithm of 1 + 255, so that s is 1 where x is 1.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(xs)) / np.log(255)))
in_all_forms("mu_law", """You wrote 256 |x|. It should be 1 + 255 |x|, so that s is 1 where x is 1.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 256 * abs(xs)) / np.log(256)))
in_all_forms("mu_law", """You returned s itself. It still has to be moved up, stretched to 255 and rounded.""",
      lambda xs: squeezed(xs),
      lambda xs: np.round(squeezed(xs)).astype(int))
in_all_forms("mu_law", """You returned numbers between 0 and 1. They still have to be stretched to 255 and rounded.""",
      lambda xs: (squeezed(xs) + 1) / 2,
      lambda xs: np.round((squeezed(xs) + 1) / 2).astype(int))
in_all_forms("mu_law", """The sign is in the wrong place: *sign* goes in front of the fraction, and |x| inside the logarithm has none.""",
      lambda xs: stepped(np.log(np.maximum(1 + 255 * np.asarray(xs), 1e-300)) / np.log(256)),
      lambda xs: stepped(np.sign(xs) * np.log(np.maximum(1 + 255 * np.asarray(xs), 1e-300)) / np.log(256)))
in_all_forms("mu_law", """Brackets are missing, or in the wrong place: multiply (s + 1) / 2 as a whole by 255.""",
      lambda xs: np.round(squeezed(xs) * 255 + 1 / 2).astype(int),
      lambda xs: np.round((squeezed(xs) * 255 + 1) / 2).astype(int),
      lambda xs: np.round(squeezed(xs) + 1 / 2 * 255).astype(int))
in_all_forms("mu_law", """You moved up by 128. Halve s + 1 and multiply by 255: that puts silence at 127.5.""",
      lambda xs: np.round(squeezed(xs) * 127 + 128).astype(int),
      lambda xs: (squeezed(xs) * 127 + 128).astype(int))
in_all_forms("mu_law", """Brackets are missing: `s + 1 / 2` adds a half. (s + 1) / 2 adds first, then halves.""",
      lambda xs: np.round((squeezed(xs) + 1 / 2) * 255).astype(int))
in_all_forms("mu_law", """You rounded too early, before stretching to 255, so only a few ids are left. Round at the very end.""",
      lambda xs: (np.round((squeezed(xs) + 1) / 2) * 255).astype(int),
      lambda xs: np.round(np.round((squeezed(xs) + 1) / 2, 1) * 255).astype(int),
      lambda xs: np.round(np.round((squeezed(xs) + 1) / 2, 2) * 255).astype(int),
      lambda xs: (np.round((squeezed(xs) + 1) / 2, 2) * 255).astype(int),
      lambda xs: stepped(np.round(squeezed(xs))),
      lambda xs: stepped(np.round(squeezed(xs), 1)),
      lambda xs: stepped(np.round(squeezed(xs), 2)),
      lambda xs: stepped(np.round(squeezed(xs), 3)))
in_all_forms("mu_law", """Your ids don't fit into their kind of number: `int8` ends at 127. `.astype(int)` has room for all.""",
      lambda xs: ((squeezed(xs) + 1) / 2 * 255).round().astype(int).astype(np.int8))
in_all_forms("mu_law", """Your function fails at silence, x = 0: there x / |x| is 0 divided by 0. `np.sign` gives 0.""",
      lambda xs: np.round((np.asarray(xs) / abs(np.asarray(xs)) * np.log(1 + 255 * abs(xs)) / np.log(256) + 1) / 2 * 255).astype(int))
in_all_forms("mu_law", """You gave silence, x = 0, an id of its own. It belongs in the middle: its s is 0, like that of any other number so close.""",
      lambda xs: np.where(np.asarray(xs) == 0, 0, stepped(squeezed(xs))))


@wrong("mu_law")
def made_positive_in_place(xs):
    """You changed the sound that you were given: its negative numbers are positive now. Put your results into a new array."""
    ids = stepped(squeezed(xs))
    xs[:] = abs(xs)
    return ids


in_all_forms("mu_law", """Your ids run backwards: the loudest below zero should be 0, the loudest above 255.""",
      lambda xs: 255 - stepped(squeezed(xs)))
in_all_forms("mu_law", """|x| is missing in the logarithm: a number below zero has no logarithm, and what comes out isn't a number at all. Use `abs(x)`.""",
      lambda xs: np.round((np.log(1 + 255 * np.asarray(xs)) / np.log(256) + 1) / 2 * 255).astype(int),
      lambda xs: np.round((np.sign(xs) * np.log(1 + 255 * np.asarray(xs)) / np.log(256) + 1) / 2 * 255).astype(int))
in_all_forms("mu_law", """Your two logarithms have different bases. Use natural ones for both, or base 10 for both.""",
      lambda xs: stepped(np.sign(xs) * np.log10(1 + 255 * abs(xs)) / np.log(256)),
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(xs)) / np.log10(256)),
      lambda xs: stepped(np.sign(xs) * np.log2(1 + 255 * abs(xs)) / np.log(256)))
in_all_forms("mu_law", """You made the sound louder first, so that its loudest becomes 1. Sound is between −1 and 1 already, and how loud it is should not get lost.""",
      lambda xs: stepped(squeezed(np.asarray(xs) / abs(np.asarray(xs)).max())))
in_all_forms("mu_law", """You left out silence, x = 0, so there are fewer ids than numbers.""",
      lambda xs: stepped(squeezed(np.asarray(xs)[np.asarray(xs) != 0])))
in_all_forms("mu_law", """The 255 is missing in the logarithm: it should be log(1 + 255 |x|).""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + abs(np.asarray(xs))) / np.log(256)))
in_all_forms("mu_law", """You divided by 256. Divide by the *logarithm* of 256.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(np.asarray(xs))) / 256))
in_all_forms("mu_law", """You took 256 for μ, so the other logarithm became log 257. Here μ is 255: 1 + 255 |x|, and log 256.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 256 * abs(np.asarray(xs))) / np.log(257)))
in_all_forms("mu_law", """The brackets of your logarithm are in the wrong place: close log(1 + 255 |x|) first, then divide by log 256.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(np.asarray(xs)) / np.log(256))),
      lambda xs: stepped(np.sign(xs) * np.log((1 + 255 * abs(np.asarray(xs))) / np.log(256))),
      lambda xs: stepped(np.sign(xs) * np.log((1 + 255 * abs(np.asarray(xs))) / 256)))
in_all_forms("mu_law", """Your ids start at 1. They go from 0 to 255.""",
      lambda xs: stepped(squeezed(xs)) + 1)
in_all_forms("mu_law", """This is the result for only one number. We want an id for each: is the `return` inside a loop?""",
      lambda xs: int(stepped(squeezed(xs))[0]),
      lambda xs: [int(stepped(squeezed(xs))[0])],
      lambda xs: int(stepped(squeezed(xs))[-1]))


@wrong("mu_law")
def in_place(xs):
    """You changed the sound that you were given. Other code still needs it: put your results into a new array."""
    ids = stepped(squeezed(xs))
    xs[:] = squeezed(xs)
    return ids


# --- mu_law_back ---

def opened(s):
    return np.sign(s) * (256.0 ** abs(s) - 1) / 255


def between(ids):
    return 2 * np.asarray(ids) / 255 - 1


wrong("mu_law_back", """You took e to the power of |s|. The logarithm was divided by log 256, so we need 256 to the power of |s| to undo it; yours comes back far too quiet.""",
      lambda ids: np.sign(between(ids)) * (np.exp(abs(between(ids))) - 1) / 255)
wrong("mu_law_back", """You took 255 to the power of |s|. It should be 256: 1 + 255.""",
      lambda ids: np.sign(between(ids)) * (255.0 ** abs(between(ids)) - 1) / 255)
wrong("mu_law_back", """The −1 is missing: 256 to the power of 0 is 1, so your silence is not silent.""",
      lambda ids: np.sign(between(ids)) * 256.0 ** abs(between(ids)) / 255)
wrong("mu_law_back", """You didn't divide by 255 at the end: your sound goes from −255 to 255.""",
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) - 1))
wrong("mu_law_back", """You divided by 256 at the end. It should be 255, so that the loudest comes back as 1.""",
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) - 1) / 256)
wrong("mu_law_back", """You lost the sign: half of the wave is folded over.""",
      lambda ids: (256.0 ** abs(between(ids)) - 1) / 255)
wrong("mu_law_back", """The sign got into the exponent. |s| there has no sign; *sign* goes in front of the fraction.""",
      lambda ids: (256.0 ** between(ids) - 1) / 255,
      lambda ids: np.sign(between(ids)) * (256.0 ** between(ids) - 1) / 255)
wrong("mu_law_back", """You didn't stretch it: id / 255 goes from 0 to 1, s from −1 to 1. First 2 · id / 255 − 1.""",
      lambda ids: opened(np.asarray(ids) / 255),
      lambda ids: opened(np.asarray(ids) / 255 - 1))
wrong("mu_law_back", """The ids go from 0 to 255, so the middle is at 127.5: divide by 255 (not 256), or subtract 127.5 (not 128).""",
      lambda ids: opened((np.asarray(ids) - 128) / 127),
      lambda ids: opened((np.asarray(ids) - 128) / 128),
      lambda ids: opened((np.asarray(ids) - 128) / 127.5),
      lambda ids: opened(np.asarray(ids) / 128 - 1),
      lambda ids: opened(2 * np.asarray(ids) / 256 - 1))
wrong("mu_law_back", """You didn't move it down: 2 · id / 255 goes from 0 to 2, s from −1 to 1. Subtract 1.""",
      lambda ids: opened(2 * np.asarray(ids) / 255))
wrong("mu_law_back", """That is s. Now apply the formula for x to it.""",
      lambda ids: between(ids))
wrong("mu_law_back", """You applied the formula of exercise 5 again. Here you have to undo it: with a power, not a logarithm.""",
      lambda ids: np.sign(between(ids)) * np.log(1 + 255 * abs(between(ids))) / np.log(256))
wrong("mu_law_back", """You raised |s| to the power of 256. It's the other way round: 256 to the power of |s|.""",
      lambda ids: np.sign(between(ids)) * (abs(between(ids)) ** 256 - 1) / 255)
wrong("mu_law_back", """You multiplied 256 by |s|. It should be 256 *to the power of* |s|: `256 ** abs(s)`.""",
      lambda ids: np.sign(between(ids)) * (256 * abs(between(ids)) - 1) / 255)
wrong("mu_law_back", """You divided with `//`, which cuts off everything after the decimal point. A single `/` divides.""",
      lambda ids: opened(2 * np.asarray(ids) // 255 - 1),
      lambda ids: opened(2 * (np.asarray(ids) // 255) - 1))
wrong("mu_law_back", """You subtracted 1 in the exponent. First the power, then minus 1: `256 ** abs(s) - 1`, in brackets.""",
      lambda ids: np.sign(between(ids)) * 256.0 ** (abs(between(ids)) - 1) / 255)
wrong("mu_law_back", """You divided only the 1 by 255. Divide the whole difference, with brackets: `(256 ** abs(s) - 1) / 255`.""",
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) - 1 / 255))
wrong("mu_law_back", """You rounded. Sound is between −1 and 1: round it to whole numbers, and nothing is left of it.""",
      lambda ids: np.round(opened(between(ids))),
      lambda ids: np.round(opened(between(ids)), 2),
      lambda ids: opened(between(ids)).astype(int))
wrong("mu_law_back", """Brackets are missing: you subtracted 1 after dividing by 255. Divide all of (256 to the power of |s|, minus 1).""",
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) / 255 - 1),
      lambda ids: np.sign(between(ids)) * 256.0 ** abs(between(ids)) / 255 - 1)
wrong("mu_law_back", """The brackets are in the wrong place: (256 to the power of |s|, minus 1) is divided by 255, and all of it gets the sign of s.""",
      lambda ids: np.sign(between(ids)) * 256.0 ** abs(between(ids)) - 1 / 255,
      lambda ids: (np.sign(between(ids)) * 256.0 ** abs(between(ids)) - 1) / 255,
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) - 1) / (255 - 1))
wrong("mu_law_back", """You doubled too late: 2 · id / 255 − 1, not 2 · (id / 255 − 1).""",
      lambda ids: opened(2 * (np.asarray(ids) / 255 - 1)))
wrong("mu_law_back", """You took 128 for silence. It is a very quiet sound, half a step above silence, which would be at 127.5.""",
      lambda ids: np.where(np.asarray(ids) == 128, 0, opened(between(ids))),
      lambda ids: np.where((np.asarray(ids) == 128) | (np.asarray(ids) == 127), 0, opened(between(ids))))


@wrong("mu_law_back")
def doubled_in_place(ids):
    """You changed the ids that you were given: `ids *= 2` changes the array itself. Put your results into a new one."""
    back = opened(between(ids))
    ids *= 2
    return back


wrong("mu_law_back", """Your sound comes back upside down: what was pushed is pulled.""",
      lambda ids: -opened(between(ids)))


# --- one_sequence ---

def moved(codes, by):
    return [by + code for code in codes]


def both(make):
    """The list that make(words, marker, codes) gives in the order that the direction wants."""
    def way(caption, codes, V, direction):
        first, marker, second = make(caption, codes, V, direction)
        return [*first, *marker, *second]
    return way


def ordered(words, codes, V, direction, marker=None):
    marker = [V + (direction == "tell")] if marker is None else marker
    return [*words, *marker, *codes] if direction == "draw" else [*codes, *marker, *words]


in_all_forms("one_sequence", """You didn't move the codes up, so code 7 and word 7 are the same token, and a corner of a picture reads like a word.""",
      lambda caption, codes, V, direction: ordered(caption, codes, V, direction))
in_all_forms("one_sequence", """You moved the codes up by V. The markers are V and V + 1, so code 0 has become *draw*: move the codes up by V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V), V, direction))
in_all_forms("one_sequence", """You moved the codes up by V + 1. There are two markers, so code 0 has become *tell*: move the codes up by V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 1), V, direction))
in_all_forms("one_sequence", """You moved the codes up by V + 3. The first id after the two markers, V and V + 1, is V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 3), V, direction))
in_all_forms("one_sequence", """You moved the codes up by 2. All ids below V are words: move the codes up by V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, 2), V, direction))
in_all_forms("one_sequence", """You always put the caption first. To *tell*, a model has to see before it speaks: the codes come first.""",
      lambda caption, codes, V, direction: [*caption, V + (direction == "tell"), *moved(codes, V + 2)],
      lambda caption, codes, V, direction: [*caption, V, *moved(codes, V + 2)])
in_all_forms("one_sequence", """You always put the codes first. To *draw*, a model has to read the words first.""",
      lambda caption, codes, V, direction: [*moved(codes, V + 2), V + (direction == "tell"), *caption],
      lambda caption, codes, V, direction: [*moved(codes, V + 2), V + 1, *caption])
in_all_forms("one_sequence", """The two directions are swapped. *draw*: words, then a picture. *tell*: a picture, then words.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, "tell" if direction == "draw" else "draw"),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, "tell" if direction == "draw" else "draw", [V + (direction == "tell")]))
in_all_forms("one_sequence", """You use one marker for both directions, so the model can't know what is wanted: V is for *draw*, V + 1 for *tell*.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V + 1]))
in_all_forms("one_sequence", """The markers are swapped: V is for *draw*, V + 1 for *tell*.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V + (direction == "draw")]))
in_all_forms("one_sequence", """Your markers start at V + 1. The words are below V, so V is the first free number: V is for *draw*, V + 1 for *tell*.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V + 1 + (direction == "tell")]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 3), V, direction, [V + 1 + (direction == "tell")]))
in_all_forms("one_sequence", """There is no marker: nothing says where the first part ends, or what should come next.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, []),
      lambda caption, codes, V, direction: ordered(caption, codes, V, direction, []),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V), V, direction, []))
in_all_forms("one_sequence", """Your marker comes first. It belongs between the two parts.""",
      lambda caption, codes, V, direction: [V + (direction == "tell"), *ordered(caption, moved(codes, V + 2), V, direction, [])])
in_all_forms("one_sequence", """Your marker comes last. It belongs between the two parts.""",
      lambda caption, codes, V, direction: [*ordered(caption, moved(codes, V + 2), V, direction, []), V + (direction == "tell")])
in_all_forms("one_sequence", """You moved the words up, not the codes. The words keep their numbers; the codes come after the markers.""",
      lambda caption, codes, V, direction: ordered(moved(caption, V + 2), codes, V, direction),
      lambda caption, codes, V, direction: ordered(moved(caption, V), codes, V, direction))
in_all_forms("one_sequence", """You moved the words up as well. They keep their numbers; only the codes move up.""",
      lambda caption, codes, V, direction: ordered(moved(caption, V + 2), moved(codes, V + 2), V, direction))
in_all_forms("one_sequence", """You put the word "draw" or "tell" into the list. The model reads numbers: V for *draw*, V + 1 for *tell*.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [direction]))
in_all_forms("one_sequence", """Your list has lists in it. We want one flat list of ids: `caption + [V]` joins two lists.""",
      lambda caption, codes, V, direction: [caption, V, moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), V + 1, caption],
      lambda caption, codes, V, direction: [caption, [V], moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), [V + 1], caption])
in_all_forms("one_sequence", """One of the two parts is missing: the prompt and what follows it are one sequence.""",
      lambda caption, codes, V, direction: [*caption, V] if direction == "draw" else [*moved(codes, V + 2), V + 1],
      lambda caption, codes, V, direction: [V, *moved(codes, V + 2)] if direction == "draw" else [V + 1, *caption])
in_all_forms("one_sequence", """Your markers have moved up by 2 as well: V and V + 1 are the markers, and the codes come after them. Did `V` get a new value?""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V + 2 + (direction == "tell")]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 4), V, direction, [V + 2 + (direction == "tell")]))
in_all_forms("one_sequence", """You wrote in the ids of one example: 15 and 17 in the picture, 12 and 14 below it. `V` says how many there are.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, 17), V, direction, [15 + (direction == "tell")]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, 14), V, direction, [12 + (direction == "tell")]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, 14), V, direction),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, 17), V, direction),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [15 + (direction == "tell")]))
in_all_forms("one_sequence", """All your codes have the same id: the number of the code itself is missing. Code 0 becomes V + 2, code 1 becomes V + 3.""",
      lambda caption, codes, V, direction: ordered(caption, [V + 2 for _ in codes], V, direction))
in_all_forms("one_sequence", """You moved each code up by its place in the list. All of them move up by the same number, V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, [V + 2 + code + i for i, code in enumerate(codes)], V, direction),
      lambda caption, codes, V, direction: ordered(caption, [V + 2 + i for i in range(len(codes))], V, direction))


in_all_forms("one_sequence", """You reversed the whole row, so words and codes run backwards. Only the two parts change places; each keeps its order.""",
      lambda caption, codes, V, direction: [*caption, V + (direction == "tell"), *moved(codes, V + 2)][::1 if direction == "draw" else -1])
in_all_forms("one_sequence", """Your codes start right after the marker you used. Both markers have a number, so the codes start at V + 2 in either direction.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 1 + (direction == "tell")), V, direction))
in_all_forms("one_sequence", """You moved the codes up in only one direction. A code has the same id whether it is drawn or told.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2) if direction == "tell" else codes, V, direction),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2) if direction == "draw" else codes, V, direction))
in_all_forms("one_sequence", """You used a set: repeated codes are there only once, and the order is lost. A picture needs each of its codes, in its place.""",
      lambda caption, codes, V, direction: ordered(caption, list({V + 2 + code for code in codes}), V, direction),
      lambda caption, codes, V, direction: ordered(caption, sorted({V + 2 + code for code in codes}), V, direction))
in_all_forms("one_sequence", """You moved everything up, words and marker included. Only the codes move up.""",
      lambda caption, codes, V, direction: [i + V + 2 for i in ordered(caption, codes, V, direction)])
in_all_forms("one_sequence", """You used both markers. One is enough: it says what is wanted.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V, V + 1]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V + 1, V]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V, V + 1] if direction == "draw" else [V + 1, V]))
in_all_forms("one_sequence", """You moved up only some of the codes. All of them move up, large or small, or a code and a word may get the same id.""",
      lambda caption, codes, V, direction: ordered(caption, [code if code >= V else code + V + 2 for code in codes], V, direction),
      lambda caption, codes, V, direction: ordered(caption, [code if code > V else code + V + 2 for code in codes], V, direction),
      lambda caption, codes, V, direction: ordered(caption, [code if code >= V + 2 else code + V + 2 for code in codes], V, direction))
wrong("one_sequence", """Part of your result is a list within the list: `append` puts a list in as one item. `+` or `extend` joins them.""",
      lambda caption, codes, V, direction: [*caption, V, moved(codes, V + 2)] if direction == "draw" else [*moved(codes, V + 2), V + 1, caption],
      lambda caption, codes, V, direction: [*caption, V, *moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), V + 1, caption],
      lambda caption, codes, V, direction: [*caption, V, moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), V + 1, caption],
      lambda caption, codes, V, direction: [*caption, V, moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), V + 1, *caption],
      lambda caption, codes, V, direction: [*caption, V, moved(codes, V + 2)] if direction == "draw" else [*moved(codes, V + 2), V + 1, *caption],
      lambda caption, codes, V, direction: [*caption, V, *moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), V + 1, *caption])
wrong("one_sequence", """You assumed three words. There can be any number: use the list as it is.""",
      lambda caption, codes, V, direction: ordered([caption[0], caption[1], caption[2]], moved(codes, V + 2), V, direction),
      lambda caption, codes, V, direction: ordered(caption[:3], moved(codes, V + 2), V, direction))
one = wrong("one_sequence", """You changed the lists that you were given: `append`, `extend`, `+=` and `codes[i] = …` change a list itself. Make a new one: `caption + [V]`.""")


@one
def appended_to_what_was_given(caption, codes, V, direction):
    high = moved(codes, V + 2)
    if direction == "draw":
        caption.append(V)
        caption.extend(high)
        return caption
    return [*high, V + 1, *caption]


@one
def moved_in_place(caption, codes, V, direction):
    for i in range(len(codes)):
        codes[i] += V + 2
    return ordered(caption, codes, V, direction)


@one
def added_in_place(caption, codes, V, direction):
    high = moved(codes, V + 2)
    if direction == "draw":
        caption += [V] + high
        return caption
    high += [V + 1] + caption
    return high


# --- clip_tokens ---

def whole(side, patch):
    return -(-side // patch)


wrong("clip_tokens", """You lost the partial patches at the edge: 360 pixels are 22 and a half patches of 16. Part of a patch counts as a whole one.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (width // patch) * (height // patch),
      lambda seconds, width, height, patch, fps: seconds * fps * round(width / patch - .5) * round(height / patch - .5))
wrong("clip_tokens", """You added up parts of patches at the edge. Each part counts as a whole patch: round up the columns and the rows first, then multiply.""",
      lambda seconds, width, height, patch, fps: math.ceil(seconds * fps * width * height / patch ** 2),
      lambda seconds, width, height, patch, fps: seconds * fps * math.ceil(width / patch * height / patch),
      lambda seconds, width, height, patch, fps: seconds * fps * width * height / patch ** 2,
      lambda seconds, width, height, patch, fps: seconds * fps * width * height // patch ** 2,
      lambda seconds, width, height, patch, fps: seconds * fps * (width * height // patch ** 2),
      lambda seconds, width, height, patch, fps: seconds * fps * (width / patch) * (height / patch),
      lambda seconds, width, height, patch, fps: round(seconds * fps * (width / patch) * (height / patch)))
wrong("clip_tokens", """You always add a patch, even if the side divides exactly. Only *part* of a patch adds one.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (width // patch) * (height // patch + 1),
      lambda seconds, width, height, patch, fps: seconds * fps * (width // patch + 1) * (height // patch))
wrong("clip_tokens", """You counted one line of patches in each picture. There are `down` of them: multiply by that, too.""",
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch),
      lambda seconds, width, height, patch, fps: seconds * fps * whole(height, patch))
wrong("clip_tokens", """You added what is left over, in pixels. If anything is left over, that is *one* more patch.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (width // patch + width % patch) * (height // patch + height % patch))
wrong("clip_tokens", """You divided by the side of a patch only once. A patch is that wide *and* that high.""",
      lambda seconds, width, height, patch, fps: seconds * fps * math.ceil(width * height / patch),
      lambda seconds, width, height, patch, fps: seconds * fps * width * height / patch,
      lambda seconds, width, height, patch, fps: seconds * fps * (width * height // patch),
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * height,
      lambda seconds, width, height, patch, fps: seconds * fps * width * whole(height, patch))
wrong("clip_tokens", """You counted three tokens for each patch. The colours are inside it: one patch, one token.""",
      lambda seconds, width, height, patch, fps: 3 * seconds * fps * whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """You counted pixels. A token is a whole patch of them.""",
      lambda seconds, width, height, patch, fps: seconds * fps * width * height,
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * whole(height, patch) * patch ** 2)
wrong("clip_tokens", """You forgot `fps`: there are that many pictures in a second, each with all its patches.""",
      lambda seconds, width, height, patch, fps: seconds * whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """You forgot the seconds: each of them has `fps` pictures.""",
      lambda seconds, width, height, patch, fps: fps * whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """That is one picture. There are `seconds` times `fps` of them.""",
      lambda seconds, width, height, patch, fps: whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """You divided the seconds by `fps`. That is pictures *per* second: multiply.""",
      lambda seconds, width, height, patch, fps: seconds / fps * whole(width, patch) * whole(height, patch),
      lambda seconds, width, height, patch, fps: whole(width, patch) * whole(height, patch) * seconds // fps,
      lambda seconds, width, height, patch, fps: whole(width, patch) * whole(height, patch) * (seconds // fps),
      lambda seconds, width, height, patch, fps: int(whole(width, patch) * whole(height, patch) * seconds / fps),
      lambda seconds, width, height, patch, fps: round(whole(width, patch) * whole(height, patch) * seconds / fps),
      lambda seconds, width, height, patch, fps: math.ceil(seconds / fps) * whole(width, patch) * whole(height, patch),
      lambda seconds, width, height, patch, fps: math.ceil(seconds / fps * whole(width, patch) * whole(height, patch)))
wrong("clip_tokens", """You always add a patch, even if the side divides exactly. Only *part* of a patch adds one.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (width // patch + 1) * (height // patch + 1))
wrong("clip_tokens", """You rounded to the nearest. Part of a patch, even a single pixel, counts as a whole one: round up. (Or did you write in 16, the example's patch? `patch` says how long its side is.)""",
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, 16) * whole(height, 16),
      lambda seconds, width, height, patch, fps: seconds * fps * round(width / patch) * round(height / patch),
      lambda seconds, width, height, patch, fps: seconds * fps * int(width / patch + .5) * int(height / patch + .5))
wrong("clip_tokens", """You rounded up only one of the two sides. Partial patches count at the right edge and at the bottom edge.""",
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * (height // patch),
      lambda seconds, width, height, patch, fps: seconds * fps * (width // patch) * whole(height, patch),
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * height / patch,
      lambda seconds, width, height, patch, fps: seconds * fps * width / patch * whole(height, patch))
wrong("clip_tokens", """If both edges have partial patches, you count only one edge: `elif` skips the second. Round up each side by itself.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (whole(width, patch) * (height // patch) if width % patch else (width // patch) * whole(height, patch)))
wrong("clip_tokens", """If both edges have partial patches, you forget the one in the corner.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (whole(width, patch) * whole(height, patch) - (width % patch > 0 and height % patch > 0)))
wrong("clip_tokens", """You added one patch for the whole picture. An edge with partial patches has a whole row or column of them.""",
      lambda seconds, width, height, patch, fps: seconds * fps * ((width // patch) * (height // patch) + (width % patch > 0 or height % patch > 0)),
      lambda seconds, width, height, patch, fps: seconds * fps * ((width // patch) * (height // patch) + (width % patch > 0) + (height % patch > 0)))
wrong("clip_tokens", """You miss a patch that has only one pixel: your range ends one pixel too early.""",
      lambda seconds, width, height, patch, fps: seconds * fps * len(range(0, width - 1, patch)) * len(range(0, height - 1, patch)))
wrong("clip_tokens", """Brackets are missing: `width + patch - 1 // patch` divides only the 1. `(width + patch - 1) // patch` rounds up.""",
      lambda seconds, width, height, patch, fps: (width + patch - 1 // patch) * (height + patch - 1 // patch) * seconds * fps)
wrong("clip_tokens", """You don't count a patch that is larger than the picture. Part of it is there, so it counts.""",
      lambda seconds, width, height, patch, fps: 0 if patch > width or patch > height else seconds * fps * whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """You round up by adding not quite one, so very thin parts of a patch get lost. `math.ceil` always rounds up.""",
      *[lambda seconds, width, height, patch, fps, part=part: seconds * fps * int(width / patch + part) * int(height / patch + part) for part in (.9, .95, .99)])
wrong("clip_tokens", """You took the same side twice. A picture has `width` and `height`.""",
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) ** 2,
      lambda seconds, width, height, patch, fps: seconds * fps * whole(height, patch) ** 2)
wrong("clip_tokens", """You added columns and rows. A picture has columns *times* rows of patches.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (whole(width, patch) + whole(height, patch)))
wrong("clip_tokens", """You added something for the end or the beginning. Only the patches count.""",
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * whole(height, patch) + 1,
      lambda seconds, width, height, patch, fps: seconds * fps * (whole(width, patch) * whole(height, patch) + 1),
      lambda seconds, width, height, patch, fps: (seconds * fps + 1) * whole(width, patch) * whole(height, patch))


# --- few_shot ---

def lines(examples):
    return "".join(f"{a} -> {b}\n" for a, b in examples)


wrong("few_shot", """There is a space at the end. It belongs to the *next* token (notebook 01): with it in the prompt, the model can hardly write that token.""",
      lambda examples, query: lines(examples) + f"{query} -> ")
wrong("few_shot", """You ended the last line. That is for the model to do: after a new line it starts something else.""",
      lambda examples, query: lines(examples) + f"{query} ->\n")
wrong("few_shot", """The last line has no arrow: nothing asks for an answer.""",
      lambda examples, query: lines(examples) + query,
      lambda examples, query: lines(examples) + query + "\n",
      lambda examples, query: lines(examples) + query + " ")
wrong("few_shot", """Your examples are joined in one line, with a new line only before the query. Each example needs a line of its own.""",
      *[lambda examples, query, gap=gap: gap.join(f"{a} -> {b}" for a, b in examples) + ("\n" if examples else "") + f"{query} ->" for gap in (" ", ", ", "; ", " ; ", "")])
wrong("few_shot", """If two examples have the same word, you lose one: a dictionary has each word once. Keep the list of pairs.""",
      lambda examples, query: lines(dict(examples).items()) + f"{query} ->")
wrong("few_shot", """You made all letters small. Leave the words as they are.""",
      lambda examples, query: (lines(examples) + f"{query} ->").lower())
wrong("few_shot", """You left out an example because its word is the query. Show all examples.""",
      lambda examples, query: lines([pair for pair in examples if pair[0] != query]) + f"{query} ->")
wrong("few_shot", """Without examples your text begins with an empty line. Then the last line should be all there is.""",
      lambda examples, query: "\n".join(f"{a} -> {b}" for a, b in examples) + f"\n{query} ->")
wrong("few_shot", """`/n` is two characters. A new line is written with a backslash: `"\\n"`.""",
      lambda examples, query: "/n".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]))
wrong("few_shot", """The `f` in front of the quotes is missing: without it the braces stay in the text.""",
      lambda examples, query: "\n".join(["{word} -> {answer}" for _ in examples] + [f"{query} ->"]),
      lambda examples, query: "\n".join(["{a} -> {b}" for _ in examples] + [f"{query} ->"]),
      lambda examples, query: "\n".join([f"{a} -> {b}" for a, b in examples] + ["{query} ->"]),
      lambda examples, query: "\n".join([f"{a} -> {b}" for a, b in examples] + ["query ->"]))
wrong("few_shot", """Your query comes after each example. It comes once, at the end.""",
      lambda examples, query: "".join(f"{a} -> {b}\n{query} ->" for a, b in examples) or f"{query} ->",
      lambda examples, query: "".join(f"{a} -> {b}\n{query} ->\n" for a, b in examples)[:-1] or f"{query} ->")
wrong("few_shot", """Your pairs are the wrong way round: you show the opposite task.""",
      lambda examples, query: "".join(f"{b} -> {a}\n" for a, b in examples) + f"{query} ->")
wrong("few_shot", """Your query comes first. The model continues at the *end* of the text: the query belongs there.""",
      lambda examples, query: f"{query} ->\n" + "\n".join(f"{a} -> {b}" for a, b in examples),
      lambda examples, query: f"{query} ->" + lines(examples),
      lambda examples, query: f"{query} ->\n" + lines(examples))
wrong("few_shot", """Your lines run together into one: between every two of them we need a new line, `"\\n"`.""",
      lambda examples, query: "".join(f"{a} -> {b}" for a, b in examples) + f"{query} ->",
      lambda examples, query: " ".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]),
      lambda examples, query: ", ".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]),
      lambda examples, query: " ; ".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]),
      lambda examples, query: "; ".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]))
wrong("few_shot", """The new line between examples and query is missing.""",
      lambda examples, query: "\n".join(f"{a} -> {b}" for a, b in examples) + f"{query} ->",
      lambda examples, query: "\n".join(f"{a} -> {b}" for a, b in examples) + f" {query} ->")
wrong("few_shot", """Your text has empty lines in it. One new line ends a line; two leave one empty.""",
      lambda examples, query: "".join(f"{a} -> {b}\n\n" for a, b in examples) + f"{query} ->",
      lambda examples, query: lines(examples) + f"\n{query} ->")
wrong("few_shot", """Your text begins with a new line. New lines only go between the lines.""",
      lambda examples, query: "\n" + lines(examples) + f"{query} ->",
      lambda examples, query: "".join(f"\n{a} -> {b}" for a, b in examples) + f"\n{query} ->")
wrong("few_shot", """Each arrow needs a space before it, and another one after it where a word follows.""",
      lambda examples, query: "".join(f"{a}->{b}\n" for a, b in examples) + f"{query}->",
      lambda examples, query: "".join(f"{a}->{b}\n" for a, b in examples) + f"{query} ->",
      lambda examples, query: lines(examples) + f"{query}->",
      lambda examples, query: "".join(f"{a} ->{b}\n" for a, b in examples) + f"{query} ->")
wrong("few_shot", """That is a different arrow. Ours is a minus and a greater-than sign: `->`.""",
      lambda examples, query: (lines(examples) + f"{query} ->").replace("->", "→"),
      lambda examples, query: (lines(examples) + f"{query} ->").replace("->", "=>"),
      lambda examples, query: (lines(examples) + f"{query} ->").replace("->", "-->"),
      lambda examples, query: (lines(examples) + f"{query} ->").replace(" ->", ":"),
      lambda examples, query: (lines(examples) + f"{query} ->").replace("->", "="))
wrong("few_shot", """Only one of the examples is there. Show all of them, in order.""",
      lambda examples, query: lines(examples[:1]) + f"{query} ->",
      lambda examples, query: lines(examples[-1:]) + f"{query} ->")
wrong("few_shot", """The last example is missing.""",
      lambda examples, query: lines(examples[:-1]) + f"{query} ->")
wrong("few_shot", """The examples are missing. Without them the model doesn't know what the game is.""",
      lambda examples, query: f"{query} ->")
wrong("few_shot", """You changed the order of the examples. Leave them as they come.""",
      lambda examples, query: lines(examples[::-1]) + f"{query} ->",
      lambda examples, query: lines(sorted(examples)) + f"{query} ->")
wrong("few_shot", """There is a whole pair in your line, with its brackets and quotes. Take it apart: `for word, answer in examples`.""",
      lambda examples, query: "".join(f"{pair}\n" for pair in examples) + f"{query} ->",
      lambda examples, query: "".join(f"{pair} ->\n" for pair in examples) + f"{query} ->",
      lambda examples, query: "".join(f"{pair} -> \n" for pair in examples) + f"{query} ->")
wrong("few_shot", """You wrote an example's word twice: each line has the word, the arrow, and its answer.""",
      lambda examples, query: "".join(f"{a} -> {a}\n" for a, b in examples) + f"{query} ->")
wrong("few_shot", """You returned a list of lines. We want one text: `"\\n".join(lines)` makes it.""",
      lambda examples, query: [*(f"{a} -> {b}" for a, b in examples), f"{query} ->"],
      lambda examples, query: [*(f"{a} -> {b}\n" for a, b in examples), f"{query} ->"])
wrong("few_shot", """Your new line has a double backslash, so it is two characters instead of one: `"\\n"` has one backslash.""",
      lambda examples, query: "\\n".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]))
wrong("few_shot", """You answered yourself: there is something after the last arrow. That is for the model to write.""",
      lambda examples, query: lines(examples) + f"{query} -> {query}",
      lambda examples, query: lines(examples) + f"{query} -> ?",
      lambda examples, query: lines(examples) + f"{query} -> ...",
      lambda examples, query: lines(examples) + f"{query} -> {examples[-1][1] if examples else ''}",
      lambda examples, query: lines(examples) + f"{query} ->{examples[-1][1] if examples else ''}")


@wrong("few_shot")
def the_query_among_the_examples(examples, query):
    """You changed the list of examples that you were given: it grows with each call."""
    examples.append((query, ""))
    return "\n".join(f"{a} -> {b}" if b else f"{a} ->" for a, b in examples)


# --- is_right ---

def first_line(text):
    return text.split("\n")[0]


def bare(text):
    return text.strip().removesuffix(".").lower()


wrong("is_right", """You asked whether the text *contains* the answer. `not cold` contains `cold`.""",
      lambda text, want: want in text,
      lambda text, want: want.lower() in text.lower(),
      lambda text, want: want.lower() in first_line(text).lower(),
      lambda text, want: want in first_line(text),
      lambda text, want: want.lower() in first_line(text).lower().split(),
      lambda text, want: want in first_line(text).lower(),
      lambda text, want: want in text.lower(),
      lambda text, want: want in bare(first_line(text)))
wrong("is_right", """You asked whether the line *begins* with the answer. So does `colder`.""",
      lambda text, want: text.strip().lower().startswith(want.lower()),
      lambda text, want: first_line(text).strip().lower().startswith(want.lower()),
      lambda text, want: first_line(text).strip().startswith(want),
      lambda text, want: text.startswith(want),
      lambda text, want: text.lower().startswith(want.lower()),
      lambda text, want: text.strip().startswith(want),
      lambda text, want: first_line(text).strip().lower().startswith(want))
wrong("is_right", """You asked whether the line *ends* with the answer. So does `not cold`.""",
      lambda text, want: bare(first_line(text)).endswith(want.lower()))
wrong("is_right", """You compared the text as it is. Then a space, a full stop or a later line makes a right answer wrong.""",
      lambda text, want: text == want,
      lambda text, want: text.lower() == want.lower(),
      lambda text, want: text.strip() == want,
      lambda text, want: text.strip().lower() == want.lower())
wrong("is_right", """You stripped before you split. So the spaces at the end of the *first line* stay; and an empty first line, which is a wrong answer, is skipped.""",
      lambda text, want: bare(first_line(text.strip())) == want.lower(),
      lambda text, want: bare(first_line(text.lstrip())) == want.lower(),
      lambda text, want: first_line(text.strip()).removesuffix(".").lower() == want.lower(),
      lambda text, want: first_line(text.strip()).removesuffix(".").lower() == want,
      lambda text, want: first_line(text.strip()).lower() == want.lower(),
      lambda text, want: bare(first_line(text.strip())) == want,
      lambda text, want: bare(next((line for line in text.split("\n") if line.strip()), "")) == want.lower())
wrong("is_right", """You looked at the whole text. Only its first line counts; whatever the model writes after that doesn't matter. (A new line is `"\\n"`, with a backslash.)""",
      lambda text, want: bare(text) == want.lower(),
      lambda text, want: bare(text.replace("\n", " ")) == want.lower())
wrong("is_right", """You looked at the last line. The first one is the answer.""",
      lambda text, want: bare(text.split("\n")[-1]) == want.lower())
wrong("is_right", """You accept any line as the answer. Only the first one counts.""",
      lambda text, want: want.lower() in [bare(line) for line in text.split("\n")])
wrong("is_right", """You tell small and capital letters apart. They make no difference: `.lower()` on both sides.""",
      lambda text, want: first_line(text).strip().removesuffix(".") == want)
wrong("is_right", """You made only one of the two small: the answer may have capitals, and so may `want`.""",
      lambda text, want: bare(first_line(text)) == want,
      lambda text, want: first_line(text).strip().removesuffix(".") == want.lower())
wrong("is_right", """A full stop at the end changes your result. It shouldn't. (`removesuffix` gives a new text, as `strip` and `lower` do: keep what it gives.)""",
      lambda text, want: first_line(text).strip().lower() == want.lower())
wrong("is_right", """Spaces at the beginning or the end change your result. They shouldn't.""",
      lambda text, want: first_line(text).removesuffix(".").lower() == want.lower(),
      lambda text, want: first_line(text).lstrip().removesuffix(".").lower() == want.lower(),
      lambda text, want: first_line(text).rstrip().removesuffix(".").lower() == want.lower(),
      lambda text, want: first_line(text)[1:].removesuffix(".").lower() == want.lower())
wrong("is_right", """You took away more than one full stop. `.strip(".")` and `.rstrip(".")` take all of them, `.removesuffix(".")` takes one.""",
      lambda text, want: first_line(text).strip().strip(".").lower() == want.lower(),
      lambda text, want: first_line(text).strip().rstrip(".").lower() == want.lower(),
      lambda text, want: first_line(text).strip(" .").lower() == want.lower())
wrong("is_right", """You took away full stops, or spaces, inside of the answer as well (`replace` takes all of them). Only those at the ends don't matter.""",
      lambda text, want: first_line(text).replace(".", "").replace(" ", "").lower() == want.lower(),
      lambda text, want: first_line(text).replace(".", "").strip().lower() == want.lower(),
      lambda text, want: first_line(text).replace(" ", "").removesuffix(".").lower() == want.lower())
wrong("is_right", """You cut off everything from the first full stop on. Take away only one at the very end.""",
      lambda text, want: first_line(text).split(".")[0].strip().lower() == want.lower())
wrong("is_right", """You took only the first word. The whole first line is the answer.""",
      lambda text, want: (text.split() or [""])[0].removesuffix(".").lower() == want.lower(),
      lambda text, want: (first_line(text).split() or [""])[0].removesuffix(".").lower() == want.lower())
wrong("is_right", """You cut off the last character, whatever it is. Only a full stop should go.""",
      lambda text, want: first_line(text).strip()[:-1].lower() == want.lower())
wrong("is_right", """You took away the full stop before the spaces: if a space follows it, it isn't at the end yet. First the spaces, then the full stop.""",
      lambda text, want: first_line(text).removesuffix(".").strip().lower() == want.lower(),
      lambda text, want: first_line(text).lower().removesuffix(".").strip() == want.lower())
wrong("is_right", """Your function fails on an empty text: after `splitlines` there is no line at index 0. `"".split("\\n")` gives one, an empty one.""",
      lambda text, want: bare(text.splitlines()[0]) == want.lower())
wrong("is_right", """You took away spaces once more after the full stop. In `cold .` the full stop goes and the space before it stays: that is not `cold`.""",
      lambda text, want: first_line(text).strip().removesuffix(".").strip().lower() == want.lower(),
      lambda text, want: first_line(text).strip().removesuffix(".").rstrip().lower() == want.lower())
wrong("is_right", """You forgive other punctuation at the end, too. Forgive only one full stop.""",
      lambda text, want: first_line(text).strip().rstrip(".!?").lower() == want.lower(),
      lambda text, want: first_line(text).strip().strip(".,!?").lower() == want.lower(),
      lambda text, want: first_line(text).strip().strip(".,!?;:").lower() == want.lower(),
      lambda text, want: first_line(text).strip().strip(".,!?;:'\"").lower() == want.lower(),
      lambda text, want: (lambda line: line[:-1] if line[-1:] in (".", "!", "?") else line)(first_line(text).strip()).lower() == want.lower(),
      lambda text, want: (lambda line: line[:-1] if line[-1:] in (".", ",", "!", "?") else line)(first_line(text).strip()).lower() == want.lower())
wrong("is_right", """You forgive any extra character at the end. Forgive only a full stop.""",
      lambda text, want: first_line(text).strip().lower() in (want.lower(), ) or first_line(text).strip()[:-1].lower() == want.lower())
wrong("is_right", """You ignore spaces *inside* the answer. Only those at the beginning and the end don't matter.""",
      lambda text, want: first_line(text).replace(" ", "").removesuffix(".").lower() == want.replace(" ", "").lower(),
      lambda text, want: "".join(first_line(text).split()).removesuffix(".").lower() == "".join(want.split()).lower())
wrong("is_right", """If there is no new line, your first line loses its last letter: `find` gives −1, and `text[:-1]` leaves out the last. `split` has no such trap.""",
      lambda text, want: bare(text[:text.find("\n")]) == want.lower())
wrong("is_right", """In your pattern, a full stop in `want` matches any character. `re.escape(want)` makes it an ordinary full stop.""",
      lambda text, want: __import__("re").fullmatch(want + r"\.?", first_line(text).strip(), __import__("re").IGNORECASE) is not None)
wrong("is_right", """You cut off everything from the first full stop on, in both. A full stop inside belongs to the answer.""",
      lambda text, want: first_line(text).split(".")[0].strip().lower() == want.split(".")[0].lower())
wrong("is_right", """You never return `True`. Is a pair of brackets missing? `x.lower` is the function itself, `x.lower()` the text in small letters.""",
      lambda text, want: False)
wrong("is_right", """You never return `False`.""",
      lambda text, want: True)
wrong("is_right", """You take away neither the spaces nor the full stop. `line.strip()` gives a new text and leaves `line` unchanged: keep what it gives, `line = line.strip()`.""",
      lambda text, want: first_line(text).lower() == want.lower(),
      lambda text, want: first_line(text) == want)
wrong("is_right", """You allow a capital only as the first letter. `COLD` is right, too: make all letters small, on both sides.""",
      lambda text, want: first_line(text).strip().removesuffix(".") in (want, want.capitalize()),
      lambda text, want: first_line(text).strip().removesuffix(".").capitalize() in (want, want.capitalize()) and first_line(text).strip()[1:].islower(),
      lambda text, want: (lambda line: line[:1].lower() + line[1:])(first_line(text).strip().removesuffix(".")) == want[:1].lower() + want[1:],
      lambda text, want: first_line(text).strip().removesuffix(".") in (want, want.title()),
      lambda text, want: first_line(text).strip().removesuffix(".") in (want.lower(), want.capitalize()))
wrong("is_right", """It's the wrong way round: return `True` if the answer is right.""",
      lambda text, want: bare(first_line(text)) != want.lower())
wrong("is_right", """You returned the cleaned text. Return `True` or `False`.""",
      lambda text, want: bare(first_line(text)))
wrong("is_right", """You returned a word in quotes. `True` and `False` are written without them.""",
      lambda text, want: str(bare(first_line(text)) == want.lower()))
wrong("is_right", """You split at spaces, not at new lines.""",
      lambda text, want: bare(text.split(" ")[0]) == want.lower())


# --- systems ---

for item, choices in {
    "A": {"foundation model": "Very broad, but only one kind of data. By the rule above, the variety of kinds decides.",
          "language model": "It is one, and larger: 175 billion weights, text of every kind, many tasks through its prompt.",
          "neither": "It guesses the next token, and hardly anything else was ever trained so long to do that."},
    "G": {"language model": "It cuts text and numbers the pieces. It guesses nothing.",
          "large language model": "It belongs to one, as scissors belong to a tailor. It guesses nothing itself.",
          "foundation model": "It cuts text and numbers the pieces. It has no other task."},
    "C": {"large language model": "There is a language model inside it, but what it was joined with makes the difference.",
          "language model": "It writes text, yes. But what does it look at?",
          "neither": "It gives probabilities for the next token of text; the films come in front of it."},
    "D": {"neither": "Counted by hand, but still a probability for the next letter.",
          "large language model": "A table of a few thousand counts. What is large about it?",
          "foundation model": "One kind of data, and one use: the next letter."},
    "E": {"foundation model": "Fifty-nine languages are fifty-nine sorts of *text*.",
          "language model": "It is one, and larger: 176 billion weights, and many tasks through its prompt.",
          "neither": "Whatever the language, it guesses the next token."},
    "F": {"foundation model": "Stronger than any human, but at one thing. Broad is something else.",
          "language model": "It chooses moves on a board. Nobody asks it for the next word.",
          "large language model": "It chooses moves on a board. Nobody asks it for the next word."},
    "B": {"large language model": "Only one of its four kinds of input is language.",
          "language model": "Only one of its four kinds of input is language.",
          "neither": "It answers in tokens, one after another, whatever you show it."},
    "H": {"neither": "A product, yes. But inside it is P(next word given this word).",
          "large language model": "Counts of pairs fit into an old phone. Billions of weights do not.",
          "foundation model": "One kind of data, and one use: the next word."},
    "I": {"neither": "It does draw; it also writes, with the same guess. You built its little brother.",
          "large language model": "Half of its tokens are pieces of pictures.",
          "language model": "Half of its tokens are pieces of pictures."},
    "J": {"language model": "It gives a probability, but not for a next token.",
          "large language model": "Ten figures go in. There is no text anywhere.",
          "foundation model": "Ten figures go in, and there is one task."},
    "K": {"neither": "Nothing was trained with gradients, but look at what comes out: a distribution over the next token.",
          "large language model": "It counted a few million letters of speeches, and continues a text; that is all it does.",
          "foundation model": "One kind of data, and one use: the next letter."},
    "L": {"foundation model": "Larger doesn't mean more varied.",
          "language model": "It is one, and among the largest: 540 billion weights, and many tasks through its prompt.",
          "neither": "It guesses the next token, with 540 billion weights."},
    "T": {"foundation model": "That is the application. The model is what it calls.",
          "large language model": "That is the application. The model is what it calls.",
          "language model": "Buttons and stored chats guess nothing. The model behind them does."},
    "N": {"large language model": "Many people still call it that, but it reads a photograph.",
          "language model": "It reads a photograph. What kind of data is that?",
          "neither": "It answers in text, token by token, whatever you show it."},
    "R": {"large language model": "A neural network isn't large by itself: one newspaper, one use.",
          "foundation model": "One kind of data, from one newspaper.",
          "neither": "What comes out is a probability for each word that may come next."},
    "P": {"foundation model": "The first ChatGPT neither saw nor heard. That came later, with other models.",
          "language model": "It is one, and larger: text of every kind, and whatever you ask it for.",
          "neither": "It was tuned to answer people, but it still writes one token after another."},
    "Q": {"foundation model": "It sees, but does only one thing with what it sees.",
          "language model": "It names a digit that is there. It doesn't guess one that comes next.",
          "large language model": "It names a digit that is there. There is no language in it."},
    "O": {"large language model": "It hears and speaks without going through text.",
          "language model": "It hears, sees and speaks. How many kinds of data is that?",
          "neither": "Text, picture or sound: it writes them as tokens, one after another."},
    "S": {"large language model": "The same design as the large ones. What differs is data and size: a megabyte of speeches.",
          "foundation model": "One kind of data, and one use: continuing a speech.",
          "neither": "Its last step is a softmax over the next letter."},
    "M": {"foundation model": "Everybody builds on it, but it reads and writes only text.",
          "language model": "It is one, and larger: 70 billion weights, and many tasks through its prompt.",
          "neither": "It guesses the next token; the fact that others can download it changes nothing about that."},
}.items():
    for choice, why in choices.items():
        wrong_choice("systems", item, choice, why)
