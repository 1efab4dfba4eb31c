"""The ways people get 00-start-here wrong, and what to say. One function each; the docstring is the message."""
from course.exercise.mistakes import wrong


@wrong("count_words")
def characters(text):
    """You counted characters. A word has several of them: cut the text at its spaces first, then count the pieces."""
    return len(text)


@wrong("count_words")
def spaces(text):
    """You counted the gaps between the words. Three words in a row have two gaps between them."""
    return text.count(" ")


@wrong("count_words")
def cut_at_each_space(text):
    """Each single space ends a word for you, so two in a row leave an empty one between them. Any stretch of white space is one gap."""
    return len(text.split(" "))


@wrong("count_words")
def different_words(text):
    """You counted the different words. Here `the` counts each time it appears."""
    return len(set(text.split()))


@wrong("count_words")
def words_themselves(text):
    """You returned the words themselves. The task asks how many there are."""
    return text.split()
