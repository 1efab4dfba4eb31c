"""course.plug_in: a student's function enters the course's machines once it does what it should, and not before."""
import numpy as np
import pytest

from course.plug_in import plug_in


def batch(ids, starts, T):
    return [ids[s:s + T] for s in starts], [ids[s + 1:s + 1 + T] for s in starts]


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def gradient(P, targets):
    return (P - np.eye(P.shape[1])[targets]) / len(targets)


RIGHT = {"batch": batch, "softmax": softmax, "gradient": gradient}


def test_right_functions_are_taken_under_the_names_that_train_knows(capsys):
    assert plug_in(**RIGHT) == {"batch_of": batch, "softmax": softmax, "gradient": gradient}
    assert capsys.readouterr().out == "batch: yours. softmax: yours. gradient: yours.\n"


def not_written(*_):
    raise NotImplementedError()


@pytest.mark.parametrize("name", RIGHT)
def test_one_that_is_not_written_yet_is_left_to_the_course(name, capsys):
    assert len(plug_in(**RIGHT | {name: not_written})) == 2
    assert f"{name}: not written yet, so the course's own" in capsys.readouterr().out


@pytest.mark.parametrize("name, wrong", [
    ("batch", lambda ids, starts, T: (batch(ids, starts, T)[0],) * 2),
    ("batch", lambda ids, starts, T: batch(ids, sorted(starts), T)),
    ("softmax", lambda logits: softmax(logits.T).T),
    ("softmax", lambda logits: 1 / 0),
    ("gradient", lambda P, targets: -gradient(P, targets)),
    ("gradient", lambda P, targets: gradient(P, targets) * len(targets)),
    ("gradient", lambda P, targets: None)])
def test_one_that_is_not_right_yet_is_left_to_the_course(name, wrong, capsys):
    assert name not in " ".join(plug_in(**RIGHT | {name: wrong}))
    assert f"{name}: not right yet, so the course's own" in capsys.readouterr().out
