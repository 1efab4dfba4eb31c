"""The ways people get 00-start-here wrong, and what to say."""
from course.exercise.mistakes import edit, instead

count_words = {
    "You counted characters. A word has several of them: cut the text at its spaces first, then count the pieces.":
        edit("text.split()", "text"),
    "You counted the gaps between the words. Three words in a row have two gaps between them.":
        instead("text.count(' ')"),
    "Each single space ends a word for you, so two in a row leave an empty one between them. Any stretch of white space is one gap.":
        edit("split()", "split(' ')"),
    "You counted the different words. Here `the` counts each time it appears.":
        edit("text.split()", "set(text.split())"),
    "You returned the words themselves. The task asks how many there are.":
        instead("text.split()"),
}
