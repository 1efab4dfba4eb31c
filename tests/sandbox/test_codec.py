"""What crosses between the student's process and the examiner's, and what does not."""

import collections
import random
import struct
import time
from array import array
from collections import ChainMap, UserDict, UserList
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pytest

from course.sandbox.protocol.codec import Exchange
from course.sandbox.protocol.scalars import Damaged, Refused


def cross(value):
    return Exchange().decode(Exchange().encode(value))


PLAIN = [
    None,
    True,
    False,
    ...,
    0,
    -1,
    10**50,
    -(2**63),
    1.5,
    float("inf"),
    -0.0,
    2j,
    "",
    "naïve 🙂 \ud800",
    b"\0\xff",
    (),
    (1, (2,)),
    frozenset({1, "a"}),
    range(2, 9, 3),
    [],
    [1, [2, [3]]],
    {},
    {"a": [1], (1, 2): None},
    set(),
    {1, 2},
    bytearray(b"ab"),
    collections.deque([1, 2]),
    collections.Counter("abca"),
    Fraction(-1, 3),
    Fraction(10**3000),
    Decimal("0.10"),
    Decimal("-1E+300"),
    Decimal("Infinity"),
    np.longdouble(".1"),
]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_data_arrives_as_it_was_sent(value):
    assert cross(value) == value and type(cross(value)) is type(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3),
        np.arange(6).reshape(2, 3).T,
        np.array(7),
        np.zeros((0, 3)),
        np.array(["a", "längst"]),
        np.array([b"x"]),
        np.array([True, False]),
        np.array([1, 2], ">i4"),
        np.array([1 + 2j]),
        np.array(["2026-01-01"], "M8[D]"),
        np.float16([1, 2]),
    ],
    ids=repr,
)
def test_arrays_arrive_with_dtype_and_shape(array):
    there = cross(array)
    assert (
        there.dtype == array.dtype
        and there.shape == array.shape
        and (there == array).all()
        and there.flags.writeable
    )


def test_numpy_numbers_that_python_has_arrive_as_pythons_own():
    assert [type(v) for v in cross((np.int64(1), np.float64(0.5), np.bool_(True), np.str_("a")))] == [
        int,
        float,
        bool,
        str,
    ]


class Agreeable(int):
    __eq__ = __ne__ = lambda self, other: True
    __hash__ = int.__hash__


class Third(Fraction):
    numerator = denominator = property(lambda self: 1)
    __eq__ = lambda self, other: True
    __hash__ = Fraction.__hash__


class Half(Decimal):
    __str__ = lambda self: "1"


class Sly(list):
    def __iter__(self):
        return iter([42])

    def __len__(self):
        return 1


def test_a_subclass_arrives_as_its_base_by_the_bases_methods():
    assert type(cross(Agreeable(3))) is int and cross(Agreeable(3)) != 4
    assert cross(Sly([1, 2])) == [1, 2]
    assert type(cross(Third(1, 3))) is Fraction and cross(Third(1, 3)) == Fraction(1, 3)
    assert type(cross(Half(".5"))) is Decimal and cross(Half(".5")) == Decimal(".5")
    assert type(cross(collections.defaultdict(int, a=1))) is dict
    assert type(cross(collections.namedtuple("P", "x y")(1, 2))) is tuple
    assert type(cross(np.matrix([[1]]))) is np.ndarray


def test_what_is_one_object_there_is_one_object_here():
    a = [1]
    x, y = cross([a, a])
    assert x is y
    loop = []
    loop.append(loop)
    assert (here := cross(loop))[0] is here


@pytest.mark.parametrize(
    "change, argument",
    [
        (lambda x: x.append(3), [1, 2]),
        (lambda x: x.update(b=2), {"a": 1}),
        (lambda x: x[0].append(1), [[]]),
        (lambda x: x.clear(), {1, 2}),
        (lambda x: x.__setitem__(0, 9), bytearray(b"ab")),
        (lambda x: x.__setitem__((0, 0), 5.0), np.zeros((2, 2))),
        (lambda x: x.subtract("a"), collections.Counter("aab")),
    ],
)
def test_an_argument_that_the_callee_changes_is_changed_for_the_caller(change, argument):
    caller, callee = Exchange(), Exchange()
    there = callee.decode(caller.encode((argument,)))[0]
    change(there)
    caller.decode(callee.encode(None))
    assert repr(argument) == repr(there)


