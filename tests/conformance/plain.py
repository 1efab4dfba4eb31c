"""Twenty small assignments as an instructor makes them with nbgrader alone: no file beside the notebook, no
`grading` in a check; each with three hand-ins.

A notebook is text whose cells begin with `# %% kind name [points]`: text, code and locked (read-only) cells,
answers (solution), checks (test), what a person marks (manual code, essay in Markdown, task). A hand-in is
the release with some cells replaced: `# %% name`, in an assignment of several notebooks `# %% notebook/name`;
`# %% +name` puts a cell of the student's own below it. An empty text is the source's own answers.
"""

import re
from typing import NamedTuple

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from course.authoring import release
from course.notebook import document

KINDS = {
    "locked": {"locked": True},
    "solution": {"solution": True},
    "test": {"grade": True, "locked": True},
    "manual": {"grade": True, "solution": True},
    "essay": {"grade": True, "solution": True},
    "task": {"task": True, "locked": True},
}


class Plain(NamedTuple):
    notebooks: dict  # name -> text; "" is the assignment's own name
    hand_ins: dict  # name -> what is replaced
    files: dict = {}  # beside the notebooks


def cells(text):
    """[(head, source)] of a text."""
    parts = (part.partition("\n") for part in re.split(r"^# %% ", text, flags=re.M)[1:])
    return [(head.strip(), source.strip("\n")) for head, _, source in parts]


def notebook(text):
    """A source notebook as nbgrader's toolbar leaves it: a cell's id is the editor's, its grade_id the
    instructor's. An old one has no ids.
    """
    nb = new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
        }
    )
    for n, (head, source) in enumerate(cells(text)):
        kind, name, *points = head.split()
        make = new_markdown_cell if kind in ("text", "essay", "task") else new_code_cell
        nb.cells.append(make(source, id=f"c0ffee{n:02}"))
        if kind in KINDS:
            mark = (
                dict.fromkeys(("grade", "solution", "locked", "task"), False)
                | KINDS[kind]
                | {"grade_id": name, "schema_version": 3}
            )
            nb.cells[-1].metadata["nbgrader"] = mark | ({"points": float(points[0])} if points else {})
    if "before cells had ids" in text:
        nb.nbformat_minor = 4
        for cell in nb.cells:
            del cell["id"]
    return nb


def handed_in(released, name, sources, changes):
    """The notebook `name` as a student leaves it. released: as it was given; sources: of the instructor's
    cells, {grade_id: source}, whose answers stand where nothing else is said; changes: text of a hand-in.
    """
    changes = {
        head.removeprefix(f"{name}/"): source
        for head, source in cells(changes)
        if "/" not in head or head.startswith(f"{name}/")
    }
    found = []
    for cell in released.cells:
        mine = cell.metadata.get("nbgrader", {})
        if mine.get("solution"):
            cell.source = re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", sources[mine["grade_id"]], flags=re.M)
        cell.source = changes.get(mine.get("grade_id"), cell.source)
        found.append(cell)
        if (own := changes.get(f"+{mine.get('grade_id')}")) is not None:
            found.append(new_code_cell(own))
    released.cells = found
    return released


def one(text, files=None, **hand_ins):
    return Plain({"": text}, {"right": "", **hand_ins}, files or {})


