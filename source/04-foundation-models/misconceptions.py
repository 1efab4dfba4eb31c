"""The ways people get 04-foundation-models wrong, and what to say. The message comes first, then the functions that do it."""
import math

import numpy as np

from course.classroom.author.mutants import reference, wrong, wrong_choice


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


wrong("answer_logprob", """You divided by the number of tokens: that is the mean. Here the sum is asked: each further token makes the whole answer less likely.""",
      lambda logits, answer: float(np.mean(logs(logits, answer))))
wrong("answer_logprob", """You added up the logits themselves. They are not probabilities yet: each row first has to share out 100 % (softmax).""",
      lambda logits, answer: sum(float(row[token]) for row, token in zip(logits, answer)),
      lambda logits, answer: sum(row[token] for row, token in zip(logits, answer)),
      lambda logits, answer: float(np.mean([row[token] for row, token in zip(logits, answer)])))
wrong("answer_logprob", """You took the logarithm of the logits. They are not probabilities yet, and some are below zero: softmax comes first.""",
      lambda logits, answer: sum(math.log(row[token]) for row, token in zip(logits, answer)),
      lambda logits, answer: float(sum(np.log(abs(row[token]) + 1e-300) for row, token in zip(logits, answer))))
wrong("answer_logprob", """This is the probability of the answer, the product. Its *logarithm* is asked: the sum of the logarithms.""",
      lambda logits, answer: math.exp(sum(logs(logits, answer))))
wrong("answer_logprob", """You added up the probabilities. Their logarithms are added; the probabilities themselves would be multiplied.""",
      lambda logits, answer: sum(math.exp(each) for each in logs(logits, answer)),
      lambda logits, answer: math.log(sum(math.exp(each) for each in logs(logits, answer))))
wrong("answer_logprob", """You are one row off. Row i is the guess *for* `answer[i]`: the first token is judged by row 0.""",
      lambda logits, answer: sum(logs(logits[:-1], answer[1:])),
      lambda logits, answer: sum(logs(logits[1:], answer[:-1])),
      lambda logits, answer: sum(logs(logits[1:], answer)))
wrong("answer_logprob", """The sign is turned round: that is the *surprise* at the answer. A log-probability is never above zero.""",
      lambda logits, answer: -sum(logs(logits, answer)),
      lambda logits, answer: -float(np.mean(logs(logits, answer))))
wrong("answer_logprob", """All rows share one 100 % in your softmax. Each row is a guess of its own: divide by the sum of *that* row.""",
      lambda logits, answer: sum(math.log(softmax(np.ravel(logits)).reshape(np.shape(logits))[i, token]) for i, token in enumerate(answer)))
wrong("answer_logprob", """Your softmax goes down the columns. A guess is a row: its numbers share 100 % (`axis=1`).""",
      lambda logits, answer: sum(math.log(softmax(np.asarray(logits)[:, token])[i]) for i, token in enumerate(answer)))
wrong("answer_logprob", """You judged each row's likeliest token. The answer says which token is to be judged, likely or not.""",
      lambda logits, answer: sum(math.log(softmax(row).max()) for row in logits))
wrong("answer_logprob", """Only one token of the answer counts in your result. All of them are judged, each by its row.""",
      lambda logits, answer: logs(logits, answer)[0],
      lambda logits, answer: logs(logits, answer)[-1])
wrong("answer_logprob", """Your logarithm has another base. The natural one is asked, base e: `math.log` or `np.log` with one argument.""",
      lambda logits, answer: sum(logs(logits, answer)) / math.log(2),
      lambda logits, answer: sum(logs(logits, answer)) / math.log(10))
wrong("answer_logprob", """You subtracted e to the power of each number, without the logarithm of their sum: the probability is e to the power of the logit *divided by* the sum of the row.""",
      lambda logits, answer: sum(float(row[token] - np.exp(row).sum()) for row, token in zip(logits, answer)))
wrong("answer_logprob", """You divided the logits by their sum, without taking e to the power of them first. That is no probability: logits may be zero or below.""",
      lambda logits, answer: float(np.sum([np.log(row[token] / np.sum(row)) for row, token in zip(logits, answer)])))