def test_an_array_that_the_callee_gives_another_shape_has_it_for_the_caller_too():
    array = np.arange(6)
    caller, callee = Exchange(), Exchange()
    theirs = callee.decode(caller.encode(array))
    theirs.shape = 2, 3
    theirs[0] = 9
    caller.decode(callee.encode(None))
    assert array.tolist() == [[9, 9, 9], [3, 4, 5]]


@pytest.mark.parametrize(
    "shape", [(7,), (-1, 6), (-2, -3), (2, 2), (True, 6), (2.0, 3), (1,) * 33 + (6,)], ids=repr
)
def test_an_array_takes_no_shape_in_which_it_has_not_its_own_items(shape):
    array = np.arange(6)
    caller = Exchange()
    caller.encode(array)
    body = b"A" + struct.pack("<I", 3) + array.dtype.str.encode() + Exchange().items(shape) + array.tobytes()
    with pytest.raises(Damaged):
        caller.decode(struct.pack("<III", 1, 0, len(body)) + body + b"N")
    assert array.tolist() == [0, 1, 2, 3, 4, 5]


def test_views_of_an_array_see_the_change():
    array = np.zeros(4)
    view = array[1:]
    caller, callee = Exchange(), Exchange()
    callee.decode(caller.encode(array))[2] = 7
    caller.decode(callee.encode(None))
    assert view[1] == 7


def test_a_result_that_is_an_argument_comes_back_as_that_argument():
    argument = {"deep": []}
    caller, callee = Exchange(), Exchange()
    there = callee.decode(caller.encode((argument,)))[0]
    result = caller.decode(callee.encode((there, there["deep"])))
    assert result[0] is argument and result[1] is argument["deep"]


def test_random_generators_come_back_advanced():
    for ours, twin in (
        (np.random.default_rng(5), np.random.default_rng(5)),
        (random.Random(5), random.Random(5)),
    ):
        caller, callee = Exchange(), Exchange()
        there = callee.decode(caller.encode((ours,)))[0]
        assert there.random() == twin.random()
        caller.decode(callee.encode(None))
        assert ours.random() == twin.random()


def test_an_unchanged_argument_is_not_sent_back():
    caller, callee = Exchange(), Exchange()
    callee.decode(caller.encode((list(range(1000)),)))
    assert len(callee.encode(None)) < 20


@pytest.mark.parametrize(
    "value",
    [
        object(),
        len,
        (x for x in "ab"),
        np.array([object()]),
        np.zeros(1, [("a", "i4")]),
        type,
        np.random.Generator(np.random.MT19937(1)),
    ],
    ids=lambda v: type(v).__name__,
)
def test_anything_else_is_refused_with_a_sentence(value):
    with pytest.raises(Refused, match="return|cross|use"):
        Exchange().encode([value])


@pytest.mark.parametrize(
    "value, arrives",
    [
        ({1: 2}.values(), [2]),
        (UserList([1]), [1]),
        (UserDict({1: 2}), {1: 2}),
        (ChainMap({1: 2}, {3: 4}), {1: 2, 3: 4}),
        (MappingProxyType({1: 2}), {1: 2}),
        (array("q", [1]), [1]),
        (memoryview(b"a"), [97]),
    ],
    ids=lambda v: type(v).__name__,
)
def test_what_a_reader_would_call_a_list_or_a_dict_arrives_as_one(value, arrives):
    assert cross(value) == arrives and type(cross(value)) is type(arrives)


def test_tuples_nested_too_deep_are_refused_and_lists_may_be_deep():
    deep, flat = (), []
    for _ in range(3000):
        deep, flat = (deep,), [flat]
    with pytest.raises(Refused, match="nested"):
        Exchange().encode(deep)
    Exchange().decode(Exchange().encode(flat))


def test_the_same_value_is_the_same_bytes():
    value = {"a": [1, 2.0, ("x",)], "b": np.arange(3)}
    assert Exchange().encode(value) == Exchange().encode(value)


