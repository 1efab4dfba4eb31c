"""A good little assignment, as text; tests break it by small edits and read as a specification of what may
not be broken.
"""

from course.authoring import scaffold
from course.notebook import document

NOTEBOOK = '''
# %% text intro
# Mini
Merging turns `1 2` into one new id. ![two boxes become one](merge.png)

# %% code picture
from course.figures.pictures import show, subplots
fig, ax = subplots()
ax.plot([0, 1, 2], [3, 2, 2])
ax.set(title="Merging makes texts shorter", xlabel="merges", ylabel="length (ids)")
show(fig, alt="A line that falls from 3 ids to 2 with the first merge.")

# %% text merge-task
**Exercise 1 · Merge (3 points).** Write `merge(ids, pair, new_id)`.

# %% solution merge
def merge(ids, pair, new_id):
    """Replace each `pair` in `ids` by `new_id`, from left to right."""
    ### BEGIN SOLUTION
    merged, i = [], 0
    while i < len(ids):
        hit = tuple(ids[i:i + 2]) == pair
        merged.append(new_id if hit else ids[i])
        i += 1 + hit
    return merged
    ### END SOLUTION

# %% test merge-test 3
from course.check import grading

with grading("01-mini/merge") as g:
    assert merge([1, 2, 3, 1, 2], (1, 2), 4) == [4, 3, 4]
    assert merge([1, 1, 1], (1, 1), 2) == [2, 1]
    ### BEGIN HIDDEN TESTS
    for _ in range(20):
        ids, pair = g.ids(), g.pair()
        want = list(ids)
        for i in range(len(want)):                  # what follows a hit moves up, so i looks at it next
            if tuple(want[i:i + 2]) == pair:
                want[i:i + 2] = [99]
        assert merge(ids, pair, 99) == want
        assert g.unchanged()
    ### END HIDDEN TESTS

# %% text cooking_split-task
**Exercise 2 · Cooking split (1 point).** Name the tokens of `cooking`.

# %% solution cooking_split
### BEGIN SOLUTION
cooking_split = ["co", "oking"]
### END SOLUTION

# %% test cooking_split-test 1
from course.check import grading

with grading("01-mini/cooking_split") as g:
    assert "".join(cooking_split) == "cooking"
    ### BEGIN HIDDEN TESTS
    assert list(cooking_split) == ["co", "oking"]
    ### END HIDDEN TESTS

# %% task written 4
Why not words?

### BEGIN MARK SCHEME
One point for each reason.
### END MARK SCHEME
'''

MISCONCEPTIONS = '''
from course.exercise.mistakes import reference, wrong, wrong_value

@wrong("merge")
def overlapping(ids, pair, new_id):
    """You used the middle 1 twice: step over two."""
    return [new_id if tuple(ids[i:i + 2]) == pair else ids[i] for i in range(len(ids))]

@wrong("merge")
def stops_early(ids, pair, new_id):
    """The last id still belongs in the result."""
    return reference("merge")(ids[:-1], pair, new_id)

@wrong("merge")
def in_place(ids, pair, new_id):
    """The caller still needs its list: build a new one."""
    ids[:] = reference("merge")(ids, pair, new_id)
    return ids

wrong_value("cooking_split", ["cook", "ing"], "That is GPT-2's way: run the other encoding and look.")
wrong_value("cooking_split", ["cooking"], "With a space before it, yes: look at the start of a text.")
wrong_value("cooking_split", list("cooking"), "Those are characters, which come before any merge.")
'''

ANSWERS = """
import numpy as np

from course.exercise.mistakes import right, right_value

@right("merge")
def with_a_flag(ids, pair, new_id):
    merged, spent = [], False
    for left, right in zip(ids, ids[1:] + [None]):
        if spent:
            spent = False
        else:
            spent = (left, right) == pair
            merged.append(new_id if spent else left)
    return merged

@right("merge")
def by_recursion(ids, pair, new_id):
    if not ids:
        return []
    hit = tuple(ids[:2]) == pair
    return [new_id if hit else ids[0]] + by_recursion(ids[1 + hit:], pair, new_id)

right_value("cooking_split", ("co", "oking"))
right_value("cooking_split", np.array(["co", "oking"]))
"""


def notebook(text=NOTEBOOK):
    """Cells headed `# %% kind id [points]` -> notebook."""
    return scaffold.notebook(text)


def course(folder, nb=None, misconceptions=MISCONCEPTIONS, answers=ANSWERS):
    """A course's folder with source/01-mini/ in it -> the folder."""
    source = folder / "source" / "01-mini"
    document.write(notebook() if nb is None else nb, source / "01-mini.ipynb")
    document.write_text(source / "misconceptions.py", misconceptions)
    document.write_text(source / "answers.py", answers)
    document.write_text(folder / "nbgrader_config.py", "")
    return folder
