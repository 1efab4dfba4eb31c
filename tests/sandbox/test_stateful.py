"""Code in which a function may keep something from call to call is known by its text; the usual answer is not
taken for it.
"""

import pytest

from course.sandbox.stateful import is_stateful

KEEPS = {
    "a list outside": ["seen = []", "def f(x):\n    seen.append(x)\n    return x"],
    "a list outside, below": ["def f(x):\n    seen.append(x)\n    return x", "seen = []"],
    "a dictionary, in a helper": ["known = {}\ndef g(x):\n    known[x] = 1\ndef f(x):\n    return g(x)"],
    "a global": ["n = 0\ndef f(x):\n    global n\n    n += 1\n    return n"],
    "a default": ["def f(x, seen=[]):\n    return seen"],
    "a decorator": ["from functools import cache\n@cache\ndef f(x):\n    return x"],
    "an attribute of its own": ["def f(x):\n    f.n = x", "f.n = 0"],
    "one read as its own": ["def f(x):\n    return f.seen.pop()", "f.seen = [1]"],
    "a closure": [
        "def make():\n    seen = []\n    def inner(x):\n        seen.append(x)\n    return inner\nf = make()"
    ],
    "a lambda from a function": ["def make(seen):\n    return lambda x: seen.append(x)", "f = make([])"],
    "a class": ["class F:\n    seen = []\n    def __call__(self, x):\n        self.seen.append(x)\nf = F()"],
    "numpy's generator": ["import numpy as np\ndef f(x):\n    return np.random.rand()"],
    "Python's generator": ["from random import random\ndef f(x):\n    return random()"],
    "a generator outside": [
        "import numpy as np\nrng = np.random.default_rng(1)",
        "def f(x):\n    return rng.normal()",
    ],
    "a file": ["def f(x):\n    open('n', 'a').write('x')"],
    "a lambda that nobody names": ["seen = []\ntable = {'f': lambda x: seen.append(x)}"],
    "what another function made": [
        "from functools import partial\ndef g(seen, x):\n    seen.append(x)",
        "f = partial(g, [])",
    ],
    "another name of it": ["seen = []\ndef g(x):\n    seen.append(x)", "f = g"],
    "a generator that is the answer": ["f = (x for x in [1, 2])"],
    "an iterator that is the answer": ["f = zip([1], [2])"],
    "the names themselves": ["def f(x):\n    globals()['n'] = x"],
    "what cannot be read": ["%%time\ndef f(x):\n    return x"],
    "what is too deep to be read": ["def f(x): return " + "(" * 5000 + ")" * 5000],
    "what is too long to be read": ["def f(x): return x\n" + "#" * 30_000],
}
KEEPS_NOT = {
    "plain functions": [
        "import numpy as np\nfrom math import log",
        "def g(x):\n    return log(x)",
        "def f(xs):\n    got = []\n    for x in xs:\n        got.append(g(x))\n    return np.array(got)",
    ],
    "a constant outside": ["SIZE = 3\ndef f(x):\n    return x[:SIZE]"],
    "recursion, and a function inside": [
        "def f(x, n=0):\n    def g(y):\n        return y + n\n    return f(x - 1) if x else sorted([x], key=g)"
    ],
    "a generator that was given": ["def f(rng):\n    return rng.random()"],
    "examples below": [
        "def f(x):\n    return x",
        "words = ['a']\n[f(word) for word in words]\nsorted(words, key=f)",
    ],
    "what no check reaches": ["def f(x):\n    return x", "rows = []\ndef look():\n    print(rows)\nlook()"],
    "values": [
        "YES, NO = 'yes', 'no'",
        "rows = [1, 2]\nf = {'a': YES, 'b': NO, 'c': rows, 'd': list(range(len(rows)))}",
    ],
    "a value by the course's own function": [
        "from course.lessons.sorting import shelved\nf = shelved(40, AI=[1, 2])"
    ],
    "magics": ["%matplotlib inline\nx = 1", "def f(x):\n    return x"],
    "no Python": ["g = (", "def f(x):\n    return x"],
}


@pytest.mark.slow
@pytest.mark.parametrize("cells", KEEPS.values(), ids=KEEPS)
def test_it_may_keep_something(cells):
    assert is_stateful(cells, {"f", "table"})


@pytest.mark.parametrize("cells", KEEPS_NOT.values(), ids=KEEPS_NOT)
def test_it_keeps_nothing(cells):
    assert not is_stateful(cells, {"f"})
