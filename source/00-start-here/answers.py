"""Other right answers to 00-start-here: each must get full marks."""
import re

from course.exercise.mistakes import right


@right("count_words")
def by_pattern(text):
    return len(re.findall(r"\S+", text))


@right("count_words")
def by_walking(text):
    words, inside = 0, False
    for letter in text:
        words += not letter.isspace() and not inside
        inside = not letter.isspace()
    return words
