"""Make the checkpoint of 05-four-trainings from the notebook's own answers: `python source/05-four-trainings/checkpoint.py`."""
import numpy as np

from course.authoring import checkpoint
from course.exercise.mistakes import reference
from course.lessons.worlds import life
from course.lessons.worlds.world import BOT, END, LISTS, NUMBER, WORDS, World


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`."""
    replay, chat, answer_mask, few_shot, shares = map(reference, ("replay", "chat", "answer_mask", "few_shot", "shares"))
    texts = [chat(turns) for turns in World(seed=0).conversations(320, np.random.default_rng(2))]
    masks = [answer_mask(row.tolist(), NUMBER[BOT], NUMBER[END]) for row in life.rows(texts)]
    rng, prompts = np.random.default_rng(5), []
    for n in (0, 1, 2, 4):                                               # as in the cell few_shot-try
        for _ in range(120):
            column, drawn = rng.integers(len(LISTS)), rng.choice(list(WORDS), n + 1, replace=False).tolist()
            prompts.append(few_shot([(word, WORDS[word][column]) for word in drawn[:-1]], drawn[-1]))
    N, bill = len(life.newborn().weights), []                            # as the ledger has it in the end: tokens of each stage, operations for each
    for stage, tokens, operations in (("pre-training", 800 * 16 * life.T, 6), ("finetuning", 18 * 12 * life.T, 6), ("post-training: answers", 4 * 320 * 32, 6),
                                      ("post-training: preferences", 15 * 32 * 17, 8)):
        bill.append((stage, operations * N * tokens))
    bills = [shares(bill), shares([("pre-training", 3640), ("post-training: answers", 4.9), ("post-training: preferences", 60)])]
    return {"bills": bills, "replay": [replay(list(range(12)), list(range(12, 24)), share) for share in (.5, .25, 0)], "chats": texts,
            "masks": ["".join("01"[counts] for counts in mask) for mask in masks], "prompts": prompts}


if __name__ == "__main__":
    checkpoint.write("05-four-trainings", make())
