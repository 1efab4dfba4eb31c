"""Make the checkpoint of 01b-bytes from the notebook's own answers: `python source/01b-bytes/checkpoint.py`."""
import tiktoken

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons import texts


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    cost, pages = reference("cost"), texts.paragraphs().values()
    encodings = map(tiktoken.get_encoding, ("cl100k_base", "o200k_base"))
    sizes = [1_000_000 * len(encoding.encode(page)) for encoding in encodings for page in pages]
    return {"cost_of_a_million_requests": [cost(n, n, 2, 8) for n in sizes]}


if __name__ == "__main__":
    checkpoint.write("01b-bytes", make(), indent=1, ensure_ascii=False)
