"""The layers of a GPT, forward and backward, and arrays that are used again."""

import math
import threading
from functools import lru_cache

import numpy as np

# -- the pieces, each with its way back ----------------------------------------------------------------------


def rms_norm(x, out=None):
    """Every row scaled to a mean square of one (RMSNorm) -> (rows, what they were multiplied by)."""
    scale = 1 / np.sqrt(np.vecdot(x, x)[..., None] / x.shape[-1] + np.asarray(1e-6, x.dtype))
    return np.multiply(x, scale, out=out), scale


def rms_norm_back(d, normed, scale):
    """In place: what stretches an arrow has no effect after the norm, so that part of the slope is taken out."""
    along = np.vecdot(d, normed)[:, None] / d.shape[1]
    d -= np.multiply(normed, along, out=room("along", d.shape, d.dtype))
    d *= scale
    return d


def token_shift(x, T, out, back=False):
    """A quarter of the channels from the token before, a quarter from the one before that; (N, C) in windows
    of T. back: from those after it.
    """
    N, C = x.shape
    np.take(x.reshape(4 * N, C // 4), _quarters(N, back), axis=0, out=out.reshape(N, 4, C // 4), mode="clip")
    y, c = out.reshape(-1, T, C), C // 4  # nothing comes from beyond the window
    y[:, slice(-1, None) if back else slice(0, 1), : 2 * c] = 0
    y[:, slice(-2, -1) if back else slice(1, 2), c : 2 * c] = 0
    return out


@lru_cache(maxsize=16)
def _quarters(N, back):
    """Where each quarter of the channels comes from -> (N, 4), as rows of (4N, C / 4)."""
    return np.arange(4 * N).reshape(N, 4) + (4 if back else -4) * np.array([1, 2, 0, 0])


def fast_attention(qkv, penalty, new):
    """softmax(q kᵀ / √d + penalty) v for all heads -> (N, C), and what the way back needs. The softmax
    divides last: fewer divisions.
    """
    q, k, v = qkv  # (B, H, T, d) each
    B, H, T, d = q.shape
    scores, total, mixed, ones = (
        new("weights", B, H, T, T),
        new("total", B, T, H, 1),
        new("mixed", B, T, H, d),
        np.ones((T, 1), q.dtype),
    )
    for safe in (False, True):
        np.matmul(q, _turned(k), out=scores)
        scores += penalty  # minus infinity for the future
        if safe:
            scores -= scores.max(-1, keepdims=True)
        with np.errstate(over="ignore"):
            np.exp(scores, out=scores)
        np.matmul(scores, ones, out=total.swapaxes(1, 2))
        if 1e-20 < total.min() and total.max() < 1e20:  # as a rule; the maximum is the dearest step of all
            break
    np.matmul(scores, v, out=mixed.swapaxes(1, 2))
    mixed /= total
    return mixed.reshape(B * T, H * d), (q, k, v, scores, total.swapaxes(1, 2))


def fast_attention_back(d_mixed, mixed, saved, new):
    """Slopes of the attention's outcome (N, C) -> those of q, k, v (N, 3C)."""
    q, k, v, weights, total = saved
    B, H, T, d = q.shape
    mixed, d_mixed = mixed.reshape(B, T, H, d), d_mixed.reshape(B, T, H, d)
    d_mixed /= total.swapaxes(1, 2)  # the division that the weights have not had
    own, d_mixed = np.vecdot(mixed, d_mixed).swapaxes(1, 2)[..., None], d_mixed.swapaxes(1, 2)
    # divided by √d already, for both that follow
    d_scores = np.matmul(d_mixed, _turned(v), out=new("d_scores", B, H, T, T))
    d_scores -= own * q.dtype.type(d**-0.5)
    d_scores *= weights  # reads the weights in their order, so that they lie in the cache
    d_qkv = new("d_qkv", B * T, 3 * H * d)
    d_q, d_k, d_v = split_heads(d_qkv, B, H)
    np.matmul(weights.swapaxes(2, 3), d_mixed, out=d_v)  # when they are read across
    np.matmul(d_scores, k, out=d_q)
    np.matmul(d_scores.swapaxes(2, 3), q, out=d_k)
    return d_qkv


def _turned(x):
    """(B, H, T, d) / √d, copied as (B, H, d, T): a product with it, copy included, takes less time than one
    that reads x across.
    """
    B, H, T, d = x.shape
    return np.multiply(x.swapaxes(2, 3), x.dtype.type(d**-0.5), out=room("turned", (B, H, d, T), x.dtype))


@lru_cache(maxsize=8)
def score_penalty(T, heads, masked, dtype):
    """What is added to the scores (H, T, T): less for what is further away, minus infinity for what comes
    later.
    """
    distance = np.arange(T)[:, None] - np.arange(T)  # (T, T), below 0 in the future
    penalty = -np.abs(distance) * 2.0 ** -np.linspace(1, 7, heads)[:, None, None]
    if masked:
        penalty[:, distance < 0] = -np.inf
    return penalty.astype(dtype)


def split_heads(qkv, B, heads):
    """(N, 3C) -> views q, k, v (3, B, H, T, d)."""
    return qkv.reshape(B, len(qkv) // B, 3, heads, -1).transpose(2, 0, 3, 1, 4)


def as_rows(blocks):
    """(m, C, C) -> (mC, C), the same memory."""
    return blocks.reshape(-1, blocks.shape[-1])


# -- where you plug in ---------------------------------------------------------------------------------------


def softmax_in_place(x):
    """In place: e to the power of each number, divided by the sum of its row (softmax)."""
    x -= x.max(-1, keepdims=True)
    np.exp(x, out=x)
    x /= x @ np.ones((x.shape[-1], 1), x.dtype)


# -- memory --------------------------------------------------------------------------------------------------


class _Rooms(threading.local):
    def __init__(self):
        self.by_name = {}


_rooms = _Rooms()


def room(name, shape, dtype):
    """An array to work in, under a name, and the same one the next time: filling new memory takes several
    times as long. Each thread has its own.

    It begins where a line of the processor's cache does, at a multiple of 64 bytes, so that no load of 64
    bytes touches two lines. One of a megabyte and more is made of four at least: from there on numpy asks the
    system for large pages, of which fewer have to be looked up.
    """
    array = _rooms.by_name.get(name)
    if array is None or array.shape != shape or array.dtype != dtype:
        size = math.prod(shape) * np.dtype(dtype).itemsize
        memory = np.empty(max(size + 64, (1 << 22) * (size >= 1 << 20)), np.uint8)
        begin = -memory.ctypes.data % 64
        array = _rooms.by_name[name] = memory[begin : begin + size].view(dtype).reshape(shape)
    return array
