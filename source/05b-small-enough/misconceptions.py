"""The ways people get 05b-small-enough wrong, and what to say."""

import numpy as np

from course.exercise.mistakes import edit, instead, result

# --- quantize ---

step = "(2 ** bits - 1)"
rounded = "np.round((block - low) / step)"
equal = "    if low == high:\n        return block.copy()\n"


quantize = {
    "There is one level too many: 4 levels are 3 steps, so divide by the number of levels minus one.":
        edit(step, "2 ** bits"),
    "`bits` isn't the number of levels. It is 2 to the power `bits`.":
        [edit(step, "(bits - 1 or 1)"), edit(step, "bits"), edit(step, "(2 * bits - 1)"), edit(step, "(bits ** 2 - 1 or 1)"), edit(step, "(2 * bits)")],
    "`^` doesn't mean power in Python. Write `2 ** bits`.":
        edit(step, "((2 ^ bits) - 1 or 1)"),
    "You cut off in place of rounding: each number goes down to the level below. Take the nearest.":
        [edit(rounded, "np.floor((block - low) / step)"), edit(rounded, "(block - low) // step")],
    "You rounded up. Take the nearest level, which may be the one below.":
        edit(rounded, "np.ceil((block - low) / step)"),
    "You returned the number of the level. Multiply by the step, and add the smallest number.":
        [edit("low + step * " + rounded, rounded), instead("np.round((block - block.min()) / (np.ptp(block) or 1) * (2 ** bits - 1))")],
    "The smallest number is missing: add it again after you have multiplied by the step.":
        edit("low + step * ", "step * "),
    "You rounded multiples of the step, counted from zero. The levels begin at the smallest number.":
        [edit("low + step * " + rounded, "step * np.round(block / step)"), edit("(block - low) / step", "block / step")],
    "Your levels go from minus the largest size to plus the largest. They go from the smallest number to the largest.":
        edit("low, high = block.min(), block.max()", "high = np.abs(block).max()\n    low = -high"),
    "You took the first and the last number of the block. Its smallest and its largest may stand anywhere: `min` and `max`.":
        edit("low, high = block.min(), block.max()", "low, high = block[0], block[-1]"),
    "Your levels begin at zero, or at −1. They begin at the smallest number of the block.":
        [edit("low, high = block.min(), block.max()", "low, high = 0, block.max()"), edit("low, high = block.min(), block.max()", "low, high = -1, 1")],
    "Where all numbers are equal, you divide by zero. Return the block as it is.":
        edit(equal, ""),
    "Where all numbers are equal, return them as they are. You returned one number, zeros, or nothing.":
        [edit("return block.copy()", "return low"), edit("return block.copy()", "return np.zeros(len(block))"), edit("return block.copy()", "return None")],
}


# --- adapter gradients ---

both = "return G @ B.T, A.T @ G"


def place_by_place(G, A, B):
    return (G * B).sum(axis=1, keepdims=True), (A * G).sum(axis=0, keepdims=True)


def only_the_last(G, A, B):
    return G[:, -1:] * B[:, -1], A[-1][:, None] * G[-1]


def first_of_the_rank(G, A, B):
    return np.where(np.arange(A.shape[1]) == 0, G @ B.T, 0), np.where(np.arange(len(B))[:, None] == 0, A.T @ G, 0)


