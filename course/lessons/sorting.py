"""Tasks put on shelves, by their numbers: how a student writes down a sorting of many.

>>> shelved(3, top=[2], below=[1])
{1: 'below', 2: 'top', 3: 'no shelf'}
"""


def shelved(n, **shelves):
    """Tasks 1 to n that were put on shelves -> {task: shelf}.

    A task on two shelves gets both names, one on none "no shelf", or `...` while a shelf is still `...`.
    ValueError for a shelf that is no list of tasks.
    """
    found = {task: [] for task in range(1, n + 1)}
    for shelf, tasks in shelves.items():
        if tasks is ...:
            continue
        if not isinstance(tasks, (list, tuple, set, range)):
            raise ValueError(
                f"`{shelf}` is {tasks!r}. The numbers of the tasks belong in square brackets, with commas between them: [2, 5, 11]"
            )
        for task in dict.fromkeys(tasks):
            if isinstance(task, bool) or task not in found:
                quoted = ". Write the numbers without quotes" * isinstance(task, str)
                raise ValueError(
                    f"`{shelf}` holds {task!r}, which is not one of the numbers 1 to {n}{quoted}"
                )
            found[task].append(shelf)
    none = ... if any(tasks is ... for tasks in shelves.values()) or not any(found.values()) else "no shelf"
    return {task: " and ".join(on) or none for task, on in found.items()}