wrong("answer_logprob", """You took the sum (or the largest) of the logits themselves. Below the line stands the sum of their *powers*: first e to the power of each, then add.""",
      lambda logits, answer: float(sum(row[token] - np.sum(row) for row, token in zip(logits, answer))),
      lambda logits, answer: float(sum(row[token] - np.log(np.sum(row)) for row, token in zip(logits, answer))),
      lambda logits, answer: float(sum(row[token] - np.max(row) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You added a small number to the probabilities. What is very unlikely becomes too likely then; a token of 0 does not occur here.""",
      *[lambda logits, answer, eps=eps: float(sum(np.log(softmax(row)[token] + eps) for row, token in zip(logits, answer))) for eps in (1e-12, 1e-10, 1e-9, 1e-8, 1e-6, 1e-5)])
wrong("answer_logprob", """You returned a list, a number for each token. One number is asked: their sum.""",
      lambda logits, answer: logs(logits, answer),
      lambda logits, answer: np.array(logs(logits, answer)))
wrong("answer_logprob", """You looked up column `i` and row `token`. It is row `i`, the guess for the i-th token, and in it the column of the token.""",
      lambda logits, answer: sum(math.log(softmax(logits[token % len(logits)])[i % len(logits[0])]) for i, token in enumerate(answer)))
wrong("answer_logprob", """You looked for each token's row by its id (`answer.index(token)`). An id that comes twice is found at its first place then: count the rows along with the tokens.""",
      lambda logits, answer: sum(math.log(softmax(logits[list(answer).index(token)])[token]) for token in answer))
wrong("answer_logprob", """You took the columns of all tokens from every row: `P[:, answer]` is a whole table. In row i only the column of `answer[i]` counts.""",
      lambda logits, answer: float(np.log(np.array([softmax(row) for row in logits])[:, answer]).sum()))
wrong("answer_logprob", """You multiplied the probabilities first. For a long answer the product is so small that the computer makes it 0, which has no logarithm: add the logarithms.""",
      lambda logits, answer: float(np.log(np.prod([softmax(row)[token] for row, token in zip(logits, answer)]))),
      lambda logits, answer: math.log(math.prod(float(softmax(row)[token]) for row, token in zip(logits, answer))))
wrong("answer_logprob", """In your softmax the brackets are missing: `exp(a) / exp(b) + exp(c)` divides by the first only. The whole sum is below the line.""",
      lambda logits, answer: float(sum(np.log(np.exp(row[token]) / np.exp(row[0]) + np.exp(row[1:]).sum()) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You took only row 0, for all tokens of the answer. Each token has its own row.""",
      lambda logits, answer: sum(math.log(softmax(logits[0])[token]) for token in answer))
wrong("answer_logprob", """The last token is left out: a range ends before its end.""",
      lambda logits, answer: sum(logs(logits[:-1], answer[:-1])))
wrong("answer_logprob", """You counted on four columns, as in the example. A row may have any number: the sum goes over all of it.""",
      lambda logits, answer: float(sum(row[token] - math.log(sum(math.exp(each) for each in row[:4])) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You looked at column i of row i. The token's id says which column: `row[token]`, with the token that stands at place i of the answer.""",
      lambda logits, answer: sum(math.log(softmax(row)[i % len(row)]) for i, row in enumerate(logits)))
wrong("answer_logprob", """You judged the first token of the answer in every row. Row i is about the token at place i.""",
      lambda logits, answer: sum(math.log(softmax(row)[answer[0]]) for row in logits))
wrong("answer_logprob", """Above the fraction line, too, e has to be raised to the power of the logit.""",
      lambda logits, answer: float(np.sum(np.log([row[token] / np.exp(row).sum() for row, token in zip(logits, answer)]))))
wrong("answer_logprob", """Your logarithm ends too early: log(a) / b instead of log(a / b). First the probability, then its logarithm.""",
      lambda logits, answer: float(sum(np.log(np.exp(row[token])) / np.exp(row).sum() for row, token in zip(logits, answer))))
wrong("answer_logprob", """A token that comes twice in the answer counts once in yours. Each place of the answer counts.""",
      lambda logits, answer: sum(math.log(softmax(logits[list(answer).index(token)])[token]) for token in dict.fromkeys(answer)),
      lambda logits, answer: sum({token: math.log(softmax(row)[token]) for row, token in zip(logits, answer)}.values()),
      lambda logits, answer: sum(math.log(softmax(row)[token]) for row, token in zip(logits, dict.fromkeys(answer))))
wrong("answer_logprob", """The sign in front of the logarithm of the sum is wrong. A fraction becomes a difference: the logit *minus* the logarithm of the row's sum.""",
      lambda logits, answer: float(sum(row[token] + np.log(np.exp(row).sum()) for row, token in zip(logits, answer))))
wrong("answer_logprob", """You took only the last row, for all tokens of the answer. Each token has its own row.""",
      lambda logits, answer: sum(math.log(softmax(logits[-1])[token]) for token in answer))
wrong("answer_logprob", """You counted the tokens of the vocabulary from 1. Token 0 is the first column.""",
      lambda logits, answer: sum(math.log(softmax(row)[token - 1]) for row, token in zip(logits, answer)))


one = wrong("answer_logprob", """You changed the array of logits that you were given. Others still need it: put what you compute into a new one.""")


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


wrong("patches", """These are strips, as `reshape` gives them: neighbours above and below were torn apart. A patch is a square of the picture.""",
      lambda picture, size: picture.reshape(-1, size * size * 3),
      lambda picture, size: picture.reshape(picture.shape[0] // size * (picture.shape[1] // size), -1))
wrong("patches", """You read downwards first. Patches come as one reads: along the top from left to right, then the next row of them.""",
      lambda picture, size: np.array([each.flatten() for column in zip(*squares(picture, size)) for each in column]),
      lambda picture, size: np.array([picture[down:down + size, across:across + size].flatten() for across in range(0, picture.shape[1], size) for down in range(0, picture.shape[0], size)]))
wrong("patches", """Your squares overlap: pixels count several times. The next square begins where the last one ended, `size` further on.""",
      lambda picture, size: np.array([picture[top:top + size, left:left + size].flatten() for top in range(picture.shape[0] - size + 1) for left in range(picture.shape[1] - size + 1)]),
      lambda picture, size: np.array([picture[top:top + size, left:left + size].flatten() for top in range(0, picture.shape[0], size) for left in range(picture.shape[1] - size + 1)]),
      lambda picture, size: np.array([picture[top:top + size, left:left + size].flatten() for top in range(picture.shape[0] // size) for left in range(picture.shape[1] // size)]))
wrong("patches", """Each patch has come out as columns: its pixels are read downwards. In a patch, too, one reads along the lines.""",
      lambda picture, size: np.array([each.swapaxes(0, 1).flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """In your rows all red numbers come first, then the green, then the blue. The three numbers of a pixel stay together.""",
      lambda picture, size: np.array([each.transpose(2, 0, 1).flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """Your patches are not laid out as rows: each is still a square. `.flatten()` makes a row of it.""",
      lambda picture, size: np.array([each for line in squares(picture, size) for each in line]),
      lambda picture, size: [each for line in squares(picture, size) for each in line])
wrong("patches", """You laid the patches out as one long row. Each is to be a row of its own.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size) for each in line]).flatten(),
      lambda picture, size: np.concatenate([each.flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """Your result has a level too many: the patches of each line are in a list of their own. One list of all patches is asked.""",
      lambda picture, size: np.array([[each.flatten() for each in line] for line in squares(picture, size)]),
      lambda picture, size: [[each.flatten() for each in line] for line in squares(picture, size)])
wrong("patches", """The last column of patches is missing. Either a `range` ends too early, or you took the height for the width: the shape is (height, width, 3), rows first.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size) for each in line[:-1]]),
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size) for each in line[:len(picture) // size]]))
wrong("patches", """Patches at the lower edge are missing. Either a `range` ends too early, or the loop over the lines goes round only once.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size)[:-1] for each in line]),
      lambda picture, size: np.array([each.flatten() for each in squares(picture, size)[0]]))
wrong("patches", """Rows and columns are exchanged: you cut the picture as if it were lying on its side.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture.swapaxes(0, 1), size) for each in line]))
wrong("patches", """The last line and the last column of patches are missing: a `range` ends before its end.""",
      lambda picture, size: np.array([each.flatten() for line in squares(picture, size)[:-1] for each in line[:-1]]))
wrong("patches", """Only the first column of patches has come out. Beside it there are more.""",
      lambda picture, size: np.array([line[0].flatten() for line in squares(picture, size)]))
wrong("patches", """That is the first patch alone. Is the `return` inside of the loop?""",
      lambda picture, size: squares(picture, size)[0][0].flatten(),
      lambda picture, size: np.array([squares(picture, size)[0][0].flatten()]))
wrong("patches", """Each of your patches is one pixel too small: `a:b` leaves out `b` already, so it ends at `top + size`.""",
      lambda picture, size: np.array([each[:-1, :-1].flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """Each of your patches is one pixel too large: `a:b` leaves out `b` already, so it ends at `top + size`.""",
      lambda picture, size: [picture[top:top + size + 1, left:left + size + 1].flatten() for top in range(0, picture.shape[0], size) for left in range(0, picture.shape[1], size)])
wrong("patches", """You cut squares of 2, whatever `size` says. Use the argument.""",
      lambda picture, size: cut(picture, 2),
      lambda picture, size: cut(picture, 3))
wrong("patches", """All rows have become the same, the last one: you filled one and the same array again and again. Make a new one for each patch.""",
      lambda picture, size: np.array([cut(picture, size)[-1]] * len(cut(picture, size))),
      lambda picture, size: np.array([cut(picture, size)[0]] * len(cut(picture, size))))


@wrong("patches")
def shape_set(picture, size):
    """You changed the picture that you were given: to set its `.shape` changes the array itself. `reshape` gives a new one."""
    height, width, _ = picture.shape
    rows = cut(picture, size)
    picture.shape = (height // size, size, width // size, size, 3)
    return rows


wrong("patches", """A patch keeps all of its numbers, three for each pixel. A mean, or one colour alone, is less.""",
      lambda picture, size: np.array([each.mean(axis=(0, 1)) for line in squares(picture, size) for each in line]),
      lambda picture, size: np.array([each.mean(axis=2).flatten() for line in squares(picture, size) for each in line]),
      lambda picture, size: np.array([each[:, :, 0].flatten() for line in squares(picture, size) for each in line]))
wrong("patches", """Your result is turned: the patches are its columns. Each patch is to be a row.""",
      lambda picture, size: cut(picture, size).T)
wrong("patches", """You cut `size` patches, not patches of `size` pixels on a side.""",
      lambda picture, size: np.array([picture[top:top + picture.shape[0] // size, left:left + picture.shape[1] // size].flatten()
                                      for top in range(0, picture.shape[0], max(1, picture.shape[0] // size)) for left in range(0, picture.shape[1], max(1, picture.shape[1] // size))
                                      if picture[top:top + picture.shape[0] // size, left:left + picture.shape[1] // size].size == 3 * (picture.shape[0] // size) * (picture.shape[1] // size)]),
      lambda picture, size: picture.reshape(size, -1))
wrong("patches", """You divided the numbers by 255. They come as they are, and stay so.""",
      lambda picture, size: cut(picture, size) / 255)


# --- nearest ---

def far(patches, codebook):
    return np.square(np.asarray(patches, float)[:, None] - np.asarray(codebook, float)).sum(-1)


in_all_forms("nearest", """You took the largest product. Bright codes win that way: a product is large when the code is large, not when it is close.""",
      lambda patches, codebook: (patches @ codebook.T).argmax(1).tolist())
in_all_forms("nearest", """You did not square the differences, so what is too much counts as near: the codes with the smallest numbers win. Square them, then add.""",
      lambda patches, codebook: [int(np.argmin((codebook - patch).sum(1))) for patch in patches],
      lambda patches, codebook: [int(np.argmin(((codebook - patch) * 2).sum(1))) for patch in patches])
in_all_forms("nearest", """You did not square the differences, so what is too little counts as near: the codes with the largest numbers win. Square them, then add.""",
      lambda patches, codebook: [int(np.argmin((patch - codebook).sum(1))) for patch in patches])
in_all_forms("nearest", """You compared sums: too much in one place and too little in another cancel each other out, and two quite different patches look alike. Square *each* difference first, then add.""",
      lambda patches, codebook: [int(np.argmin(abs((codebook - patch).sum(1)))) for patch in patches],
      lambda patches, codebook: [int(np.argmin((codebook - patch).sum(1) ** 2)) for patch in patches],
      lambda patches, codebook: [int(np.argmin(abs(codebook.mean(1) - patch.mean()))) for patch in patches],
      lambda patches, codebook: [int(np.argmin((codebook.sum(1) - patch.sum()) ** 2)) for patch in patches])
in_all_forms("nearest", """You added the differences without their signs. Squares are asked: one large difference then weighs more than several small ones.""",
      lambda patches, codebook: [int(np.argmin(abs(codebook - patch).sum(1))) for patch in patches])
in_all_forms("nearest", """You looked at the largest single difference. All of them count: squared, and added up.""",
      lambda patches, codebook: [int(np.argmin(abs(codebook - patch).max(1))) for patch in patches])
in_all_forms("nearest", """You counted from 1, so every patch would come back as its neighbour in the list. The first row of the codebook is 0.""",
      lambda patches, codebook: (far(patches, codebook).argmin(1) + 1).tolist())
in_all_forms("nearest", """You asked from the wrong side: for each *code* the nearest patch. There is to be a number for each patch.""",
      lambda patches, codebook: far(patches, codebook).argmin(0).tolist())
in_all_forms("nearest", """You took the one that is *furthest* away: `argmin`, not `argmax`.""",
      lambda patches, codebook: far(patches, codebook).argmax(1).tolist())
in_all_forms("nearest", """These are the distances. The *position* of the smallest is asked: `argmin`, not `min`.""",
      lambda patches, codebook: far(patches, codebook).min(1).tolist(),
      lambda patches, codebook: np.sqrt(far(patches, codebook).min(1)).tolist())
in_all_forms("nearest", """These are the rows of the codebook themselves. Their positions are asked, a number for each patch.""",
      lambda patches, codebook: codebook[far(patches, codebook).argmin(1)],
      lambda patches, codebook: codebook[far(patches, codebook).argmin(1)].tolist())
in_all_forms("nearest", """You compared the first number only. All numbers of a row count.""",
      lambda patches, codebook: [int(np.argmin(abs(codebook[:, 0] - patch[0]))) for patch in patches])
in_all_forms("nearest", """You compared the last number only. All numbers of a row count; is something set anew in each round of a loop?""",
      lambda patches, codebook: [int(np.argmin(abs(codebook[:, -1] - patch[-1]))) for patch in patches])
in_all_forms("nearest", """You counted in how many numbers they are equal. Near ones may agree in none of them: how far they are apart counts.""",
      lambda patches, codebook: [int((codebook == patch).sum(1).argmax()) for patch in patches])
in_all_forms("nearest", """Of two that are equally near you took the last. Take the first.""",
      lambda patches, codebook: [int(len(codebook) - 1 - row[::-1].argmin()) for row in far(patches, codebook)])
in_all_forms("nearest", """That is the number for one patch only. There is to be one for each: is the `return` inside of the loop?""",
      lambda patches, codebook: int(far(patches, codebook)[0].argmin()),
      lambda patches, codebook: [int(far(patches, codebook)[0].argmin())],
      lambda patches, codebook: int(far(patches, codebook)[-1].argmin()))
in_all_forms("nearest", """You looked for the smallest in the whole table of distances at once. Each patch has its own row in it (`axis=1`).""",
      lambda patches, codebook: int(far(patches, codebook).argmin()),
      lambda patches, codebook: [int(far(patches, codebook).argmin())])
in_all_forms("nearest", """These are all distances, a row for each patch. Of each row the position of the smallest is asked.""",
      lambda patches, codebook: far(patches, codebook),
      lambda patches, codebook: far(patches, codebook).tolist())
in_all_forms("nearest", """You took the angle between them. It does not see that one is darker: a dark red and a light red point the same way.""",
      lambda patches, codebook: [int(np.argmax((codebook @ patch) / (np.linalg.norm(codebook, axis=1) * np.linalg.norm(patch) + 1e-12))) for patch in patches])
in_all_forms("nearest", """You sorted: `argsort` gives all positions. Only the nearest is asked.""",
      lambda patches, codebook: far(patches, codebook).argsort(1, kind="stable").tolist())
in_all_forms("nearest", """A code that was given once is not given again in your list. Several patches may well have the same nearest code.""",
      lambda patches, codebook: _each_once(far(patches, codebook)))
in_all_forms("nearest", """The smallest distance so far is kept from patch to patch in yours. For each patch the search begins anew: set it inside of the outer loop.""",
      lambda patches, codebook: _record_kept(patches, codebook, False),
      lambda patches, codebook: _record_kept(patches, codebook, True))
in_all_forms("nearest", """The 2 is missing: (a − b)² is a² − 2ab + b².""",
      lambda patches, codebook: ((codebook ** 2).sum(1) - patches @ codebook.T).argmin(1).tolist())
in_all_forms("nearest", """Your distances are cut to whole numbers, so what comes after the decimal point is lost, and near ones look equal.""",
      lambda patches, codebook: far(patches, codebook).astype(int).argmin(1).tolist(),
      lambda patches, codebook: far(np.asarray(patches).astype(int), np.asarray(codebook).astype(int)).argmin(1).tolist(),
      lambda patches, codebook: far(patches, codebook).round().argmin(1).tolist())
in_all_forms("nearest", """Your search begins with a smallest distance that is not large enough: where all codes are further away, none is found. Begin with infinity, or with the first code.""",
      lambda patches, codebook: _record_from(patches, codebook, 100),
      lambda patches, codebook: _record_from(patches, codebook, 255),
      lambda patches, codebook: _record_from(patches, codebook, 999),
      lambda patches, codebook: _record_from(patches, codebook, 1000),
      lambda patches, codebook: _record_from(patches, codebook, 9999),
      lambda patches, codebook: _record_from(patches, codebook, 10000))
in_all_forms("nearest", """Of a single patch you give back a number. A list is asked, of one number then.""",
      lambda patches, codebook: far(patches, codebook).argmin(1).squeeze().tolist())
in_all_forms("nearest", """`^` is not the power in Python: it compares bits. The square is `** 2`.""",
      lambda patches, codebook: [int(np.argmin([((patch - code) ^ 2).sum() for code in codebook])) for patch in patches],
      lambda patches, codebook: [int(np.argmin([((code - patch) ^ 2).sum() for code in codebook])) for patch in patches])
in_all_forms("nearest", """All distances went into one number: `.sum()` without an axis, one sum that goes on growing, or a name that is written over. A list is wanted, with a distance for each code; then the place of its smallest.""",
      lambda patches, codebook: [int(np.argmin(((codebook - patch) ** 2).sum())) for patch in patches])
in_all_forms("nearest", """Your sums go down the columns (`axis=0`), so you compare places in a patch, not codes. A code is a row: `axis=1`.""",
      lambda patches, codebook: [int(np.argmin(((codebook - patch) ** 2).sum(axis=0))) for patch in patches])
in_all_forms("nearest", """You looked for the smallest single square in the whole table, and its place counts through all numbers. First add up the squares of each row.""",
      lambda patches, codebook: [int(np.argmin((codebook - patch) ** 2)) for patch in patches],
      lambda patches, codebook: [int(np.argmin(abs(codebook - patch))) for patch in patches])
in_all_forms("nearest", """The last row of the codebook is never looked at: a range ends before its end.""",
      lambda patches, codebook: far(patches, codebook)[:, :-1].argmin(1).tolist())
in_all_forms("nearest", """The first row of the codebook is never looked at.""",
      lambda patches, codebook: (far(patches, codebook)[:, 1:].argmin(1) + 1).tolist())
in_all_forms("nearest", """The list of distances is not emptied for the next patch, so its positions go on counting. Begin a new one inside of the outer loop.""",
      lambda patches, codebook: [int(np.argmin(far(patches, codebook)[:i + 1].ravel())) for i in range(len(patches))])
wrong("nearest", """These are the rows of the codebook themselves. Their positions are asked, a number for each patch.""",
      lambda patches, codebook: [codebook[i] for i in far(patches, codebook).argmin(1)])
in_all_forms("nearest", """There is more than one number for each patch: you append inside of the inner loop. Append after it, when all codes have been looked at.""",
      lambda patches, codebook: [int(row[:i + 1].argmin()) for row in far(patches, codebook) for i in range(len(row))])
one = wrong("nearest", """You subtract from the codebook itself (`-=`), so it is another one for the next patch, and for the caller. `codebook - patch` makes a new array.""")


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


wrong("picture", """Each patch was spread over a strip: you only laid out all numbers anew (`reshape`). A patch has to come out as a square.""",
      lambda ids, codebook, across, size: codebook[ids].reshape(-1, across * size, 3))
wrong("picture", """You took `across` for the number of patches *below* each other. It says how many stand side by side.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line, axis=1) for line in rows_of(tiles(ids, codebook, size), len(ids) // across)]))
wrong("picture", """Each patch lies on its side: its rows have become columns.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate([each.swapaxes(0, 1) for each in line], axis=1) for line in rows_of(tiles(ids, codebook, size), across)]))
wrong("picture", """The patches are filled in downwards, column by column. They come in reading order: along the top first.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line, axis=1) for line in zip(*rows_of(tiles(ids, codebook, size), len(ids) // across))]),
      lambda ids, codebook, across, size: _by_columns(ids, codebook, across, size))
wrong("picture", """In your `reshape` the two sides are exchanged: first the number of rows of patches, `len(ids) // across`, then how many stand side by side, `across`.""",
      lambda ids, codebook, across, size: codebook[ids].reshape(across, len(ids) // across, size, size, 3).swapaxes(1, 2).reshape(len(ids) // across * size, across * size, 3))
wrong("picture", """These are loose squares, one after the other. One picture is asked, in which they lie side by side.""",
      lambda ids, codebook, across, size: np.array(tiles(ids, codebook, size)),
      lambda ids, codebook, across, size: tiles(ids, codebook, size))
wrong("picture", """These are still rows of numbers, one for each patch. They have to become squares, and lie side by side.""",
      lambda ids, codebook, across, size: codebook[ids],
      lambda ids, codebook, across, size: codebook[ids].flatten())
wrong("picture", """All patches lie below each other. `across` of them stand side by side.""",
      lambda ids, codebook, across, size: np.concatenate(tiles(ids, codebook, size)),
      lambda ids, codebook, across, size: codebook[ids].reshape(-1, size, 3))
wrong("picture", """All patches stand in one long line. After `across` of them a new line begins.""",
      lambda ids, codebook, across, size: np.concatenate(tiles(ids, codebook, size), axis=1))
wrong("picture", """You used the first patches of the codebook, one after the other. `ids` says which of them is wanted: `codebook[ids[i]]`.""",
      lambda ids, codebook, across, size: reference("picture")([i % len(codebook) for i in range(len(ids))], codebook, across, size))
wrong("picture", """Every patch has become the same one. Is the number taken anew for each place?""",
      lambda ids, codebook, across, size: reference("picture")([ids[-1]] * len(ids), codebook, across, size),
      lambda ids, codebook, across, size: reference("picture")([ids[0]] * len(ids), codebook, across, size))
wrong("picture", """Only the upper line of patches is there. The other ids belong below.""",
      lambda ids, codebook, across, size: reference("picture")(ids[:across], codebook, across, size))
wrong("picture", """Only part of your picture is filled; the rest is black. Which places does your loop leave out?""",
      lambda ids, codebook, across, size: _filled(ids[:across], len(ids), codebook, across, size),
      lambda ids, codebook, across, size: _filled(ids[:1], len(ids), codebook, across, size),
      lambda ids, codebook, across, size: _filled(ids[:-1], len(ids), codebook, across, size))
wrong("picture", """The codes are counted from 1 in your picture. Number 0 is the first row of the codebook.""",
      lambda ids, codebook, across, size: reference("picture")([i - 1 for i in ids], codebook, across, size))
wrong("picture", """Your colours have changed places: in a row of the codebook the three numbers of a pixel stand together.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate([each.reshape(3, size, size).transpose(1, 2, 0) for each in line], axis=1) for line in rows_of(tiles(ids, codebook, size), across)]))
wrong("picture", """Height and width are exchanged: your picture lies on its side.""",
      lambda ids, codebook, across, size: reference("picture")(ids, codebook, across, size).swapaxes(0, 1))
wrong("picture", """Your lines of patches come from below. The first `across` patches belong to the top.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line, axis=1) for line in rows_of(tiles(ids, codebook, size), across)[::-1]]))
wrong("picture", """Your patches go from right to left. In reading order the first is at the left.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line[::-1], axis=1) for line in rows_of(tiles(ids, codebook, size), across)]))
wrong("picture", """Your patches overlap: each begins one pixel after the last one, not `size` pixels.""",
      lambda ids, codebook, across, size: _overlapping(ids, codebook, across, size))
wrong("picture", """The lines of patches are in lists of their own. One picture is asked, an array (height, width, 3).""",
      lambda ids, codebook, across, size: [np.concatenate(line, axis=1) for line in rows_of(tiles(ids, codebook, size), across)],
      lambda ids, codebook, across, size: np.array([np.concatenate(line, axis=1) for line in rows_of(tiles(ids, codebook, size), across)]),
      lambda ids, codebook, across, size: np.array(tiles(ids, codebook, size)).reshape(-1, across, size, size, 3))
wrong("picture", """The first place stays empty: places are counted from 0.""",
      lambda ids, codebook, across, size: _from_the_second(ids, codebook, across, size))
wrong("picture", """You divided the place by `size`. How many patches stand side by side says `across`; `size` is how many pixels each has.""",
      lambda ids, codebook, across, size: _placed_by(ids, codebook, across, size, size),
      lambda ids, codebook, across, size: reference("picture")(ids, codebook, size, size))
wrong("picture", """Its own number decides in yours where a patch goes. Its *place* in the list does: the first id belongs at the top left, whatever it is.""",
      lambda ids, codebook, across, size: _by_number(ids, codebook, across, size))
wrong("picture", """The lines of patches overlap: the first row of pixels of a line is its number times `size`.""",
      lambda ids, codebook, across, size: _placed(ids, codebook, across, size, lambda line, column: (line, column * size)))
wrong("picture", """The columns of patches overlap: the first column of pixels of a patch is its number times `size`.""",
      lambda ids, codebook, across, size: _placed(ids, codebook, across, size, lambda line, column: (line * size, column)))
wrong("picture", """You looked for a patch's place by its id (`ids.index(…)`). An id that comes twice is found at its first place only: count the places.""",
      lambda ids, codebook, across, size: _by_index(ids, codebook, across, size))
wrong("picture", """Your picture has too few rows of patches. There are as many as it takes, not always two, and not as many as stand side by side: `len(ids) // across`.""",
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, 2))
wrong("picture", """Your picture has other sides than it should: it is `len(ids) // across * size` pixels high and `across * size` wide, and the height comes first.""",
      lambda ids, codebook, across, size: _sides(ids, codebook, across, size, across, across),
      lambda ids, codebook, across, size: _sides(ids, codebook, across, size, across, len(ids) // across),
      lambda ids, codebook, across, size: _sides(ids, codebook, across, size, len(ids) // across, len(ids) // across))
wrong("picture", """Your picture is too high: below the patches black is left over. There are as many rows of patches as it takes: `len(ids) // across`.""",
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, 3),
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, 4),
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, len(ids)),
      lambda ids, codebook, across, size: _rows_fixed(ids, codebook, across, size, len(ids) // across + 1))
wrong("picture", """The two directions are exchanged: what belongs side by side (`axis=1`) lies below each other, and the other way round.""",
      lambda ids, codebook, across, size: np.concatenate([np.concatenate(line, axis=0) for line in rows_of(tiles(ids, codebook, size), across)], axis=1))


@wrong("picture")
def taken_out(ids, codebook, across, size):
    """You took the ids out of the list that you were given: `pop` changes it. Whoever called still needs it."""
    whole = reference("picture")(list(ids), codebook, across, size)
    ids.clear()
    return whole


wrong("picture", """Your picture holds whole numbers only: what comes after the decimal point was cut off. `np.zeros` without a `dtype` keeps it.""",
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


in_all_forms("mu_law", """These are equal steps: the logarithm of 1 + 255 |x| is missing (or stands around 1 + 255 alone), so quiet sounds share a handful of ids.""",
      lambda xs: stepped(np.asarray(xs)))
in_all_forms("mu_law", """The sign is lost: negative numbers come out like positive ones, and half of the wave is folded over.""",
      lambda xs: stepped(abs(squeezed(xs))))
in_all_forms("mu_law", """You did not move it up: s goes from −1 to 1, and ids below zero do not exist. First (s + 1) / 2.""",
      lambda xs: np.round(squeezed(xs) * 255).astype(int),
      lambda xs: np.round(squeezed(xs) / 2 * 255).astype(int))
in_all_forms("mu_law", """You did not halve: s + 1 goes from 0 to 2, so your ids go up to 510.""",
      lambda xs: np.round((squeezed(xs) + 1) * 255).astype(int))
in_all_forms("mu_law", """You cut off what comes after the decimal point, so everything is up to a step too low. Round to the *nearest* whole number.""",
      lambda xs: ((squeezed(xs) + 1) / 2 * 255).astype(int),
      lambda xs: np.floor((squeezed(xs) + 1) / 2 * 255).astype(int))
in_all_forms("mu_law", """Your ids are up to a step too high: you rounded up, or moved up by too much. Round (s + 1) / 2 · 255 to the *nearest* whole number.""",
      lambda xs: np.ceil((squeezed(xs) + 1) / 2 * 255).astype(int),
      lambda xs: np.round(squeezed(xs) * 127.5 + 128).astype(int))
in_all_forms("mu_law", """The last step is missing: your numbers are not whole ones. Round them.""",
      lambda xs: (squeezed(xs) + 1) / 2 * 255)
in_all_forms("mu_law", """You multiplied by 256. The ids go from 0 to 255: times 255.""",
      lambda xs: np.round((squeezed(xs) + 1) / 2 * 256).astype(int),
      lambda xs: np.floor((squeezed(xs) + 1) / 2 * 256).astype(int),
      lambda xs: np.minimum(np.floor((squeezed(xs) + 1) / 2 * 256), 255).astype(int))
in_all_forms("mu_law", """Near silence your logarithm falls without end. Inside of it stands 1 + 255 |x|: first the product, then the 1 is added, so that silence gives log 1, which is 0.""",
      lambda xs: stepped(np.sign(xs) * np.log(255 * abs(xs)) / np.log(256)),
      lambda xs: stepped(np.sign(xs) * np.log((1 + 255) * abs(xs)) / np.log(256)))
in_all_forms("mu_law", """You did not divide by log 256, so s goes beyond 1.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(xs))))
in_all_forms("mu_law", """You divided by log 255. It is log 256, the logarithm of 1 + 255, so that s is 1 where x is 1.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(xs)) / np.log(255)))
in_all_forms("mu_law", """You wrote 256 |x|. It is 1 + 255 |x|, so that s is 1 where x is 1.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 256 * abs(xs)) / np.log(256)))
in_all_forms("mu_law", """You gave s itself. It still has to be moved up, stretched to 255, and rounded.""",
      lambda xs: squeezed(xs),
      lambda xs: np.round(squeezed(xs)).astype(int))
in_all_forms("mu_law", """You gave numbers between 0 and 1. They still have to be stretched to 255, and rounded.""",
      lambda xs: (squeezed(xs) + 1) / 2,
      lambda xs: np.round((squeezed(xs) + 1) / 2).astype(int))
in_all_forms("mu_law", """The sign stands in the wrong place: *sign* is in front of the fraction, and inside of the logarithm stands |x|, without it.""",
      lambda xs: stepped(np.log(np.maximum(1 + 255 * np.asarray(xs), 1e-300)) / np.log(256)),
      lambda xs: stepped(np.sign(xs) * np.log(np.maximum(1 + 255 * np.asarray(xs), 1e-300)) / np.log(256)))
in_all_forms("mu_law", """The brackets are missing, or stand wrong: (s + 1) / 2 as a whole is multiplied by 255.""",
      lambda xs: np.round(squeezed(xs) * 255 + 1 / 2).astype(int),
      lambda xs: np.round((squeezed(xs) * 255 + 1) / 2).astype(int),
      lambda xs: np.round(squeezed(xs) + 1 / 2 * 255).astype(int))
in_all_forms("mu_law", """You moved up by 128. s + 1 is halved and multiplied by 255: silence lies at 127.5.""",
      lambda xs: np.round(squeezed(xs) * 127 + 128).astype(int),
      lambda xs: (squeezed(xs) * 127 + 128).astype(int))
in_all_forms("mu_law", """The brackets are missing: `s + 1 / 2` adds a half. (s + 1) / 2 first adds, then halves.""",
      lambda xs: np.round((squeezed(xs) + 1 / 2) * 255).astype(int))
in_all_forms("mu_law", """You rounded too early: before it is stretched to 255, so only a few ids are left. Round at the very end.""",
      lambda xs: (np.round((squeezed(xs) + 1) / 2) * 255).astype(int),
      lambda xs: np.round(np.round((squeezed(xs) + 1) / 2, 1) * 255).astype(int),
      lambda xs: np.round(np.round((squeezed(xs) + 1) / 2, 2) * 255).astype(int),
      lambda xs: (np.round((squeezed(xs) + 1) / 2, 2) * 255).astype(int),
      lambda xs: stepped(np.round(squeezed(xs))),
      lambda xs: stepped(np.round(squeezed(xs), 1)),
      lambda xs: stepped(np.round(squeezed(xs), 2)),
      lambda xs: stepped(np.round(squeezed(xs), 3)))
in_all_forms("mu_law", """Your ids do not fit into their kind of number: `int8` ends at 127. `.astype(int)` has room for all.""",
      lambda xs: ((squeezed(xs) + 1) / 2 * 255).round().astype(int).astype(np.int8))
in_all_forms("mu_law", """Silence, x = 0, has no id in yours: x / |x| is 0 divided by 0. `np.sign` gives 0 there.""",
      lambda xs: np.round((np.asarray(xs) / abs(np.asarray(xs)) * np.log(1 + 255 * abs(xs)) / np.log(256) + 1) / 2 * 255).astype(int))
in_all_forms("mu_law", """Silence, x = 0, gets an id of its own in yours. It lies in the middle: its s is 0, like that of any other number so near.""",
      lambda xs: np.where(np.asarray(xs) == 0, 0, stepped(squeezed(xs))))


@wrong("mu_law")
def made_positive_in_place(xs):
    """You changed the sound that you were given: its negative numbers are positive now. Put what you compute into a new array."""
    ids = stepped(squeezed(xs))
    xs[:] = abs(xs)
    return ids


in_all_forms("mu_law", """Your ids run backwards: the loudest below zero is 0, the loudest above is 255.""",
      lambda xs: 255 - stepped(squeezed(xs)))
in_all_forms("mu_law", """|x| is missing in the logarithm: of a number below zero there is none, and what comes out is no number at all. `abs(x)`.""",
      lambda xs: np.round((np.log(1 + 255 * np.asarray(xs)) / np.log(256) + 1) / 2 * 255).astype(int),
      lambda xs: np.round((np.sign(xs) * np.log(1 + 255 * np.asarray(xs)) / np.log(256) + 1) / 2 * 255).astype(int))
in_all_forms("mu_law", """Your two logarithms have different bases. Either both are natural ones, or both to base 10.""",
      lambda xs: stepped(np.sign(xs) * np.log10(1 + 255 * abs(xs)) / np.log(256)),
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(xs)) / np.log10(256)),
      lambda xs: stepped(np.sign(xs) * np.log2(1 + 255 * abs(xs)) / np.log(256)))
in_all_forms("mu_law", """You made the sound louder first, so that its loudest becomes 1. Sound lies between −1 and 1 already, and how loud it is should not get lost.""",
      lambda xs: stepped(squeezed(np.asarray(xs) / abs(np.asarray(xs)).max())))
in_all_forms("mu_law", """Silence, x = 0, gets no id in yours, so there are fewer ids than numbers.""",
      lambda xs: stepped(squeezed(np.asarray(xs)[np.asarray(xs) != 0])))
in_all_forms("mu_law", """The 255 is missing in the logarithm: it is log(1 + 255 |x|).""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + abs(np.asarray(xs))) / np.log(256)))
in_all_forms("mu_law", """You divided by 256. The fraction is divided by the *logarithm* of 256.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(np.asarray(xs))) / 256))
in_all_forms("mu_law", """You took 256 for μ, so 257 stands in the other logarithm. μ is 255 here: 1 + 255 |x|, and log 256.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 256 * abs(np.asarray(xs))) / np.log(257)))
in_all_forms("mu_law", """The brackets of your logarithm stand wrong: log(1 + 255 |x|) is closed first, and then divided by log 256.""",
      lambda xs: stepped(np.sign(xs) * np.log(1 + 255 * abs(np.asarray(xs)) / np.log(256))),
      lambda xs: stepped(np.sign(xs) * np.log((1 + 255 * abs(np.asarray(xs))) / np.log(256))),
      lambda xs: stepped(np.sign(xs) * np.log((1 + 255 * abs(np.asarray(xs))) / 256)))
in_all_forms("mu_law", """You took away the step for silence: ids from 1 on. They go from 0 to 255.""",
      lambda xs: stepped(squeezed(xs)) + 1)
in_all_forms("mu_law", """The result belongs to one number only. There is to be an id for each: is the `return` inside of a loop?""",
      lambda xs: int(stepped(squeezed(xs))[0]),
      lambda xs: [int(stepped(squeezed(xs))[0])],
      lambda xs: int(stepped(squeezed(xs))[-1]))


@wrong("mu_law")
def in_place(xs):
    """You changed the sound that you were given. Others still need it: put what you compute into a new array."""
    ids = stepped(squeezed(xs))
    xs[:] = squeezed(xs)
    return ids


# --- mu_law_back ---

def opened(s):
    return np.sign(s) * (256.0 ** abs(s) - 1) / 255


def between(ids):
    return 2 * np.asarray(ids) / 255 - 1


wrong("mu_law_back", """You took e to the power of |s|. The logarithm was divided by log 256, so it is 256 to the power of |s| that undoes it; yours comes back far too quiet.""",
      lambda ids: np.sign(between(ids)) * (np.exp(abs(between(ids))) - 1) / 255)
wrong("mu_law_back", """You took 255 to the power of |s|. It is 256: 1 + 255.""",
      lambda ids: np.sign(between(ids)) * (255.0 ** abs(between(ids)) - 1) / 255)
wrong("mu_law_back", """The −1 is missing: 256 to the power of 0 is 1, so your silence is not silent.""",
      lambda ids: np.sign(between(ids)) * 256.0 ** abs(between(ids)) / 255)
wrong("mu_law_back", """You did not divide by 255 at the end: your sound goes from −255 to 255.""",
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) - 1))
wrong("mu_law_back", """You divided by 256 at the end. It is 255, so that the loudest comes back as 1.""",
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) - 1) / 256)
wrong("mu_law_back", """The sign is lost: half of the wave is folded over.""",
      lambda ids: (256.0 ** abs(between(ids)) - 1) / 255)
wrong("mu_law_back", """The sign went into the exponent. There stands |s|, without it; *sign* is in front of the fraction.""",
      lambda ids: (256.0 ** between(ids) - 1) / 255,
      lambda ids: np.sign(between(ids)) * (256.0 ** between(ids) - 1) / 255)
wrong("mu_law_back", """You did not stretch it: id / 255 goes from 0 to 1, s from −1 to 1. First 2 · id / 255 − 1.""",
      lambda ids: opened(np.asarray(ids) / 255),
      lambda ids: opened(np.asarray(ids) / 255 - 1))
wrong("mu_law_back", """The ids go from 0 to 255, so the middle lies at 127.5: divide by 255 (not 256), or subtract 127.5 (not 128).""",
      lambda ids: opened((np.asarray(ids) - 128) / 127),
      lambda ids: opened((np.asarray(ids) - 128) / 128),
      lambda ids: opened((np.asarray(ids) - 128) / 127.5),
      lambda ids: opened(np.asarray(ids) / 128 - 1),
      lambda ids: opened(2 * np.asarray(ids) / 256 - 1))
wrong("mu_law_back", """That is s. The formula for x still has to be applied to it.""",
      lambda ids: between(ids))
wrong("mu_law_back", """You applied the formula of exercise 5 again. Here it is to be undone: with a power, not with a logarithm.""",
      lambda ids: np.sign(between(ids)) * np.log(1 + 255 * abs(between(ids))) / np.log(256))
wrong("mu_law_back", """You raised |s| to the power of 256. It is the other way round: 256 to the power of |s|.""",
      lambda ids: np.sign(between(ids)) * (abs(between(ids)) ** 256 - 1) / 255)
wrong("mu_law_back", """You multiplied 256 by |s|. It is 256 *to the power of* |s|: `256 ** abs(s)`.""",
      lambda ids: np.sign(between(ids)) * (256 * abs(between(ids)) - 1) / 255)
wrong("mu_law_back", """You divided with `//`, which cuts off all that comes after the decimal point. A single `/` divides.""",
      lambda ids: opened(2 * np.asarray(ids) // 255 - 1),
      lambda ids: opened(2 * (np.asarray(ids) // 255) - 1))
wrong("mu_law_back", """You subtracted 1 in the exponent. First the power, then minus 1: `256 ** abs(s) - 1`, in brackets.""",
      lambda ids: np.sign(between(ids)) * 256.0 ** (abs(between(ids)) - 1) / 255)
wrong("mu_law_back", """Only the 1 was divided by 255: the whole difference is. Brackets: `(256 ** abs(s) - 1) / 255`.""",
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) - 1 / 255))
wrong("mu_law_back", """You rounded. Sound lies between −1 and 1: rounded to whole numbers, nothing of it is left.""",
      lambda ids: np.round(opened(between(ids))),
      lambda ids: np.round(opened(between(ids)), 2),
      lambda ids: opened(between(ids)).astype(int))
wrong("mu_law_back", """The brackets are missing: you subtracted 1 after dividing by 255. (256 to the power of |s|, minus 1) is divided as a whole.""",
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) / 255 - 1),
      lambda ids: np.sign(between(ids)) * 256.0 ** abs(between(ids)) / 255 - 1)
wrong("mu_law_back", """The brackets stand wrong: (256 to the power of |s|, minus 1) is divided by 255, and all of it has the sign of s.""",
      lambda ids: np.sign(between(ids)) * 256.0 ** abs(between(ids)) - 1 / 255,
      lambda ids: (np.sign(between(ids)) * 256.0 ** abs(between(ids)) - 1) / 255,
      lambda ids: np.sign(between(ids)) * (256.0 ** abs(between(ids)) - 1) / (255 - 1))
wrong("mu_law_back", """You doubled too late: 2 · id / 255 − 1, not 2 · (id / 255 − 1).""",
      lambda ids: opened(2 * (np.asarray(ids) / 255 - 1)))
wrong("mu_law_back", """You took 128 for silence. It stands for a very quiet sound above it: silence would lie at 127.5.""",
      lambda ids: np.where(np.asarray(ids) == 128, 0, opened(between(ids))),
      lambda ids: np.where((np.asarray(ids) == 128) | (np.asarray(ids) == 127), 0, opened(between(ids))))


@wrong("mu_law_back")
def doubled_in_place(ids):
    """You changed the ids that you were given: `ids *= 2` changes the array itself. Put what you compute into a new one."""
    back = opened(between(ids))
    ids *= 2
    return back


wrong("mu_law_back", """The two are reversed: it comes back upside down, what was pushed is pulled.""",
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


in_all_forms("one_sequence", """You did not move the codes up: code 7 and word 7 are one and the same token then, and a corner of a picture reads like a word.""",
      lambda caption, codes, V, direction: ordered(caption, codes, V, direction))
in_all_forms("one_sequence", """You moved the codes up by V. The markers are V and V + 1, so code 0 has become *draw*: move them up by V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V), V, direction))
in_all_forms("one_sequence", """You moved the codes up by V + 1. There are two markers, so code 0 has become *tell*: move them up by V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 1), V, direction))
in_all_forms("one_sequence", """You moved the codes up by V + 3. The first id after the two markers, V and V + 1, is V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 3), V, direction))
in_all_forms("one_sequence", """You moved the codes up by 2. All ids below V are words: move them up by V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, 2), V, direction))
in_all_forms("one_sequence", """The caption comes first in yours, whatever is wanted. To *tell*, a model has to see before it speaks: the codes come first.""",
      lambda caption, codes, V, direction: [*caption, V + (direction == "tell"), *moved(codes, V + 2)],
      lambda caption, codes, V, direction: [*caption, V, *moved(codes, V + 2)])
