"""Other right answers to 05b-small-enough: what must get full marks as well."""

import numpy as np

from course.exercise.mistakes import right


@right("quantize")
def level_by_level(block, bits):
    low, high = min(block), max(block)
    levels = [low + k * (high - low) / (2 ** bits - 1) for k in range(2 ** bits)]
    return [min(levels, key=lambda level: abs(level - number)) for number in block]


@right("quantize")
def by_a_table(block, bits):
    levels = np.linspace(block.min(), block.max(), 2 ** bits)
    return levels[np.abs(block[:, None] - levels).argmin(axis=1)]


@right("adapter_gradients")
def with_two_loops(G, A, B):
    of_A, of_B = np.zeros(A.shape), np.zeros(B.shape)
    for i in range(G.shape[0]):
        for j in range(G.shape[1]):
            for k in range(A.shape[1]):
                of_A[i, k] += G[i, j] * B[k, j]
                of_B[k, j] += A[i, k] * G[i, j]
    return of_A, of_B


@right("adapter_gradients")
def by_einsum(G, A, B):
    return [np.einsum("ij,kj->ik", G, B), np.einsum("ik,ij->kj", A, G)]


@right("shares")
def in_two_passes(entries):
    whole, found = sum(cost for _, cost in entries), {}
    for stage, cost in entries:
        if stage not in found:
            found[stage] = 0
        found[stage] += cost / whole * 100
    return found


@right("shares")
def stage_by_stage(entries):
    whole = sum(cost for _, cost in entries)
    return {stage: 100 * sum(cost for each, cost in entries if each == stage) / whole for stage in {stage for stage, _ in entries}}
