"""Other right answers to 06b-monday-nine: what must get full marks as well."""

from course.exercise.mistakes import right, right_value


@right("seconds")
def one_fraction(tokens_in, tokens_out, reading, writing):
    return (tokens_in * writing + tokens_out * reading) / (reading * writing)


@right("seconds")
def token_by_token(tokens_in, tokens_out, reading, writing):
    total = tokens_in / reading
    for _ in range(tokens_out):
        total += 1 / writing
    return total


@right("servers")
def by_integer_division(per_hour, seconds_each, busy):
    work, may = per_hour * seconds_each, busy * 3600
    count = int(work // may)
    if count * may < work or count == 0:
        count += 1
    return count


@right("servers")
def counted_up(per_hour, seconds_each, busy):
    count = 1
    while count * 3600 * busy < per_hour * seconds_each:
        count += 1
    return count


SHELVES = dict(enumerate(("infrastructure application model".split()[letter] for letter in (2, 1, 0, 2, 2, 1, 0, 0, 1, 2, 0, 1)), 1))
right_value("layers", SHELVES)
right_value("layers", dict(sorted(SHELVES.items(), reverse=True)))
