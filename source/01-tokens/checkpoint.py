"""Make the checkpoint of 01-tokens from the notebook's own answers: `python source/01-tokens/checkpoint.py`."""
from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons import texts


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    words_per_token = reference("words_per_token")
    passages = {genre: some for genre, some in texts.genres().items() if len(some) > 1}
    rates = {genre: [words_per_token(text, "cl100k_base") for text in some] for genre, some in passages.items()}
    return {"words_per_token": rates}


if __name__ == "__main__":
    checkpoint.write("01-tokens", make(), indent=1, ensure_ascii=False)
