"""Sound as numbers: in 256 steps a quiet sound keeps much more of itself if small numbers get more of them,
and a loud one less.
"""

import inspect

import numpy as np
import pytest

from course.lessons.worlds import sound
from course.lessons.worlds.sound import RATE, heard, melody, quality, tone

STEPS = ("equal", "mu-law")


def ladder(steps):
    """The values that a sound can come back as, from the definition: equal ones, or x with sign(x) ln(1 + 255
    |x|) / ln 256 equal.
    """
    equal = 2 * np.arange(256) / 255 - 1
    return equal if steps == "equal" else np.sign(equal) * (256 ** abs(equal) - 1) / 255


def noise(n=20_000, amplitude=1.0):
    return np.random.default_rng(0).uniform(-amplitude, amplitude, n)


# -- 256 steps -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amplitude, equal, mu_law", [(0.01, 9.3, 33.7), (0.9, 49.0, 37.3)])
def test_a_whisper_is_better_in_mu_law_and_a_shout_in_equal_steps(amplitude, equal, mu_law):
    one = tone(amplitude)
    assert [quality(one, heard(one, steps)) for steps in STEPS] == pytest.approx([equal, mu_law], abs=0.05)
    assert all(figure in sound.__doc__ for figure in ("9.3", "33.7"))


def test_mu_law_keeps_its_quality_over_a_hundredfold_of_amplitude_and_equal_steps_do_not():
    found = {
        steps: [
            quality(tone(amplitude), heard(tone(amplitude), steps))
            for amplitude in (0.01, 0.03, 0.1, 0.3, 0.9)
        ]
        for steps in STEPS
    }
    assert np.ptp(found["mu-law"]) < 5 and np.ptp(found["equal"]) > 35


def test_a_whisper_uses_4_equal_steps_or_54_of_mu_law():
    assert [len(np.unique(heard(tone(0.01), steps))) for steps in STEPS] == [4, 54]


@pytest.mark.slow
@pytest.mark.parametrize("steps", STEPS)
def test_each_number_comes_back_as_the_nearest_of_256(steps):
    values, xs = ladder(steps), np.concatenate([noise(), noise() ** 9])  # among them many that are very quiet
    again = heard(xs, steps)
    assert np.allclose(np.unique(again), values, atol=1e-12)
    assert np.allclose(abs(again - xs), abs(values - xs[:, None]).min(1), atol=1e-12)


@pytest.mark.parametrize("steps", STEPS)
def test_what_is_heard_stays_within_the_loudest_whatever_comes_in(steps):
    xs = np.array([-np.inf, -7, -1, 1, 1.001, 1e9])
    assert heard(xs, steps).tolist() == pytest.approx([-1, -1, -1, 1, 1, 1])
    assert abs(heard(3 * noise(), steps)).max() <= 1


@pytest.mark.parametrize("steps", STEPS)
def test_a_second_copy_changes_nothing_more_and_the_sound_itself_is_left_alone(steps):
    xs = noise()
    before, once = xs.copy(), heard(xs, steps)
    assert np.array_equal(heard(once, steps), once) and np.array_equal(xs, before)


@pytest.mark.parametrize("steps", STEPS)
def test_louder_is_never_heard_as_quieter_and_the_other_side_is_the_mirror_image(steps):
    xs = np.sort(noise())
    assert (np.diff(heard(xs, steps)) >= 0).all() and np.allclose(
        heard(-xs, steps), -heard(xs, steps), atol=1e-12
    )


@pytest.mark.parametrize("steps", ["mu", "Equal", "", None, 256])
def test_there_are_no_other_steps(steps):
    with pytest.raises(ValueError, match='the steps are "equal" or "mu-law", not '):
        heard(tone(0.1), steps)


# -- quality -------------------------------------------------------------------------------------------------


def test_ten_times_the_power_is_10_decibels_and_a_hundred_times_20():
    xs = noise()
    for decibels in (0, 10, 20, 47.5, -6):
        assert quality(xs, xs + 10 ** (-decibels / 20) * xs[::-1]) == pytest.approx(decibels)


def test_quality_does_not_hang_on_how_loud_both_are_together():
    xs, again = noise(), heard(noise(), "equal")
    assert quality(5 * xs, 5 * again) == pytest.approx(quality(xs, again)) and isinstance(
        quality(xs, again), float
    )


# -- what one hears ------------------------------------------------------------------------------------------


def pitch_of(xs):
    """The strongest frequency below a thousand hertz, in hertz."""
    strength = abs(np.fft.rfft(xs * np.hanning(len(xs)), 8 * len(xs)))
    at = np.fft.rfftfreq(8 * len(xs), 1 / RATE)
    return at[np.argmax(strength * ((at > 100) & (at < 1_000)))]


@pytest.mark.parametrize("pitch", [110, 440, 880])
def test_a_tone_has_its_amplitude_its_pitch_and_its_length(pitch):
    one = tone(0.3, seconds=2, pitch=pitch)
    assert (
        one.shape == (2 * RATE,)
        and one[0] == 0
        and 0.299 < abs(one).max() <= 0.3
        and pitch_of(one) == pytest.approx(pitch, abs=1)
    )


@pytest.mark.parametrize("amplitude", [0.01, 0.9, 1])
def test_a_melody_is_as_loud_as_asked_and_the_same_every_time(amplitude):
    one = melody(amplitude)
    assert abs(one).max() == pytest.approx(amplitude) and np.array_equal(one, melody(amplitude))
    assert np.allclose(one / amplitude, melody(1))


@pytest.mark.parametrize("each", [0.25, 0.1])
def test_a_melody_is_as_long_as_its_notes_and_two_more_that_die_away(each):
    pitches = (262, 330, 392)
    one = melody(1, pitches, each)
    assert len(one) == (len(pitches) + 2) * int(each * RATE) and np.isfinite(one).all()
    last = int(each * RATE)
    assert np.square(one[-last:]).sum() < np.square(one[-3 * last : -2 * last]).sum() / 2


def test_each_note_of_a_melody_has_its_pitch():
    pitches = inspect.signature(melody).parameters["pitches"].default
    for pitch in pitches:
        # a string is a whole number of samples long
        assert pitch_of(melody(1, (pitch,), each=0.5)) == pytest.approx(pitch, rel=0.03)
    assert len(melody(1)) == (len(pitches) + 2) * RATE // 4


def test_a_melody_in_equal_steps_is_worse_than_in_mu_law_when_it_is_quiet():
    equal, mu_law = (quality(melody(0.02), heard(melody(0.02), steps)) for steps in STEPS)
    assert mu_law > equal + 10