ASSIGNMENTS = {
    "circle": one(
        '''
# %% text title
# Circles
# %% code setup
%matplotlib inline
import math
import numpy as np
import matplotlib.pyplot as plt
# %% solution area
def area(r):
    """Area of a circle; r may be an array."""
    ### BEGIN SOLUTION
    return np.pi * np.asarray(r) ** 2
    ### END SOLUTION
# %% test area_one 1
assert math.isclose(area(2), 4 * math.pi)
# %% test area_many 2
assert np.allclose(area(np.arange(3)), [0, math.pi, 4 * math.pi])
### BEGIN HIDDEN TESTS
assert isinstance(area(np.ones(2)), np.ndarray)
### END HIDDEN TESTS
''',
        wrong="""
# %% area
def area(r):
    return 2 * np.pi * r
""",
        partly="""
# %% area
def area(r):
    return math.pi * math.pow(r, 2)
""",
    ),
    "words": one(
        '''
# %% code setup
from collections import Counter
from string import punctuation as marks
import re as regex
# %% locked given
STOP = {"the", "a", "of"}
def normal(text):
    """Small letters, without marks."""
    return regex.sub("[" + regex.escape(marks) + "]", "", text.lower())
# %% solution count
def count(text):
    ### BEGIN SOLUTION
    return Counter(word for word in normal(text).split() if word not in STOP)
    ### END SOLUTION
# %% test count_kind 1
assert isinstance(count("a b"), Counter)
# %% test count_right 2
text = "The end, of the beginning of the end."
assert count(text) == Counter(word for word in normal(text).split() if word not in STOP)
# %% solution most
most = ...
### BEGIN SOLUTION
most = count("to be or not to be").most_common(1)[0][0]
### END SOLUTION
# %% test most_right 1
assert most in ("to", "be") and len(most) == 2
''',
        wrong="""
# %% count
def count(text):
    return Counter(text.split())
# %% most
most = ("to", 2)
""",
        partly="""
# %% count
def count(text):
    found = {}
    for word in normal(text).split():
        if word not in STOP:
            found[word] = found.get(word, 0) + 1
    return found
# %% most
most = max(count("to be or not to be").items(), key=lambda pair: pair[1])[0]
""",
    ),
    "helpers": one(
        '''
# %% code setup
import numpy as np
from numpy.testing import assert_allclose
# %% code makers
rng = np.random.default_rng(7)
SAMPLE = rng.normal(size=(40, 3))
def agrees(function, want, *data):
    """Whether a function gives what is wanted, and leaves its data alone."""
    before = [np.copy(each) for each in data]
    assert_allclose(function(*data), want, rtol=1e-6)
    assert all(np.array_equal(one, other) for one, other in zip(before, data))
# %% solution standard
def standard(x):
    ### BEGIN SOLUTION
    return (x - x.mean(axis=0)) / x.std(axis=0)
    ### END SOLUTION
# %% test standard_sample 2
agrees(standard, (SAMPLE - SAMPLE.mean(0)) / SAMPLE.std(0), SAMPLE)
# %% solution center
def center(x):
    ### BEGIN SOLUTION
    return x - x.mean(axis=0)
    ### END SOLUTION
# %% test center_sample 1
agrees(center, SAMPLE - SAMPLE.mean(0), SAMPLE)
''',
        wrong="""
# %% standard
def standard(x):
    return (x - x.mean()) / x.std()
""",
        partly="""
# %% standard
def standard(x):
    x -= x.mean(axis=0)
    x /= x.std(axis=0)
    return x
# %% +standard
SAMPLE.shape
""",
    ),
    "tuples": one(
        '''
# %% code setup
from collections import namedtuple
from dataclasses import dataclass
# %% locked shapes
Point = namedtuple("Point", "x y")
@dataclass
class Box:
    low: Point
    high: Point
# %% solution inside
def inside(point, box):
    ### BEGIN SOLUTION
    return box.low.x <= point.x <= box.high.x and box.low.y <= point.y <= box.high.y
    ### END SOLUTION
# %% test inside_test 2
unit = Box(Point(0, 0), Point(1, 1))
assert inside(Point(.5, .5), unit)
assert not inside(Point(.5, 2), unit)
# %% solution corner
def corner(box):
    """The upper right Point."""
    ### BEGIN SOLUTION
    return Point(box.high.x, box.high.y)
    ### END SOLUTION
# %% test corner_test 1
assert corner(Box(Point(0, 0), Point(2, 3))) == Point(2, 3) and isinstance(corner(unit), Point)
''',
        wrong="""
# %% inside
def inside(point, box):
    return point.x <= box.high.x
""",
        partly="""
# %% inside
def inside(point, box):
    return all(low <= here <= high for low, here, high in zip(box.low, point, box.high))
# %% corner
def corner(box):
    return box.high.x, box.high.y
""",
    ),
    "values": one(
        """
# %% text task
Put the right value into each name. The second check gives a point for each that is right.
# %% solution facts
### BEGIN SOLUTION
year = 1815
name = "Ada"
primes = [2, 3, 5, 7]
share = 3 / 8
### END SOLUTION
# %% test facts_kinds 1
assert type(year) is int and type(name) is str and len(primes) == 4
# %% test facts_each 4
points = 0
for right in (year == 1815, name == "Ada", primes == [2, 3, 5, 7], abs(share - .375) < 1e-9):
    points += right
points
""",
        wrong="""
# %% facts
year, name, primes, share = "1815", "ada", [], 0
""",
        partly="""
# %% facts
year = 1815
name = "Ada Lovelace"
primes = [2, 3, 5, 7]
share = None
""",
    ),
    "errors": one(
        '''
# %% code setup
from unittest import TestCase
case = TestCase()
# %% solution root
def root(x):
    """Square root; ValueError for a negative number."""
    ### BEGIN SOLUTION
    if x < 0:
        raise ValueError("negative")
    return x ** .5
    ### END SOLUTION
# %% test root_values 1
case.assertEqual(root(9), 3)
case.assertAlmostEqual(root(2), 1.41421356, places=6)
# %% test root_negative 1
with case.assertRaises(ValueError):
    root(-1)
# %% test root_message 1
try:
    root(-4)
except ValueError as error:
    assert "negative" in str(error)
else:
    raise AssertionError("root(-4) should raise ValueError")
''',
        wrong="""
# %% root
def root(x):
    return x / 2
""",
        partly="""
# %% root
def root(x):
    if x < 0:
        raise ValueError(x)
    return x ** .5
""",
    ),
    "account": one(
        """
# %% text task
Write a class `Account`.
# %% solution account
class Account:
    ### BEGIN SOLUTION
    def __init__(self, balance=0):
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount

    def __repr__(self):
        return f"Account({self.balance})"
    ### END SOLUTION
# %% test account_balance 1
mine = Account(10)
mine.deposit(5)
assert mine.balance == 15 and isinstance(mine, Account)
# %% test account_shown 1
assert repr(mine) == "Account(15)"
# %% solution saver
class Saver(Account):
    ### BEGIN SOLUTION
    def interest(self, rate):
        self.deposit(self.balance * rate)
    ### END SOLUTION
# %% test saver_test 2
saver = Saver(100)
saver.interest(.5)
assert issubclass(Saver, Account) and saver.balance == 150
### BEGIN HIDDEN TESTS
assert hasattr(saver, "deposit") and Saver.__mro__[1] is Account
### END HIDDEN TESTS
""",
        wrong="""
# %% account
class Account:
    balance = 15
# %% saver
class Saver:
    balance = 150
""",
        partly="""
# %% account
class Account:
    def __init__(self, balance):
        self.balance = balance
    def deposit(self, amount):
        self.balance = self.balance + amount
""",
    ),
    "overdrawn": one(
        """
# %% solution error
### BEGIN SOLUTION
class Overdrawn(Exception):
    pass
### END SOLUTION
# %% solution pay
def pay(balance, price):
    ### BEGIN SOLUTION
    if price > balance:
        raise Overdrawn(price - balance)
    return balance - price
    ### END SOLUTION
# %% test pay_enough 1
assert pay(10, 4) == 6
# %% test pay_too_much 2
try:
    pay(1, 4)
    assert False, "this should be overdrawn"
except Overdrawn as error:
    assert error.args == (3,)
assert issubclass(Overdrawn, Exception)
""",
        wrong="""
# %% error
Overdrawn = ValueError
# %% pay
def pay(balance, price):
    return balance - price
""",
        partly="""
# %% pay
def pay(balance, price):
    if price > balance:
        raise Overdrawn("too much")
    return balance - price
""",
    ),
    "figure": one(
        """
# %% code setup
import numpy as np
import matplotlib.pyplot as plt
%matplotlib inline
# %% solution curve
### BEGIN SOLUTION
x = np.linspace(0, 1, 50)
fig, ax = plt.subplots()
ax.plot(x, x ** 2)
ax.set_title("Square")
ax.set_xlabel("x")
### END SOLUTION
# %% test curve_labels 1
assert ax.get_title() and ax.get_xlabel()
# %% test curve_data 2
line, = ax.get_lines()
np.testing.assert_allclose(line.get_ydata(), line.get_xdata() ** 2)
# %% solution bars
def bars(ax, heights):
    ### BEGIN SOLUTION
    ax.bar(range(len(heights)), heights)
    return ax
    ### END SOLUTION
# %% test bars_test 1
_, axes = plt.subplots()
assert [bar.get_height() for bar in bars(axes, [3, 1, 2]).patches] == [3, 1, 2]
""",
        wrong="""
# %% curve
plt.plot([0, 1], [0, 1])
# %% bars
def bars(ax, heights):
    ax.plot(heights)
    return ax
""",
        partly="""
# %% curve
x = np.linspace(0, 1, 50)
fig, ax = plt.subplots()
ax.plot(x, x ** 2)
""",
    ),
    "current_figure": one(
        '''
# %% code setup
import matplotlib
matplotlib.use("agg")
from matplotlib import pyplot as plt
# %% solution draw
def draw(values):
    """Draw the values as a histogram into the current figure."""
    ### BEGIN SOLUTION
    plt.hist(values, bins=4)
    plt.ylabel("number")
    ### END SOLUTION
# %% test draw_bins 1
plt.close("all")
draw([1, 2, 2, 3, 3, 3])
axes = plt.gca()
assert len(axes.patches) == 4
# %% test draw_label 1
assert axes.get_ylabel() == "number" and len(plt.get_fignums()) == 1
''',
        wrong="""
# %% draw
def draw(values):
    return values
""",
        partly="""
# %% draw
def draw(values):
    plt.hist(values, bins=4)
""",
    ),
    "table": one(
        '''
# %% code setup
import csv
from pathlib import Path
from tools import same
# %% locked given
ROWS = list(csv.reader(open("rain.csv")))
YEARS = [int(year) for year, _ in ROWS]
# %% solution rain
rain = {}
### BEGIN SOLUTION
with open("rain.csv") as file:
    for year, amount in csv.reader(file):
        rain[int(year)] = float(amount)
### END SOLUTION
# %% test rain_all 1
assert sorted(rain) == YEARS
assert same(sum(rain.values()), sum(float(amount) for _, amount in ROWS))
# %% solution save
def save(path):
    """Write the wettest year into a file."""
    ### BEGIN SOLUTION
    Path(path).write_text(str(max(rain, key=rain.get)))
    ### END SOLUTION
# %% test save_file 2
save("wettest.txt")
assert Path("wettest.txt").read_text() == "2002"
''',
        wrong="""
# %% rain
rain = {2001: 1.0}
# %% save
def save(path):
    return max(rain)
""",
        partly="""
# %% rain
for row in open("rain.csv"):
    rain[row.split(",")[0]] = float(row.split(",")[1])
""",
        files={
            "rain.csv": "2001,512.5\n2002,640\n2003,471.25\n",
            "tools.py": "def same(a, b):\n    return abs(a - b) < 1e-9\n",
        },
    ),
    "dice": one(
        '''
# %% code setup
import random
import numpy as np
# %% solution roll
def roll(n):
    """n dice, by the random module."""
    ### BEGIN SOLUTION
    return [random.randint(1, 6) for _ in range(n)]
    ### END SOLUTION
# %% test roll_range 1
assert set(roll(600)) == {1, 2, 3, 4, 5, 6}
# %% test roll_seed 2
random.seed(11)
want = [random.randint(1, 6) for _ in range(5)]
random.seed(11)
assert roll(5) == want
# %% solution noise
def noise(n, seed):
    ### BEGIN SOLUTION
    return np.random.default_rng(seed).normal(size=n)
    ### END SOLUTION
# %% test noise_seed 1
np.random.seed(0)
assert np.array_equal(noise(4, 3), np.random.default_rng(3).normal(size=4))
assert not np.array_equal(noise(4, 3), noise(4, 5))
''',
        wrong="""
# %% roll
def roll(n):
    return [4] * n
# %% noise
def noise(n, seed):
    return np.zeros(n)
""",
        partly="""
# %% roll
def roll(n):
    return [int(6 * random.random()) + 1 for _ in range(n)]
""",
    ),
    "hello": one(
        '''
# %% code setup
import io
from contextlib import redirect_stdout
from unittest.mock import patch
# %% solution hello
def hello(name):
    """Print a greeting."""
    ### BEGIN SOLUTION
    print(f"Hello, {name}!")
    ### END SOLUTION
# %% test hello_printed 1
with redirect_stdout(io.StringIO()) as out:
    hello("Eve")
assert out.getvalue().strip() == "Hello, Eve!"
# %% solution ask
def ask():
    """Ask for a number until one is given."""
    ### BEGIN SOLUTION
    while not (text := input("A number? ")).isdigit():
        pass
    return int(text)
    ### END SOLUTION
# %% test ask_twice 2
with patch("builtins.input", side_effect=["no", "12"]):
    assert ask() == 12
''',
        wrong="""
# %% hello
def hello(name):
    return f"Hello, {name}!"
# %% ask
def ask():
    return int(input())
""",
        partly="""
# %% hello
def hello(name):
    print("Hello, " + name + "!")
# %% ask
def ask():
    return input("A number? ")
""",
    ),
    "essay": one(
        """
# %% text title
# Written work
# %% essay why 5
Because a sum of two equal numbers is even.
# %% manual sketch 3
### BEGIN SOLUTION
import numpy as np
print(np.arange(3) * 2)
### END SOLUTION
# %% task argue 4
Say in your own words what an average hides.

### BEGIN MARK SCHEME
Two points for the spread, two for the outliers.
### END MARK SCHEME
# %% solution double
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
# %% test double_test 1
assert double(4) == 8 and double("a") == "aa"
""",
        untouched="""
# %% why
YOUR ANSWER HERE
# %% sketch
raise NotImplementedError()
# %% double
def double(x):
    raise NotImplementedError()
""",
        partly="""
# %% why
**Two** times anything, *I think*: `2 * x`.
# %% sketch
this is no Python
# %% double
def double(x):
    return x * 2 if isinstance(x, int) else x
# %% +double
double(4)
""",
    ),
    "two_parts": Plain(
        {
            "algebra": """
# %% code setup
import numpy as np
from numpy.linalg import solve as solved
# %% solution solve
def solve(a, b):
    ### BEGIN SOLUTION
    return np.linalg.solve(a, b)
    ### END SOLUTION
# %% test solve_test 2
a = np.array([[2., 1], [1, 3]])
assert np.allclose(solve(a, [1, 2]), solved(a, [1, 2]))
# %% essay meaning 2
The lines meet there.
""",
            "calculus": """
# %% code setup
import math as np
from statistics import mean
# %% solution slope
def slope(f, x, h=1e-5):
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION
# %% test slope_test 3
assert np.isclose(slope(np.sin, 0), 1, abs_tol=1e-6)
assert np.isclose(mean(slope(lambda x: x * x, x) for x in (1, 2)), 3, abs_tol=1e-6)
""",
        },
        {
            "right": "",
            "wrong": """
# %% algebra/solve
def solve(a, b):
    return b
# %% calculus/slope
def slope(f, x, h=1):
    return f(x + h) - f(x)
""",
            "partly": """
# %% algebra/solve
def solve(a, b):
    return list(np.linalg.inv(a) @ b)
# %% algebra/meaning
YOUR ANSWER HERE
# %% calculus/slope
def slope(f, x, h=1e-5):
    return (f(x) - f(x - h)) / h ** 2
""",
        },
    ),
    "makers": one(
        '''
# %% code setup
from types import GeneratorType
from itertools import islice
# %% solution powers
def powers(base):
    """A generator: 1, base, base squared, …"""
    ### BEGIN SOLUTION
    n = 1
    while True:
        yield n
        n *= base
    ### END SOLUTION
# %% test powers_first 1
assert list(islice(powers(3), 4)) == [1, 3, 9, 27]
# %% test powers_kind 1
assert isinstance(powers(2), GeneratorType)
# %% solution compose
def compose(f, g):
    ### BEGIN SOLUTION
    return lambda x: f(g(x))
    ### END SOLUTION
# %% test compose_test 1
assert compose(len, str)(1234) == 4 and compose(lambda x: x + 1, abs)(-3) == 4
# %% test compose_name 1
assert compose.__name__ == "compose" and callable(compose(abs, abs))
''',
        wrong="""
# %% powers
def powers(base):
    return [base ** n for n in range(3)]
# %% compose
def compose(f, g):
    return f(g)
""",
        partly="""
# %% powers
def powers(base):
    return iter(base ** n for n in range(10))
# %% compose
compose = lambda f, g: lambda x: f(g(x))
""",
    ),
    "docs": one(
        '''
# %% code setup
import doctest
import inspect
# %% solution fib
def fib(n):
    """The n-th Fibonacci number, without a loop.

    >>> fib(10)
    55
    """
    ### BEGIN SOLUTION
    return n if n < 2 else fib(n - 1) + fib(n - 2)
    ### END SOLUTION
# %% test fib_examples 1
found = doctest.DocTestFinder().find(fib, globs={"fib": fib})
runner = doctest.DocTestRunner(verbose=False)
assert found and not any(runner.run(each).failed for each in found)
# %% test fib_no_loop 2
assert "for " not in inspect.getsource(fib) and "while " not in inspect.getsource(fib)
assert fib(15) == 610
''',
        wrong='''
# %% fib
def fib(n):
    """
    >>> fib(10)
    55
    """
    return n
''',
        partly='''
# %% fib
def fib(n):
    """
    >>> fib(3)
    2
    """
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
''',
    ),
    "matrix": one(
        """
# %% code setup
from numpy import *
import scipy.linalg as la
import scipy
# %% locked given
A = array([[4., 1.], [2., 3.]])
# %% solution spectrum
values, vectors = None, None
### BEGIN SOLUTION
values, vectors = la.eig(A)
values = values.real
### END SOLUTION
# %% test spectrum_values 1
assert allclose(sort(values), [2, 5]) and values.dtype == float
# %% test spectrum_vectors 2
for value, vector in zip(values, vectors.T):
    assert allclose(A @ vector, value * vector)
# %% solution scaled
def scaled(m):
    ### BEGIN SOLUTION
    return m / norm(m)

def norm(m):
    return sqrt((m ** 2).sum())
    ### END SOLUTION
# %% test scaled_test 1
m = arange(4.).reshape(2, 2)
assert isclose(la.norm(scaled(m)), 1) and isclose(norm(m), sqrt(14)) and scipy.linalg is la
""",
        wrong="""
# %% spectrum
values = diag(A)
vectors = eye(2)
# %% scaled
def scaled(m):
    return m / m.max()
""",
        partly="""
# %% spectrum
values, vectors = linalg.eig(A)
# %% scaled
def scaled(m):
    return m / la.norm(m)
""",
    ),
    "kinds": one(
        '''
# %% code setup
import numpy as np
scores = np.array([3, 1, 4, 1, 5])
# %% solution best
### BEGIN SOLUTION
best = int(scores.max())
passed = bool((scores > 3).any())
### END SOLUTION
# %% test best_kind 1
assert type(best) == int and best == 5
# %% test passed_kind 1
assert passed is True
# %% solution share
def share(limit):
    ### BEGIN SOLUTION
    return (scores > limit).mean()
    ### END SOLUTION
# %% test share_kind 1
assert isinstance(share(1), np.float64) and share(1).dtype == float and share(1) == .6
# %% solution ratio
def ratio(a, b):
    """a / b, item by item; where b is 0, inf."""
    ### BEGIN SOLUTION
    with np.errstate(divide="ignore"):
        return np.asarray(a) / b
    ### END SOLUTION
# %% test ratio_test 2
assert ratio([1, 2], np.array([0, 4])).tolist() == [float("inf"), .5]
''',
        wrong="""
# %% best
best, passed = "5", 1
# %% share
def share(limit):
    return sum(scores > limit)
# %% ratio
def ratio(a, b):
    return a / b
""",
        partly="""
# %% best
best = scores.max()
passed = (scores > 3).any()
# %% share
def share(limit):
    return sum(1 for score in scores if score > limit) / 5
# %% ratio
def ratio(a, b):
    return np.asarray(a) / b
""",
    ),
    "unanswered": one(
        """
# %% text about
The instructor keeps the answers elsewhere: this source has the stub alone.
# %% code setup
from math import gcd
LIMIT = 100
# %% solution lcm
def lcm(a, b):
    # YOUR CODE HERE
    raise NotImplementedError()
# %% test lcm_test 2
assert lcm(4, 6) == 12 and lcm(7, 7) * gcd(7, 7) == 49
assert lcm(LIMIT, 3) == 300
# %% solution stack
class Stack:
    # YOUR CODE HERE
    raise NotImplementedError()
# %% test stack_test 1
stack = Stack()
stack.push(1)
assert stack.items == [1]
""",
        right="""
# %% lcm
def lcm(a, b):
    return a * b // gcd(a, b)
# %% stack
class Stack:
    def __init__(self):
        self.items = []
    def push(self, item):
        self.items.append(item)
""",
        wrong="""
# %% lcm
def lcm(a, b):
    return a * b
""",
        partly="""
# %% lcm
import math
lcm = math.lcm
# %% stack
class Stack:
    items = [1]
    def push(self, item):
        pass
""",
    ),
    "in_turn": one(
        """
# %% solution first
### BEGIN SOLUTION
numbers = [3, 1, 2]
def largest(values):
    return sorted(values)[-1]
### END SOLUTION
# %% test first_test 1
import statistics
from operator import itemgetter as item
total = sum(numbers)
assert largest(numbers) == 3 and numbers == [3, 1, 2]
# %% solution second
def middle(values):
    ### BEGIN SOLUTION
    return statistics.median(values)
    ### END SOLUTION
# %% test second_test 1
assert middle(numbers) == 2 and item(1)(numbers) == 1
# %% solution third
### BEGIN SOLUTION
numbers.append(total)
### END SOLUTION
# %% test third_test 1
assert numbers[-1] == total == 6
""",
        wrong="""
# %% first
numbers = [1, 2, 3]
def largest(values):
    return values[0]
# %% second
def middle(values):
    return values[1]
""",
        partly="""
# %% first
numbers = [3, 1, 2]
def largest(values):
    values.sort()
    return values[-1]
""",
    ),
    "old": one(
        """
# %% text title
# Made without solution marks, before cells had ids
# %% code setup
import numpy as np
def close(a, b):
    return abs(a - b) < 1e-9
# %% solution mean
def mean(values):
    return sum(values) / len(values)
# %% test mean_test 1
assert close(mean([1, 2, 4]), np.mean([1, 2, 4]))
# %% test mean_error 1
try:
    mean([])
except ZeroDivisionError:
    pass
else:
    raise AssertionError
# %% solution spread
def spread(values):
    return max(values) - min(values)
# %% test spread_wrong 1
assert spread([1, 5]) == 5, "this check is wrong, and nobody has noticed"
""",
        wrong="""
# %% mean
def mean(values):
    return sum(values)
# %% spread
def spread(values):
    return 5
""",
        partly="""
# %% mean
def mean(values):
    return np.mean(values) if values else 0
# %% +spread
mean([2, 4])
""",
    ),
    "effects": one(
        """
# What a test sees in one process alone: identity, types, what is forbidden, what is awaited
# %% locked given
import re
from unittest.mock import patch
import numpy as np
data = [3, 1]
# %% solution answers
### BEGIN SOLUTION
def mean(x):
    return x.sum() / len(x)
def copied(x):
    return list(x)
def half(x):
    if isinstance(x, str):
        raise TypeError("a number")
    return x / 2
def is_phone(text):
    return re.fullmatch("[0-9]+", text)
def names(table):
    return table.keys()
async def twice(x):
    return 2 * x
### END SOLUTION
# %% test no_mean 1
with patch("numpy.mean", side_effect=AssertionError):
    assert mean(np.array([1, 2, 3])) == 2
# %% test is_a_copy 1
same = copied(data)
assert same is not data and same == data
# %% test raises 1
try:
    half("4")
except TypeError:
    pass
else:
    raise AssertionError
# %% test truthy 1
assert is_phone("555") and not is_phone("x")
# %% test in_order 1
assert list(names({"zoe": 1, "bob": 2})) == ["zoe", "bob"]
# %% test awaited 1
assert await twice(2) == 4
""",
        wrong="""
# %% answers
def mean(x):
    return np.mean(x)
def copied(x):
    return x
def half(x):
    return TypeError("a number")
def is_phone(text):
    return text
def names(table):
    return set(table)
def twice(x):
    return 2 * x
""",
        partly="""
# %% answers
def mean(x):
    return sum(x) / len(x)
def copied(x):
    data.append(5)
    return x[:]
def half(x):
    return x / 2
def is_phone(text):
    return text.isdigit() and object()
def names(table):
    return [*table]
async def twice(x):
    return x + x
""",
    ),
}