in_all_forms("one_sequence", """The codes come first in yours, whatever is wanted. To *draw*, a model has to read the words first.""",
      lambda caption, codes, V, direction: [*moved(codes, V + 2), V + (direction == "tell"), *caption],
      lambda caption, codes, V, direction: [*moved(codes, V + 2), V + 1, *caption])
in_all_forms("one_sequence", """The two directions are exchanged. *draw*: words, then a picture. *tell*: a picture, then words.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, "tell" if direction == "draw" else "draw"),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, "tell" if direction == "draw" else "draw", [V + (direction == "tell")]))
in_all_forms("one_sequence", """You use one marker for both directions. The model cannot know then what is wanted: V is for *draw*, V + 1 for *tell*.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V + 1]))
in_all_forms("one_sequence", """The markers are exchanged: V is for *draw*, V + 1 for *tell*.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V + (direction == "draw")]))
in_all_forms("one_sequence", """Your markers begin at V + 1. The words are below V, so V is the first that is free: for *draw*; V + 1 for *tell*.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V + 1 + (direction == "tell")]))
in_all_forms("one_sequence", """There is no marker: nothing says where the first part ends, or what is wanted next.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, []),
      lambda caption, codes, V, direction: ordered(caption, codes, V, direction, []),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V), V, direction, []))
in_all_forms("one_sequence", """Your marker stands in front. It belongs between the two parts.""",
      lambda caption, codes, V, direction: [V + (direction == "tell"), *ordered(caption, moved(codes, V + 2), V, direction, [])])
in_all_forms("one_sequence", """Your marker stands at the end. It belongs between the two parts.""",
      lambda caption, codes, V, direction: [*ordered(caption, moved(codes, V + 2), V, direction, []), V + (direction == "tell")])
in_all_forms("one_sequence", """You moved the words up, and not the codes. The words keep their numbers; the codes come after the markers.""",
      lambda caption, codes, V, direction: ordered(moved(caption, V + 2), codes, V, direction),
      lambda caption, codes, V, direction: ordered(moved(caption, V), codes, V, direction))
in_all_forms("one_sequence", """You moved the words up as well. They keep their numbers; only the codes are moved.""",
      lambda caption, codes, V, direction: ordered(moved(caption, V + 2), moved(codes, V + 2), V, direction))
in_all_forms("one_sequence", """You put the word "draw" or "tell" into the list. The model reads numbers: V for *draw*, V + 1 for *tell*.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [direction]))
in_all_forms("one_sequence", """Your list has lists in it. One flat list of ids is asked: `caption + [V]` joins two lists.""",
      lambda caption, codes, V, direction: [caption, V, moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), V + 1, caption],
      lambda caption, codes, V, direction: [caption, [V], moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), [V + 1], caption])
