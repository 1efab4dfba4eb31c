"""Tasks put on shelves, by their numbers: how a student writes down a sorting of many. And some to practise on, with an answer at once.

    >>> shelved(3, top=[2], below=[1])
    {1: 'below', 2: 'top', 3: 'no shelf'}
"""
import tomllib
from string import ascii_lowercase

from course import data
from course.guess import your_guess


def shelved(n, later=(), **shelves):
    """Tasks 1 to n that were put on shelves -> {task: shelf}.

    A task on two shelves gets both names, one on none "no shelf", or `...` while a shelf is still `...`. ValueError for a shelf that is no list of tasks.
    later: tasks that may stay open; while none of them is on a shelf, they get `...`.
    """
    found = {task: [] for task in range(1, n + 1)}
    for shelf, tasks in shelves.items():
        if tasks is ...:
            continue
        if not isinstance(tasks, (list, tuple, set, range)):
            raise ValueError(f"`{shelf}` is {tasks!r}. The numbers of the tasks belong in square brackets, with commas between them: [2, 5, 11]")
        for task in dict.fromkeys(tasks):
            if isinstance(task, bool) or task not in found:
                raise ValueError(f"`{shelf}` holds {task!r}, which is none of the numbers 1 to {n}. A number stands there without quotes, and a comma after it")
            found[task].append(shelf)
    none = ... if any(tasks is ... for tasks in shelves.values()) or not any(found.values()) else "no shelf"
    open_still = set() if any(found[task] for task in later) else set(later)
    return {task: " and ".join(on) or (... if task in open_still else none) for task, on in found.items()}


def trial(name, guesses):
    """Print for each task to practise on ("layers", "roles" or "ways") the guess, the shelf where it belongs, and why.

    guesses: a list of shelves in the order of the tasks; None, or nothing, is no guess yet.
    """
    tasks = tomllib.loads(data.read("helpdesk/trials.toml").decode("utf-8"))[name]
    shelves = {each["shelf"] for each in tasks} | ({"prompt"} if name == "ways" else set())
    several = list(guesses) if isinstance(guesses, (list, tuple)) else [guesses]
    for letter, each, guess in zip(ascii_lowercase, tasks, several + [None] * len(tasks)):
        odd = " (that is none of them)" if your_guess(guess).startswith("your") and guess not in shelves else ""
        print(f"{letter}  {each['task']}\n   {your_guess(guess)}{odd} - {each['shelf']}. {each['why']}")