# --- a course that has them ---


def make(root, *names):
    """Put these assignments into a course and release them as `course release` and formgrader's button do.
    COURSE_ROOT must say `root` already.
    """
    document.write_text(root / "nbgrader_config.py", "c = get_config()\n")
    for name in names:
        for each, text in ASSIGNMENTS[name].notebooks.items():
            document.write(notebook(text), root / "source" / name / f"{each or name}.ipynb")
        for each, text in ASSIGNMENTS[name].files.items():
            document.write_text(root / "source" / name / each, text)
        release.release(name)
    return root


def submit(root, name, student, changes):
    """Hand in a notebook of each of an assignment's, with these changes -> the folder."""
    home = root / "submitted" / student / name
    for each, text in ASSIGNMENTS[name].notebooks.items():
        sources = {head.split()[1]: source for head, source in cells(text)}
        released = document.read(root / "release" / name / f"{each or name}.ipynb")
        document.write(handed_in(released, each or name, sources, changes), home / f"{each or name}.ipynb")
    for each, text in ASSIGNMENTS[name].files.items():
        document.write_text(home / each, text)
    return home


def marks(root, name):
    """What the gradebook holds -> {(student, notebook, cell): (points of the check, whether a person has to
    mark it)}.
    """
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        return {
            (submission.student.id, each.name, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in book.assignment_submissions(name)
            for each in submission.notebooks
            for grade in each.grades
        }