in_all_forms("one_sequence", """One of the two parts is missing: the prompt and what is to come after it are one sequence.""",
      lambda caption, codes, V, direction: [*caption, V] if direction == "draw" else [*moved(codes, V + 2), V + 1],
      lambda caption, codes, V, direction: [V, *moved(codes, V + 2)] if direction == "draw" else [V + 1, *caption])
in_all_forms("one_sequence", """Each code was moved up by its place in the list. All are moved up by the same, V + 2.""",
      lambda caption, codes, V, direction: ordered(caption, [V + 2 + code + i for i, code in enumerate(codes)], V, direction),
      lambda caption, codes, V, direction: ordered(caption, [V + 2 + i for i in range(len(codes))], V, direction))


in_all_forms("one_sequence", """You turned the whole row round, so words and codes run backwards. Only the two parts change places; each stays in its order.""",
      lambda caption, codes, V, direction: [*caption, V + (direction == "tell"), *moved(codes, V + 2)][::1 if direction == "draw" else -1])
in_all_forms("one_sequence", """Your codes begin right behind the marker that is used. Both markers have their number, so the codes begin at V + 2 in either direction.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 1 + (direction == "tell")), V, direction))
in_all_forms("one_sequence", """You moved the codes up in one direction only. A code has the same id, whether it is drawn or told.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2) if direction == "tell" else codes, V, direction),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2) if direction == "draw" else codes, V, direction))
in_all_forms("one_sequence", """You used a set: what comes twice is there only once, and the order is lost. A picture needs each of its codes, in its place.""",
      lambda caption, codes, V, direction: ordered(caption, list({V + 2 + code for code in codes}), V, direction),
      lambda caption, codes, V, direction: ordered(caption, sorted({V + 2 + code for code in codes}), V, direction))