def test_no_cut_or_flipped_byte_does_more_than_raise_or_give_plain_data():
    honest = Exchange().encode(
        [
            {"a": (1, 2.5, "text", b"x")},
            np.arange(5),
            {1, 2},
            bytearray(b"abc"),
            10**30,
            range(3),
            Fraction(1, 3),
            Decimal(".1"),
            np.float32(0.1),
        ]
    )
    plain = (
        Fraction,
        Decimal,
        np.float32,
        np.float16,
        np.complex64,
        np.longdouble,
        np.clongdouble,
        list,
        dict,
        np.ndarray,
        set,
        bytearray,
        int,
        range,
        tuple,
        str,
        bytes,
        float,
        complex,
        bool,
        type(None),
        type(...),
        frozenset,
        collections.deque,
        collections.Counter,
    )
    rng = random.Random(1)
    for _ in range(3000):
        forged = bytearray(honest[: rng.randrange(len(honest) + 1)] if rng.random() < 0.3 else honest)
        for _ in range(rng.randrange(1, 4)):
            if forged:
                forged[rng.randrange(len(forged))] = rng.randrange(256)
        try:
            got = Exchange().decode(bytes(forged))
        except Exception:
            continue
        assert type(got) in plain


@pytest.mark.parametrize(
    "forged",
    [
        b"\xff\xff\xff\xff",
        struct.pack("<I", 0) + b"(" + b"\xff\xff\xff\x7f",
        struct.pack("<I", 0) + b"@" + struct.pack("<I", 5),
        struct.pack("<I", 0) + b"s" + struct.pack("<I", 2**32 - 1),
        struct.pack("<I", 0) + b"(\1\0\0\0" * 500 + b"N",
        struct.pack("<III", 1, 7, 5) + b"L\0\0\0\0N",
        struct.pack("<I", 0) + b"NN",
        struct.pack("<I", 0) + b"l\0\0\0\0\0\0\0\0",
        b"",
    ],
    ids=repr,
)
def test_forged_bytes_raise(forged):
    with pytest.raises((Damaged, IndexError, struct.error)):
        Exchange().decode(forged)


def test_an_array_larger_than_its_bytes_raises_before_it_is_made():
    for dtype, shape in (
        ("<f8", (10**12,)),
        ("<U0", (2**60,)),
        ("|O8", (1,)),
        ("<f8", (-1, -1)),
        ("<U9", (2**40, 0, 2**40)),
    ):
        body = b"A" + struct.pack("<I", len(dtype)) + dtype.encode() + Exchange().items(shape)
        with pytest.raises((Damaged, ValueError)):
            Exchange().decode(struct.pack("<III", 1, 0, len(body)) + body + b"@\0\0\0\0")


