"""How much slower than usual this machine is just now, so that a limit in seconds means the same on a shared
one.

The same notebook has taken 50 and 120 seconds of processor time on machines that call themselves the same:
others use their cores, caches and memory. So four fixed pieces of work are timed again and again *beside*
what is measured. What took twice as long as usual doubles the limit; nothing lowers it.

    with Slower() as slower:
        …                               # half a minute or so
    assert seconds / slower() < 90
"""

import statistics
import threading
import time

import numpy as np
from threadpoolctl import threadpool_limits

TEXT = 180 * "what the student reads and counts "
MATRIX = np.random.default_rng(0).random((160, 160), np.float32)
ROW = np.random.default_rng(0).random(400_000, np.float32)
LARGE = np.ones((4_000, 4_000), np.float32)  # 64 MB: more than caches hold


def counting():
    counts = {}
    for pair in zip(TEXT, TEXT[1:]):
        counts[pair] = counts.get(pair, 0) + 1


def products():
    for _ in range(12):
        MATRIX @ MATRIX


def exponentials():
    for _ in range(3):
        np.exp(ROW)


def memory():
    LARGE @ LARGE[0]


# Milliseconds: of the first three beside a running notebook, on two threads of a core of 2.5 GHz; of memory
# at the 29 GB/s of the machine on which the
# limits were set.
USUAL = {counting: 2.4, products: 1.9, exponentials: 1.7, memory: 2.2}


class Slower:
    """Times the four pieces each second until its block ends; called, it says how many times as long as usual
    the slowest of some took, 1 at least.
    """

    def __enter__(self):
        self.taken, self.end = {work: [] for work in USUAL}, threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()
        return self

    def _watch(self):
        with threadpool_limits(1, "blas"):
            while not self.end.wait(1):
                for work, taken in self.taken.items():
                    start = time.thread_time()
                    work()
                    taken.append(1000 * (time.thread_time() - start))

    def __exit__(self, *_):
        self.end.set()
        self.thread.join()

    def ratios(self):
        return {work: statistics.mean(taken) / USUAL[work] for work, taken in self.taken.items() if taken}

    def __call__(self, *works):
        return max([1.0, *(ratio for work, ratio in self.ratios().items() if not works or work in works)])

    def __str__(self):
        return ", ".join(f"{work.__name__} {ratio:.2f}" for work, ratio in self.ratios().items())
