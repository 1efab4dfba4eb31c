"""A GGUF file: every kind of fact comes back as it was written, quantised numbers as the format defines them,
and anything else is refused.
"""

import struct

import numpy as np
import pytest

from course.lessons.models import gguf

NUMBERS = {
    0: ("<B", 255),
    1: ("<b", -128),
    2: ("<H", 65535),
    3: ("<h", -32768),
    4: ("<I", 2**32 - 1),
    5: ("<i", -(2**31)),
    6: ("<f", -0.15625),
    7: ("<B", 1),
    # {kind: (how it is written, an extreme one)}
    10: ("<Q", 2**64 - 1),
    11: ("<q", -(2**63)),
    12: ("<d", 0.1),
}
TEXT, LIST, FLOAT, Q4_1, Q8_0 = 8, 9, 0, 3, 8


def text(letters):
    """A text as the file has it: its length in bytes, and they."""
    return struct.pack("<Q", len(letters.encode())) + letters.encode()


def numbers(kind, *values):
    return b"".join(struct.pack(NUMBERS[kind][0], value) for value in values)


def many(kind, n, content):
    """A list of n facts of one kind as the file has it."""
    return struct.pack("<IQ", kind, n) + content


def file(facts=(), arrays=(), align=32, magic=b"GGUF", version=3):
    """A file of facts (name, kind, bytes) and arrays (name, shape, kind, bytes)."""
    head = magic + struct.pack("<IQQ", version, len(arrays), len(facts))
    head += b"".join(text(name) + struct.pack("<I", kind) + content for name, kind, content in facts)
    body = b""
    for name, shape, kind, content in arrays:
        body += bytes(-len(body) % align)
        head += (
            text(name)
            + struct.pack("<I", len(shape))
            + numbers(10, *shape[::-1])
            + struct.pack("<IQ", kind, len(body))
        )
        body += content
    return head + bytes(-len(head) % align) + body


def fact(kind, content):
    """What one fact is read as."""
    return gguf.read(file([("it", kind, content)]))[0]["it"]


def array(shape, kind, content):
    """What one array is read as."""
    return gguf.read(file(arrays=[("it", shape, kind, content)]))[1]["it"]()


# -- facts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", NUMBERS)
def test_each_kind_of_number_comes_back_at_its_extreme(kind):
    _, value = NUMBERS[kind]
    assert fact(kind, numbers(kind, value)) == value
    assert fact(LIST, many(kind, 3, numbers(kind, 0, value, 0))) == [0, value, 0]


def test_yes_and_no_are_true_and_false():
    assert fact(7, b"\1") is True and fact(7, b"\0") is False


@pytest.mark.parametrize("letters", ["", "llama", "naïve 東京 🙂", "\0\n"])
def test_a_text_comes_back_whatever_its_letters(letters):
    assert fact(TEXT, text(letters)) == letters


def test_lists_may_hold_texts_and_lists_and_nothing():
    assert fact(LIST, many(TEXT, 2, text("a") + text("🙂"))) == ["a", "🙂"]
    assert fact(
        LIST, many(LIST, 3, many(5, 2, numbers(5, 1, -2)) + many(TEXT, 1, text("b")) + many(5, 0, b""))
    ) == [[1, -2], ["b"], []]
    assert fact(LIST, many(LIST, 1, many(LIST, 1, many(4, 1, numbers(4, 7))))) == [[[7]]]


def test_what_follows_a_fact_is_read_from_where_that_one_ends():
    content = file(
        [("a", TEXT, text("é")), ("b", LIST, many(0, 3, numbers(0, 1, 2, 3))), ("c", 12, numbers(12, 0.5))]
    )
    assert gguf.read(content) == ({"a": "é", "b": [1, 2, 3], "c": 0.5}, {})


# -- arrays --------------------------------------------------------------------------------------------------


def half(*values):
    return np.array(values, "<f2").tobytes()


def test_floats_come_back_as_they_are_row_by_row():
    rows = np.array([[1, -2, 0.1], [3e38, 0, -1e-38]], np.float32)
    found = array((2, 3), FLOAT, rows.tobytes())
    assert found.dtype == np.float32 and np.array_equal(found, rows)


def test_q8_0_is_32_whole_numbers_times_a_scale():
    whole = [-128, 127, 0, 1, *range(-14, 14)]
    found = array((32,), Q8_0, half(0.25) + np.array(whole, np.int8).tobytes())
    assert found.dtype == np.float32 and found.tolist() == [0.25 * each for each in whole]