adapter_gradients = {
    "You returned them the wrong way round: the gradient of A comes first, then that of B.":
        edit(both, "return A.T @ G, G @ B.T"),
    "One matrix still has to be turned, `.T`: each gradient is a sum over what the two have in common.":
        [edit(both, "return G @ B, A @ G"), edit(both, "return G @ B.T, A @ G"), edit(both, "return G @ B, A.T @ G")],
    "You swapped A and B: how much a number of A matters depends on B, and the other way round.":
        [edit(both, "return G @ A.T, B.T @ G"), edit(both, "return G @ A, B @ G"), edit(both, "return G.T @ A, B @ G.T")],
    "You multiplied number by number, `*`. Each gradient is a *sum* of products: `@`.":
        [edit(both, "return G * B.T, A.T * G"), edit(both, "return G * B, A * G")],
    "Your product is the wrong way round: G comes first for A, and second for B.":
        [edit(both, "return B.T @ G, G @ A.T"), edit(both, "return B @ G, G @ A")],
    "You turned G. Leave it as it is; turn B for the gradient of A, and A for the gradient of B.":
        [edit(both, "return G.T @ B, A @ G.T"), edit(both, "return G.T @ B.T, A.T @ G.T"), edit(both, "return (G @ B.T).T, (A.T @ G).T")],
    "You made the step already. Return the gradients alone.":
        [edit(both, "return A - G @ B.T, B - A.T @ G"), edit(both, "return A + G @ B.T, B + A.T @ G")],
    "Your sign is the wrong way round: return the gradient as it is. The step goes against it.":
        edit(both, "return -G @ B.T, -A.T @ G"),
    "You returned what came in. Each number of A and of B has a gradient of its own.":
        [edit(both, "return G, G"), edit(both, "return A, B")],
    "You took means. Each gradient is a sum: add up, don't average.":
        [edit(both, "return G @ B.T / G.shape[1], A.T @ G / G.shape[0]"), edit(both, "return G @ B.T / G.shape[1], A.T @ G")],
    "You returned only one of the two. A and B both learn.":
        [edit(both, "return G @ B.T"), edit(both, "return A.T @ G")],
    "Your sum only has its last part: did you write `=` where you need `+=`?":
        [instead(only_the_last), edit(both, "return G @ B.T, A[-1][:, None] * G[-1]"), edit(both, "return G[:, -1:] * B[:, -1], A.T @ G")],
    "You multiplied place by place, which only fits rank 1. For each k there is a sum of its own: use `@`, or a loop over k.":
        instead(place_by_place),
    "The gradient of A lies on its side: it should have the shape of A, (rows, rank).":
        edit(both, "return B @ G.T, A.T @ G"),
    "The gradient of B lies on its side: it should have the shape of B, (rank, columns).":
        edit(both, "return G @ B.T, G.T @ A"),
    "You gave the gradient of A the name `A`, and then used it for B as if it were A. Take another name.":
        edit(both, "A = G @ B.T\n    return A, A.T @ G"),
    "Only the first column of A and the first row of B got a gradient. A loop over the rank, k, is missing.":
        instead(first_of_the_rank),
}


# --- shares ---

share = "100 * cost / whole"
whole = "sum(costs.values())"
gathered = "costs[stage] = costs.get(stage, 0) + cost"


def growing(entries):
    whole, found = 0, {}
    for stage, cost in entries:
        whole += cost
        found[stage] = found.get(stage, 0) + 100 * cost / (whole or 1)
    return found


shares = {
    "You divide while the whole is still growing. Add up everything first, and divide in a loop of its own.":
        instead(growing),
    "Where a stage has several entries, you kept only one of them. Add them up.":
        [edit(gathered, "costs[stage] = cost"), instead("{stage: 100 * cost / sum(c for _, c in entries) for stage, cost in entries}"),
         edit(gathered, "costs.setdefault(stage, cost)")],
    "Those are fractions of one. Return per cent.":
        edit(share, "cost / whole"),
    "You compared with the largest stage, or with the first. Shares are shares of the whole.":
        [edit(whole, "max(costs.values())"), edit(whole, "next(iter(costs.values())) or 1")],
    "That is the bill itself. Divide each cost by the whole, times 100.":
        [edit(share, "cost"), instead("dict(entries)")],
    "You divided by the number of entries or stages. The whole is the sum of all costs.":
        [edit(whole, "len(entries)"), edit(whole, "len(costs)")],
    "You typed in 250, the whole of the example. Another bill has another: add up its costs.":
        edit(whole, "250"),
    "You counted the entries. It's their costs that make up the bill.":
        [edit(gathered, "costs[stage] = costs.get(stage, 0) + 1"), edit(share, "100 / len(costs)")],
    "You rounded. Keep all the digits.":
        [edit(share, f"round(100 * cost / whole{n})") for n in ("", ", 1", ", 2")] + [edit(share, "100 * cost // whole"), edit(share, "int(100 * cost / whole)")],
    "The first entry of each stage is lost: where a stage is new, its cost counts, too.":
        edit(gathered, "costs[stage] = costs[stage] + cost if stage in costs else 0"),
    "That is the whole. Return each stage's share of it.":
        instead("sum(cost for _, cost in entries)"),
    "You compared a stage with the *others*. The whole includes it.":
        edit(share, "100 * cost / (whole - cost or 1)"),
    "Your fraction is upside down: the cost of the stage goes above the line, the whole below it.":
        edit(share, "100 * whole / (cost or 1)"),
    "You returned a list. We want a dictionary, from stage to share.":
        [result("list(it.items())"), result("list(it.values())")],
    "You returned the shares as text. We want numbers.":
        [edit(share, f'f"{{100 * cost / whole{n}}} %"') for n in ("", ":.1f", ":.0f")],
    "You wrote the word stage in quotes, which is one key, always the same. Without quotes it is the name of the stage.":
        edit("{stage: 100", '{"stage": 100'),
    "Stages that cost nothing are gone. Every stage belongs in the result, even with 0.":
        edit("in costs.items()}", "in costs.items() if cost}"),
    "You averaged the entries of a stage. Add them up.":
        instead("{stage: 100 * np.mean([c for s, c in entries if s == stage]) / sum(c for _, c in entries) for stage, _ in entries}"),
}