in_all_forms("one_sequence", """You moved everything up, words and marker too. Only the codes are moved.""",
      lambda caption, codes, V, direction: [i + V + 2 for i in ordered(caption, codes, V, direction)])
in_all_forms("one_sequence", """Both markers stand in yours. One is enough: it says what is wanted.""",
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V, V + 1]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V + 1, V]),
      lambda caption, codes, V, direction: ordered(caption, moved(codes, V + 2), V, direction, [V, V + 1] if direction == "draw" else [V + 1, V]))
in_all_forms("one_sequence", """You moved up only some of the codes. All of them are moved, large or small, or a code and a word may meet.""",
      lambda caption, codes, V, direction: ordered(caption, [code if code >= V else code + V + 2 for code in codes], V, direction),
      lambda caption, codes, V, direction: ordered(caption, [code if code > V else code + V + 2 for code in codes], V, direction),
      lambda caption, codes, V, direction: ordered(caption, [code if code >= V + 2 else code + V + 2 for code in codes], V, direction))
wrong("one_sequence", """A part of yours is a list within the list: `append` puts a list in as one thing. `+` or `extend` joins them.""",
      lambda caption, codes, V, direction: [*caption, V, moved(codes, V + 2)] if direction == "draw" else [*moved(codes, V + 2), V + 1, caption],
      lambda caption, codes, V, direction: [*caption, V, *moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), V + 1, caption],
      lambda caption, codes, V, direction: [*caption, V, moved(codes, V + 2)] if direction == "draw" else [moved(codes, V + 2), V + 1, caption])