def test_q4_1_is_32_whole_numbers_from_0_to_15_times_a_scale_plus_the_lowest_value():
    whole = [*range(16), *[15, 0, 14, 1, 13, 2, 12, 3, 11, 4, 10, 5, 9, 6, 8, 7]]
    # the lower half of a byte is of the first sixteen
    packed = bytes(low + 16 * high for low, high in zip(whole[:16], whole[16:]))
    found = array((32,), Q4_1, half(0.5, -3) + packed)
    assert found.dtype == np.float32 and found.tolist() == [0.5 * each - 3 for each in whole]


def test_the_scale_of_each_block_is_its_own_and_the_blocks_fill_the_rows_in_order():
    ones = np.ones(32, np.int8).tobytes()
    found = array((2, 64), Q8_0, b"".join(half(scale) + ones for scale in (1, 2, -4, 8)))
    assert found[:, ::32].tolist() == [[1, 2], [-4, 8]] and np.array_equal(
        found[:, :32], np.repeat([[1], [-4]], 32, 1)
    )
    found = array((4, 32), Q4_1, b"".join(half(scale, 100) + b"\x11" * 16 for scale in (1, 2, -4, 8)))
    assert np.array_equal(found, np.repeat([[101], [102], [96], [108]], 32, 1))


def test_rounded_to_five_bits_a_number_is_off_by_half_a_step_at_most():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(40, 32)).astype(np.float32)
    low, step = rows.min(1).astype("<f2"), (np.ptp(rows, axis=1) / 15).astype("<f2")
    whole = np.clip(np.round((rows - low[:, None]) / step[:, None]), 0, 15).astype(np.uint8)
    packed = b"".join(
        half(d, m) + (row[:16] | row[16:] << 4).tobytes() for d, m, row in zip(step, low, whole)
    )
    off = np.abs(array((40, 32), Q4_1, packed) - rows)
    assert len(packed) * 8 == 5 * rows.size and (off < 0.51 * step[:, None] + 0.002).all() and off.max() > 0.1


@pytest.mark.parametrize("align", [32, 64, 8])
def test_arrays_are_found_by_name_where_the_alignment_puts_them(align):
    facts = [("x", TEXT, text("some letters"))] + (
        [] if align == 32 else [("general.alignment", 4, numbers(4, align))]
    )
    arrays = [
        (name, (1,), FLOAT, np.float32(value).tobytes())
        for name, value in (("one", 1), ("two", 2), ("three", 3))
    ]
    _, found = gguf.read(file(facts, arrays, align=align))
    assert {name: get().tolist() for name, get in found.items()} == {"one": [1], "two": [2], "three": [3]}


def test_no_array_is_unpacked_before_it_is_asked_for():
    _, arrays = gguf.read(
        file(arrays=[("unknown", (32,), 2, bytes(18)), ("known", (1,), FLOAT, np.float32(5).tobytes())])
    )
    assert arrays["known"]() == [5]
    with pytest.raises(
        ValueError, match="arrays of kind 2 are not read here: only 32-bit floats, Q4_1 and Q8_0"
    ):
        arrays["unknown"]()


# -- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        file(magic=b"GGML"),
        file(magic=b"FUGG"),
        file(version=2),
        file(version=4),
        file(version=3 << 24),
        b"",
        b"GG",
        b"GGUF",
        b"GGUF\3",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
    ],
)
def test_another_file_or_version_is_refused(content):
    with pytest.raises(ValueError, match="this is no GGUF file of version 3"):
        gguf.read(content)


@pytest.mark.parametrize("kind", [13, 99])
def test_an_unknown_kind_of_fact_is_refused_and_named(kind):
    for content in (file([("it", kind, bytes(8))]), file([("it", LIST, many(kind, 1, bytes(8)))])):
        with pytest.raises(ValueError, match=f"no kind {kind} of fact"):
            gguf.read(content)


def test_a_file_that_ends_too_early_is_refused_wherever_it_ends():
    rest = np.arange(4, dtype=np.float32).tobytes()
    facts = [
        ("a", TEXT, text("letters")),
        ("b", LIST, many(TEXT, 2, text("one") + text("two"))),
        ("c", 12, numbers(12, 0.5)),
    ]
    content = file(facts, [("it", (4,), FLOAT, rest)])
    assert gguf.read(content)[1]["it"]().tolist() == [0, 1, 2, 3]
    for length in range(len(content)):
        with pytest.raises(ValueError):
            gguf.read(content[:length])[1]["it"]()


def test_a_length_beyond_all_bounds_takes_no_memory():
    for content in (struct.pack("<Q", 2**63), many(TEXT, 2**63, b"")):
        with pytest.raises(ValueError, match="ends too early"):
            fact(LIST if len(content) > 8 else TEXT, content)