@pytest.mark.parametrize(
    "value",
    [
        Fraction(1, 10**5000),
        Fraction(10**5000),
        Decimal("1E+999999"),
        Decimal("1E-999999"),
        Decimal("0E+999999"),
        Decimal("1" * 9000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_number_that_takes_long_to_reckon_with_crosses_in_neither_direction(value):
    with pytest.raises(Refused, match="more than 4,000 digits cannot cross: return a float"):
        cross(value)


@pytest.mark.parametrize(
    "forged",
    [
        b"qN" + Exchange().inline(1),
        b"q" + Exchange().inline(1) * 1 + Exchange().inline(0),
        b"q" + Exchange().inline(1) + Exchange().inline(-1),
        b"q" + Exchange().inline(1 << 20_000) + Exchange().inline(1),
        b"qT" + Exchange().inline(1),
        b"q" * 10**5,
        b"d\1\0\0\0x",
        b"d\0\0\0\0",
        b"d\x0c\0\0\x001E+999999999",
        b"d\2\0\0\0\xff\xff",
        b"n\3\0\0\0<f8\10\0\0\0" + bytes(8),
        b"n\3\0\0\0<f4\3\0\0\0abc",
        b"n\2\0\0\0|O\10\0\0\0" + bytes(8),
    ],
    ids=repr,
)
def test_a_forged_number_raises(forged):
    with pytest.raises((Damaged, Refused, RecursionError)):
        Exchange().decode(struct.pack("<I", 0) + forged)


@pytest.mark.slow
def test_keys_made_to_collide_and_endless_ranges_cross_in_neither_direction():
    colliding = [k * (2**61 - 1) for k in range(3000)]
    for value in set(colliding), dict.fromkeys(colliding), range(10**12), range(0, -(10**30), -1):
        with pytest.raises(Refused):
            Exchange().encode(value)
    items = Exchange().encode(colliding)
    for body in b"S", b"D":  # the same bytes as a set, and as a dict
        with pytest.raises(TypeError):
            Exchange().decode(items.replace(b"L", body, 1))
    assert cross(range(10**6)) == range(10**6) and len(cross(set(range(10**5)))) == 10**5


# --- what is shared, and what is too much ---


def doubled(value, times, wrap=lambda *twice: [*twice]):
    for _ in range(times):
        value = wrap(value, value)
    return value


def in_itself(*others, last=()):
    loop = [*others]
    loop += [loop, *last]
    return loop


WITHOUT_END = {
    "lists": doubled([], 60),
    "dicts": doubled({}, 60, lambda a, b: {1: a, 2: b}),
    "in tuples": doubled([], 40, lambda a, b: [(a, (b,))]),
    "a text, many times": doubled(["x" * 1_000_000], 10),
    "in a root": (list(range(3000)),) * 1000,
    "an array": [np.zeros(1_000_000)] * 100,
    "deques": doubled([], 60, lambda a, b: collections.deque([a, b])),
    "round and round": in_itself(list(range(5000))),
    "round and round through another": in_itself({1: list(range(5000)), 2: [doubled([], 11)]}),
}


@pytest.mark.parametrize("value", WITHOUT_END.values(), ids=WITHOUT_END)
def test_what_would_take_for_ever_to_walk_through_is_refused_at_once_and_never_accepted(value, monkeypatch):
    start = time.process_time()
    with pytest.raises(Refused, match="return less"):
        Exchange().encode(value)
    with monkeypatch.context() as patch:
        patch.setattr(Exchange, "can_be_walked", lambda *_: True)
        forged = Exchange().encode(value)
    with pytest.raises(Damaged):
        Exchange().decode(forged)
    assert time.process_time() - start < 2


def test_an_argument_into_which_something_endless_is_put_is_refused(monkeypatch):
    for trusts_itself in False, True:
        caller, callee = Exchange(), Exchange()
        callee.decode(caller.encode(([],)))[0].append(doubled([], 60))
        if trusts_itself:
            monkeypatch.setattr(callee, "can_be_walked", lambda _: True)
        with pytest.raises(Damaged if trusts_itself else Refused):
            caller.decode(callee.encode(None))


@pytest.mark.slow
@pytest.mark.parametrize(
    "value",
    [
        doubled((), 60),
        doubled(frozenset([1]), 60, lambda a, b: (a, b)),
        doubled(("x" * 1_000_000,), 30),
        list(range(2_100_000)),
    ],
    ids=["tuples", "sets", "a text", "a list"],
)
def test_more_than_can_be_sent_is_refused_before_it_is_made(value):
    start = time.process_time()
    with pytest.raises(Refused, match="return less"):
        Exchange().encode(value)
    assert time.process_time() - start < 10


def test_what_is_shared_as_people_share_things_crosses():
    words, weights = [f"word {n}" for n in range(10_000)], np.zeros(1_000_000)
    tree = {"name": "root", "children": []}
    tree["children"] = [{"name": n, "parent": tree, "words": words, "children": []} for n in range(50)]
    for value in (
        [[0] * 5] * 10_000,
        {"tied": weights, "head": weights},
        doubled([1], 15),
        in_itself(1, last=[words]),
        tree,
        {n: words for n in range(50)},
    ):
        there = Exchange().decode(Exchange().encode(value))
        assert type(there) is type(value) and len(there) == len(value)


@pytest.mark.slow
def test_an_argument_that_is_large_may_come_back():
    caller, callee = Exchange(), Exchange()
    large = [[n] for n in range(30_000)]
    there = callee.decode(caller.encode((large,)))[0]
    assert caller.decode(callee.encode((there, 1)))[0] is large


@pytest.mark.parametrize("value", [np.float16("inf"), np.float32(2**24), np.complex64(1j)])
def test_a_coarse_number_arrives_as_pythons_own_since_numpy_would_round_what_it_is_compared_with(value):
    assert type(cross(value)) in (float, complex) and cross(value) == value