wrong("one_sequence", """You counted on three words. There may be any number: use the list as it is.""",
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


wrong("clip_tokens", """Patches at the edge that are only begun got lost: 360 pixels are 22 and a half patches of 16. A begun one counts as a whole.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (width // patch) * (height // patch),
      lambda seconds, width, height, patch, fps: seconds * fps * round(width / patch - .5) * round(height / patch - .5))
wrong("clip_tokens", """Half patches at the edge were added up to whole ones. Each that is begun counts by itself: round up the columns and the rows first, then multiply.""",
      lambda seconds, width, height, patch, fps: math.ceil(seconds * fps * width * height / patch ** 2),
      lambda seconds, width, height, patch, fps: seconds * fps * math.ceil(width / patch * height / patch),
      lambda seconds, width, height, patch, fps: seconds * fps * width * height / patch ** 2,
      lambda seconds, width, height, patch, fps: seconds * fps * width * height // patch ** 2,
      lambda seconds, width, height, patch, fps: seconds * fps * (width * height // patch ** 2),
      lambda seconds, width, height, patch, fps: seconds * fps * (width / patch) * (height / patch),
      lambda seconds, width, height, patch, fps: round(seconds * fps * (width / patch) * (height / patch)))
wrong("clip_tokens", """You divided by the side of a patch once. A patch is that wide *and* that high.""",
      lambda seconds, width, height, patch, fps: seconds * fps * math.ceil(width * height / patch),
      lambda seconds, width, height, patch, fps: seconds * fps * width * height / patch,
      lambda seconds, width, height, patch, fps: seconds * fps * (width * height // patch),
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * height,
      lambda seconds, width, height, patch, fps: seconds * fps * width * whole(height, patch))
wrong("clip_tokens", """You counted three tokens for each patch. The colours are inside of it: one patch, one token.""",
      lambda seconds, width, height, patch, fps: 3 * seconds * fps * whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """You counted pixels. A token is a whole patch of them.""",
      lambda seconds, width, height, patch, fps: seconds * fps * width * height,
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * whole(height, patch) * patch ** 2)
wrong("clip_tokens", """You forgot the pictures of a second: `fps` of them, each with all its patches.""",
      lambda seconds, width, height, patch, fps: seconds * whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """You forgot the seconds: each of them has `fps` pictures.""",
      lambda seconds, width, height, patch, fps: fps * whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """That is one picture. There are `seconds` times `fps` of them.""",
      lambda seconds, width, height, patch, fps: whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """You divided the seconds by `fps`. It is pictures *for each* second: multiply.""",
      lambda seconds, width, height, patch, fps: seconds / fps * whole(width, patch) * whole(height, patch),
      lambda seconds, width, height, patch, fps: whole(width, patch) * whole(height, patch) * seconds // fps,
      lambda seconds, width, height, patch, fps: whole(width, patch) * whole(height, patch) * (seconds // fps),
      lambda seconds, width, height, patch, fps: int(whole(width, patch) * whole(height, patch) * seconds / fps),
      lambda seconds, width, height, patch, fps: round(whole(width, patch) * whole(height, patch) * seconds / fps),
      lambda seconds, width, height, patch, fps: math.ceil(seconds / fps) * whole(width, patch) * whole(height, patch),
      lambda seconds, width, height, patch, fps: math.ceil(seconds / fps * whole(width, patch) * whole(height, patch)))
wrong("clip_tokens", """You always add a patch, even where the side can be divided exactly. Only a *begun* one counts in addition.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (width // patch + 1) * (height // patch + 1))
wrong("clip_tokens", """You rounded to the nearest. A patch that is begun, by one pixel even, counts as a whole one: round up.""",
      lambda seconds, width, height, patch, fps: seconds * fps * round(width / patch) * round(height / patch),
      lambda seconds, width, height, patch, fps: seconds * fps * int(width / patch + .5) * int(height / patch + .5))
wrong("clip_tokens", """Only one of the two sides is rounded up in yours. A begun patch counts at the right edge and at the lower edge.""",
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * (height // patch),
      lambda seconds, width, height, patch, fps: seconds * fps * (width // patch) * whole(height, patch),
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * height / patch,
      lambda seconds, width, height, patch, fps: seconds * fps * width / patch * whole(height, patch))
wrong("clip_tokens", """Where both edges have begun patches, only one edge is counted in yours: `elif` leaves out the second. Each side is rounded up by itself.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (whole(width, patch) * (height // patch) if width % patch else (width // patch) * whole(height, patch)))
wrong("clip_tokens", """Where both edges have begun patches, the one in the corner is forgotten.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (whole(width, patch) * whole(height, patch) - (width % patch > 0 and height % patch > 0)))
wrong("clip_tokens", """You added one patch for the whole picture. At an edge with begun patches it is a whole row or column of them.""",
      lambda seconds, width, height, patch, fps: seconds * fps * ((width // patch) * (height // patch) + (width % patch > 0 or height % patch > 0)),
      lambda seconds, width, height, patch, fps: seconds * fps * ((width // patch) * (height // patch) + (width % patch > 0) + (height % patch > 0)))
wrong("clip_tokens", """A patch of which one pixel is begun is not seen in yours: your range ends one pixel too early.""",
      lambda seconds, width, height, patch, fps: seconds * fps * len(range(0, width - 1, patch)) * len(range(0, height - 1, patch)))
wrong("clip_tokens", """The brackets are missing: `width + patch - 1 // patch` divides the 1 only. `(width + patch - 1) // patch` rounds up.""",
      lambda seconds, width, height, patch, fps: (width + patch - 1 // patch) * (height + patch - 1 // patch) * seconds * fps)
wrong("clip_tokens", """A patch that is larger than the picture counts as none in yours. It is begun, so it counts.""",
      lambda seconds, width, height, patch, fps: 0 if patch > width or patch > height else seconds * fps * whole(width, patch) * whole(height, patch))
wrong("clip_tokens", """You round up by adding a part of one: a patch of which less is begun is lost. `math.ceil` rounds up whatever is begun.""",
      *[lambda seconds, width, height, patch, fps, part=part: seconds * fps * int(width / patch + part) * int(height / patch + part) for part in (.9, .95, .99)])
wrong("clip_tokens", """You took the same side twice. A picture has `width` and `height`.""",
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) ** 2,
      lambda seconds, width, height, patch, fps: seconds * fps * whole(height, patch) ** 2)
wrong("clip_tokens", """You added columns and rows. A picture has columns *times* rows of patches.""",
      lambda seconds, width, height, patch, fps: seconds * fps * (whole(width, patch) + whole(height, patch)))
wrong("clip_tokens", """You added something for the end or the beginning. Only the patches are counted.""",
      lambda seconds, width, height, patch, fps: seconds * fps * whole(width, patch) * whole(height, patch) + 1,
      lambda seconds, width, height, patch, fps: seconds * fps * (whole(width, patch) * whole(height, patch) + 1),
      lambda seconds, width, height, patch, fps: (seconds * fps + 1) * whole(width, patch) * whole(height, patch))


# --- few_shot ---

def lines(examples):
    return "".join(f"{a} -> {b}\n" for a, b in examples)


wrong("few_shot", """There is a space at the end. It belongs to the *next* token (notebook 01): with it in the prompt, the model can hardly write that token any more.""",
      lambda examples, query: lines(examples) + f"{query} -> ")
wrong("few_shot", """You ended the last line. That is for the model to do: after a new line it starts something else.""",
      lambda examples, query: lines(examples) + f"{query} ->\n")
wrong("few_shot", """The last line has no arrow: nothing asks for an answer.""",
      lambda examples, query: lines(examples) + query,
      lambda examples, query: lines(examples) + query + "\n",
      lambda examples, query: lines(examples) + query + " ")
wrong("few_shot", """The examples are joined in one line, and the new line stands only before the query. Each example has a line of its own.""",
      *[lambda examples, query, gap=gap: gap.join(f"{a} -> {b}" for a, b in examples) + ("\n" if examples else "") + f"{query} ->" for gap in (" ", ", ", "; ", " ; ", "")])
wrong("few_shot", """Of two examples with the same word one is lost in yours: a dictionary has each word once. Keep the list of pairs.""",
      lambda examples, query: lines(dict(examples).items()) + f"{query} ->")
wrong("few_shot", """You made all letters small. The words stay as they are.""",
      lambda examples, query: (lines(examples) + f"{query} ->").lower())
wrong("few_shot", """You left out an example because its word is the query. All examples are shown.""",
      lambda examples, query: lines([pair for pair in examples if pair[0] != query]) + f"{query} ->")
wrong("few_shot", """Without examples your text begins with an empty line: where there are none, the last line is all there is.""",
      lambda examples, query: "\n".join(f"{a} -> {b}" for a, b in examples) + f"\n{query} ->")
wrong("few_shot", """`/n` are two letters. The new line is written with a backslash: `"\\n"`.""",
      lambda examples, query: "/n".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]))
wrong("few_shot", """The `f` in front of the quotes is missing: without it the braces stay as they are.""",
      lambda examples, query: "\n".join(["{word} -> {answer}" for _ in examples] + [f"{query} ->"]),
      lambda examples, query: "\n".join(["{a} -> {b}" for _ in examples] + [f"{query} ->"]),
      lambda examples, query: "\n".join([f"{a} -> {b}" for a, b in examples] + ["{query} ->"]),
      lambda examples, query: "\n".join([f"{a} -> {b}" for a, b in examples] + ["query ->"]))
wrong("few_shot", """The query stands after each example. It comes once, at the end.""",
      lambda examples, query: "".join(f"{a} -> {b}\n{query} ->" for a, b in examples) or f"{query} ->",
      lambda examples, query: "".join(f"{a} -> {b}\n{query} ->\n" for a, b in examples)[:-1] or f"{query} ->")
wrong("few_shot", """Your pairs are turned round: you show the opposite task.""",
      lambda examples, query: "".join(f"{b} -> {a}\n" for a, b in examples) + f"{query} ->")
wrong("few_shot", """The query comes first in yours. The model goes on after the *end* of the text: the query belongs there.""",
      lambda examples, query: f"{query} ->\n" + "\n".join(f"{a} -> {b}" for a, b in examples),
      lambda examples, query: f"{query} ->" + lines(examples),
      lambda examples, query: f"{query} ->\n" + lines(examples))
wrong("few_shot", """The lines stand in one line, one after the other: between two of them belongs a new line, `"\\n"`.""",
      lambda examples, query: "".join(f"{a} -> {b}" for a, b in examples) + f"{query} ->",
      lambda examples, query: " ".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]),
      lambda examples, query: ", ".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]),
      lambda examples, query: " ; ".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]),
      lambda examples, query: "; ".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]))
wrong("few_shot", """Between examples and query the new line is missing.""",
      lambda examples, query: "\n".join(f"{a} -> {b}" for a, b in examples) + f"{query} ->",
      lambda examples, query: "\n".join(f"{a} -> {b}" for a, b in examples) + f" {query} ->")
wrong("few_shot", """There are empty lines between yours. One new line ends a line; two leave one empty.""",
      lambda examples, query: "".join(f"{a} -> {b}\n\n" for a, b in examples) + f"{query} ->",
      lambda examples, query: lines(examples) + f"\n{query} ->")
wrong("few_shot", """Your text begins with a new line. New lines stand between the lines only.""",
      lambda examples, query: "\n" + lines(examples) + f"{query} ->",
      lambda examples, query: "".join(f"\n{a} -> {b}" for a, b in examples) + f"\n{query} ->")
wrong("few_shot", """In front of each arrow belongs a space; and behind it, where a word follows, another one.""",
      lambda examples, query: "".join(f"{a}->{b}\n" for a, b in examples) + f"{query}->",
      lambda examples, query: "".join(f"{a}->{b}\n" for a, b in examples) + f"{query} ->",
      lambda examples, query: lines(examples) + f"{query}->",
      lambda examples, query: "".join(f"{a} ->{b}\n" for a, b in examples) + f"{query} ->")
wrong("few_shot", """That is another arrow. It is made of a minus and a greater-than sign: `->`.""",
      lambda examples, query: (lines(examples) + f"{query} ->").replace("->", "→"),
      lambda examples, query: (lines(examples) + f"{query} ->").replace("->", "=>"),
      lambda examples, query: (lines(examples) + f"{query} ->").replace("->", "-->"),
      lambda examples, query: (lines(examples) + f"{query} ->").replace(" ->", ":"),
      lambda examples, query: (lines(examples) + f"{query} ->").replace("->", "="))
wrong("few_shot", """Only one of the examples is there. All of them are shown, in their order.""",
      lambda examples, query: lines(examples[:1]) + f"{query} ->",
      lambda examples, query: lines(examples[-1:]) + f"{query} ->")
wrong("few_shot", """The last example is missing.""",
      lambda examples, query: lines(examples[:-1]) + f"{query} ->")
wrong("few_shot", """The examples are missing. Without them the model does not know what game is played.""",
      lambda examples, query: f"{query} ->")
wrong("few_shot", """The order of the examples has changed. They stay as they come.""",
      lambda examples, query: lines(examples[::-1]) + f"{query} ->",
      lambda examples, query: lines(sorted(examples)) + f"{query} ->")
wrong("few_shot", """A whole pair stands in your line, with its brackets and quotes. Take it apart: `for word, answer in examples`.""",
      lambda examples, query: "".join(f"{pair}\n" for pair in examples) + f"{query} ->",
      lambda examples, query: "".join(f"{pair} ->\n" for pair in examples) + f"{query} ->",
      lambda examples, query: "".join(f"{pair} -> \n" for pair in examples) + f"{query} ->")
wrong("few_shot", """An example's word is there twice: each line has the word, the arrow, and its answer.""",
      lambda examples, query: "".join(f"{a} -> {a}\n" for a, b in examples) + f"{query} ->")
wrong("few_shot", """You returned a list of lines. One text is asked: `"\\n".join(lines)` makes it.""",
      lambda examples, query: [*(f"{a} -> {b}" for a, b in examples), f"{query} ->"],
      lambda examples, query: [*(f"{a} -> {b}\n" for a, b in examples), f"{query} ->"])
wrong("few_shot", """The new line is written with a double backslash, so there are two characters instead of one: `"\\n"` has one backslash.""",
      lambda examples, query: "\\n".join([*(f"{a} -> {b}" for a, b in examples), f"{query} ->"]))
wrong("few_shot", """You answered yourself: after the last arrow stands something. That is for the model to write.""",
      lambda examples, query: lines(examples) + f"{query} -> {query}",
      lambda examples, query: lines(examples) + f"{query} -> ?",
      lambda examples, query: lines(examples) + f"{query} -> ...",
      lambda examples, query: lines(examples) + f"{query} -> {examples[-1][1] if examples else ''}")


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
wrong("is_right", """You compared the text as it is. A space, a full stop or what comes in later lines makes a right answer wrong then.""",
      lambda text, want: text == want,
      lambda text, want: text.lower() == want.lower(),
      lambda text, want: text.strip() == want,
      lambda text, want: text.strip().lower() == want.lower())
wrong("is_right", """You stripped before you split. An empty first line is an answer, too: the wrong one.""",
      lambda text, want: bare(first_line(text.strip())) == want.lower(),
      lambda text, want: bare(first_line(text.lstrip())) == want.lower(),
      lambda text, want: first_line(text.strip()).removesuffix(".").lower() == want.lower(),
      lambda text, want: first_line(text.strip()).removesuffix(".").lower() == want,
      lambda text, want: first_line(text.strip()).lower() == want.lower(),
      lambda text, want: bare(first_line(text.strip())) == want,
      lambda text, want: bare(next((line for line in text.split("\n") if line.strip()), "")) == want.lower())
wrong("is_right", """You looked at the whole text. Only its first line counts; what the model goes on to write does not matter. (A new line is `"\\n"`, with a backslash.)""",
      lambda text, want: bare(text) == want.lower(),
      lambda text, want: bare(text.replace("\n", " ")) == want.lower())
wrong("is_right", """You looked at the last line. The first one is the answer.""",
      lambda text, want: bare(text.split("\n")[-1]) == want.lower())
wrong("is_right", """Any line may be the answer in yours. Only the first one counts.""",
      lambda text, want: want.lower() in [bare(line) for line in text.split("\n")])
wrong("is_right", """Small and capital letters make a difference in yours. They should not: `.lower()` on both sides.""",
      lambda text, want: first_line(text).strip().removesuffix(".") == want)
wrong("is_right", """You made only one of the two small: the answer may have capitals, and so may what is wanted.""",
      lambda text, want: bare(first_line(text)) == want,
      lambda text, want: first_line(text).strip().removesuffix(".") == want.lower())
wrong("is_right", """A full stop at the end makes a difference in yours. It should not. (`removesuffix` gives a new text, as `strip` and `lower` do: keep what it gives.)""",
      lambda text, want: first_line(text).strip().lower() == want.lower())
wrong("is_right", """Spaces at the beginning or the end make a difference in yours. They should not.""",
      lambda text, want: first_line(text).removesuffix(".").lower() == want.lower(),
      lambda text, want: first_line(text).lstrip().removesuffix(".").lower() == want.lower(),
      lambda text, want: first_line(text).rstrip().removesuffix(".").lower() == want.lower(),
      lambda text, want: first_line(text)[1:].removesuffix(".").lower() == want.lower())
wrong("is_right", """You took away more than one full stop. `.strip(".")` and `.rstrip(".")` take all of them, `.removesuffix(".")` one.""",
      lambda text, want: first_line(text).strip().strip(".").lower() == want.lower(),
      lambda text, want: first_line(text).strip().rstrip(".").lower() == want.lower(),
      lambda text, want: first_line(text).strip(" .").lower() == want.lower())
wrong("is_right", """You took away all full stops and spaces, those inside as well. Only outside they do not matter.""",
      lambda text, want: first_line(text).replace(".", "").replace(" ", "").lower() == want.lower(),
      lambda text, want: first_line(text).replace(".", "").strip().lower() == want.lower(),
      lambda text, want: first_line(text).replace(" ", "").removesuffix(".").lower() == want.lower())
wrong("is_right", """You cut off everything from the first full stop on. Only one at the very end does not matter.""",
      lambda text, want: first_line(text).split(".")[0].strip().lower() == want.lower())
wrong("is_right", """You took the first word only. The whole first line is the answer.""",
      lambda text, want: (text.split() or [""])[0].removesuffix(".").lower() == want.lower(),
      lambda text, want: (first_line(text).split() or [""])[0].removesuffix(".").lower() == want.lower())
wrong("is_right", """You cut off the last character whatever it is. Only a full stop is to go.""",
      lambda text, want: first_line(text).strip()[:-1].lower() == want.lower())
wrong("is_right", """You took away the full stop before the spaces: one with a space behind it is then not at the end. First the spaces, then the full stop.""",
      lambda text, want: first_line(text).removesuffix(".").strip().lower() == want.lower(),
      lambda text, want: first_line(text).lower().removesuffix(".").strip() == want.lower())
wrong("is_right", """An empty text stops yours: it has no line at index 0 after `splitlines`. `"".split("\\n")` gives one, an empty one.""",
      lambda text, want: bare(text.splitlines()[0]) == want.lower())
wrong("is_right", """You took away spaces once more after the full stop. In `cold .` the full stop goes, and the space before it stays: that is not `cold`.""",
      lambda text, want: first_line(text).strip().removesuffix(".").strip().lower() == want.lower(),
      lambda text, want: first_line(text).strip().removesuffix(".").rstrip().lower() == want.lower())
wrong("is_right", """Other signs at the end are forgiven, too, in yours. Only one full stop is.""",
      lambda text, want: first_line(text).strip().rstrip(".!?").lower() == want.lower(),
      lambda text, want: first_line(text).strip().strip(".,!?").lower() == want.lower(),
      lambda text, want: first_line(text).strip().strip(".,!?;:").lower() == want.lower(),
      lambda text, want: first_line(text).strip().strip(".,!?;:'\"").lower() == want.lower(),
      lambda text, want: (lambda line: line[:-1] if line[-1:] in (".", "!", "?") else line)(first_line(text).strip()).lower() == want.lower(),
      lambda text, want: (lambda line: line[:-1] if line[-1:] in (".", ",", "!", "?") else line)(first_line(text).strip()).lower() == want.lower())
wrong("is_right", """Any one character more at the end is forgiven in yours. Only a full stop is.""",
      lambda text, want: first_line(text).strip().lower() in (want.lower(), ) or first_line(text).strip()[:-1].lower() == want.lower())
wrong("is_right", """Spaces *inside* of the answer do not count in yours. Only those at the beginning and the end do not matter.""",
      lambda text, want: first_line(text).replace(" ", "").removesuffix(".").lower() == want.replace(" ", "").lower(),
      lambda text, want: "".join(first_line(text).split()).removesuffix(".").lower() == "".join(want.split()).lower())
wrong("is_right", """Without a new line your first line loses its last letter: `find` gives −1 then, and `text[:-1]` leaves out the last. `split` has no such trap.""",
      lambda text, want: bare(text[:text.find("\n")]) == want.lower())
wrong("is_right", """A full stop in the answer that is wanted stands for any letter in your pattern. `re.escape(want)` makes a sign of it.""",
      lambda text, want: __import__("re").fullmatch(want + r"\.?", first_line(text).strip(), __import__("re").IGNORECASE) is not None)
wrong("is_right", """You cut off everything from the first full stop on, in both. A full stop inside belongs to the answer.""",
      lambda text, want: first_line(text).split(".")[0].strip().lower() == want.split(".")[0].lower())
wrong("is_right", """Yours never says `True`. Is a pair of brackets missing? `x.lower` is the function itself, `x.lower()` the text in small letters.""",
      lambda text, want: False)
wrong("is_right", """Yours never says `False`.""",
      lambda text, want: True)
wrong("is_right", """Neither the spaces nor the full stop are taken away in yours. `line.strip()` gives a new text and leaves `line` as it was: keep what it gives, `line = line.strip()`.""",
      lambda text, want: first_line(text).lower() == want.lower(),
      lambda text, want: first_line(text) == want)
wrong("is_right", """Only the first letter may be a capital in yours. `COLD` is right, too: make all letters small, on both sides.""",
      lambda text, want: first_line(text).strip().removesuffix(".") in (want, want.capitalize()),
      lambda text, want: first_line(text).strip().removesuffix(".").capitalize() in (want, want.capitalize()) and first_line(text).strip()[1:].islower(),
      lambda text, want: (lambda line: line[:1].lower() + line[1:])(first_line(text).strip().removesuffix(".")) == want[:1].lower() + want[1:],
      lambda text, want: first_line(text).strip().removesuffix(".") in (want, want.title()),
      lambda text, want: first_line(text).strip().removesuffix(".") in (want.lower(), want.capitalize()))
wrong("is_right", """It is the wrong way round: `True` where the answer is right.""",
      lambda text, want: bare(first_line(text)) != want.lower())
wrong("is_right", """You returned the cleaned text. `True` or `False` is asked.""",
      lambda text, want: bare(first_line(text)))
wrong("is_right", """You returned a word in quotes. `True` and `False` are written without them.""",
      lambda text, want: str(bare(first_line(text)) == want.lower()))
wrong("is_right", """You split at spaces, not at new lines.""",
      lambda text, want: bare(text.split(" ")[0]) == want.lower())


# --- systems ---

for item, choices in {
    "A": {"foundation model": "Very broad, but one kind of data. By the rule above, variety of kinds decides.",
          "language model": "It is one, and larger: 175 billion weights, text of every kind, many tasks by its prompt.",
          "neither": "It guesses the next token, and hardly anything else was ever trained so long for it."},
    "G": {"language model": "It cuts text and numbers the pieces. It guesses nothing.",
          "large language model": "It belongs to one, as scissors belong to a tailor. It guesses nothing itself.",
          "foundation model": "It cuts text and numbers the pieces. It has no task beside that."},
    "C": {"large language model": "There is a language model inside it; what it was joined with makes the difference.",
          "language model": "It writes text, yes. And what does it look at?",
          "neither": "What it gives are probabilities of the next token of text; the films stand in front."},
    "D": {"neither": "Counted by hand, and still a probability for the next letter.",
          "large language model": "A table of a few thousand counts. What is large about it?",
          "foundation model": "One kind of data, and one use: the next letter."},
    "E": {"foundation model": "Fifty-nine languages are fifty-nine sorts of *text*.",
          "language model": "It is one, and larger: 176 billion weights, and many tasks by its prompt.",
          "neither": "Whatever the language, it guesses the next token."},
    "F": {"foundation model": "Stronger than any human at one thing. Broad is something else.",
          "language model": "It chooses moves on a board. Nobody asks it for the next word.",
          "large language model": "It chooses moves on a board. Nobody asks it for the next word."},
    "B": {"large language model": "Only one of its four kinds of input is language.",
          "language model": "Only one of its four kinds of input is language.",
          "neither": "It answers in tokens, one after the other, whatever it was shown."},
    "H": {"neither": "A product, yes; and inside, P(next word given this word).",
          "large language model": "Counts of pairs fit into an old phone. Billions of weights do not.",
          "foundation model": "One kind of data, and one use: the next word."},
    "I": {"neither": "It does draw; it also writes, by the same guess. You built its small brother.",
          "large language model": "Half of its tokens are pieces of pictures.",
          "language model": "Half of its tokens are pieces of pictures."},
    "J": {"language model": "It gives a probability, but not of a next token.",
          "large language model": "Ten figures go in. There is no text anywhere.",
          "foundation model": "Ten figures go in, and there is one task."},
    "K": {"neither": "Nothing was trained with gradients, but ask what comes out: a distribution over the next token.",
          "large language model": "It counted a few million letters of speeches, and goes on with a text; that is all it does.",
          "foundation model": "One kind of data, and one use: the next letter."},
    "L": {"foundation model": "Larger is not more varied.",
          "language model": "It is one, and among the largest: 540 billion weights, and many tasks by its prompt.",
          "neither": "It guesses the next token, with 540 billion weights."},
    "T": {"foundation model": "That is the application. The model is what it calls.",
          "large language model": "That is the application. The model is what it calls.",
          "language model": "Buttons and stored chats guess nothing. The model behind them does."},
    "N": {"large language model": "Still called so by many, and it reads a photograph.",
          "language model": "It reads a photograph. What kind of data is that?",
          "neither": "It answers in text, token by token, whatever it was shown."},
    "R": {"large language model": "A network alone makes nothing large: one newspaper, one use.",
          "foundation model": "One kind of data, from one newspaper.",
          "neither": "What comes out of it is a probability for each word that may come next."},
    "P": {"foundation model": "The first ChatGPT neither saw nor heard. That came later, with other models.",
          "language model": "It is one, and larger: text of every kind, and whatever one asks it for.",
          "neither": "It was tuned to answer people, and still writes one token after the other."},
    "Q": {"foundation model": "It sees, and does one thing with what it sees.",
          "language model": "It names a digit that is there. It does not guess one that comes next.",
          "large language model": "It names a digit that is there. There is no language in it."},
    "O": {"large language model": "It hears and speaks without going through text.",
          "language model": "It hears, sees and speaks. How many kinds of data are these?",
          "neither": "Text, picture or sound: it writes them as tokens, one after the other."},
    "S": {"large language model": "The same design as the large ones. What is not the same is data and size: a megabyte of speeches.",
          "foundation model": "One kind of data, and one use: going on with a speech.",
          "neither": "Its last step is a softmax over the next letter."},
    "M": {"foundation model": "Everybody builds on it, and it reads and writes nothing but text.",
          "language model": "It is one, and larger: 70 billion weights, and many tasks by its prompt.",
          "neither": "It guesses the next token; that others may download it changes nothing about that."},
}.items():
    for choice, why in choices.items():
        wrong_choice("systems", item, choice, why)
