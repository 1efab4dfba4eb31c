"""Make the checkpoint of 01-tokens from the notebook's own answers: `python source/01-tokens/checkpoint.py`."""
import tiktoken

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons import texts

ENCODINGS = "r50k_base", "cl100k_base", "o200k_base"


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    words_per_token, split, ing_share, cost = map(reference, ("words_per_token", "split", "ing_share", "cost"))
    words = [word for word, _ in texts.ing_words()]
    bill = {}
    for name in ENCODINGS:
        tokens = {language: 1_000_000 * len(tiktoken.get_encoding(name).encode(text)) for language, text in texts.paragraphs().items()}
        bill[name] = {language: cost(n, n, 2, 8) for language, n in tokens.items()}
    return {
        "words_per_token": {name: {genre: [words_per_token(text, name) for text in passages]
                                   for genre, passages in texts.genres().items()} for name in ENCODINGS},
        "ing_share": {name: {space: ing_share([split(space + word, name) for word in words]) for space in ("", " ")} for name in ENCODINGS},
        "cost_of_a_million_requests": bill,
    }


if __name__ == "__main__":
    checkpoint.write("01-tokens", make(), indent=1, ensure_ascii=False)
