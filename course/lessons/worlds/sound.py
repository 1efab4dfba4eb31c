"""Sound as numbers: how far the air is pushed, so many times a second; and what is left of it after 256
steps.

    >>> quiet = tone(.01)
    >>> quality(quiet, heard(quiet, "equal")), quality(quiet, heard(quiet, "mu-law"))
    (9.3…, 33.7…)

mu-law spreads 256 steps so that quiet sounds get most of them: telephones have used it since the 1970s (ITU-T
G.711, here without its pieces of straight line), and WaveNet generated speech with it, one step after the
other (A. van den Oord et al., 2016).
"""

import numpy as np

RATE = 8_000  # numbers a second: what a telephone takes


def tone(amplitude, seconds=1, pitch=440):
    """A pure tone -> (seconds * RATE,), between -amplitude and amplitude. pitch in hertz; 1 is the loudest."""
    return amplitude * np.sin(2 * np.pi * pitch * np.arange(int(seconds * RATE)) / RATE)


def melody(amplitude, pitches=(262, 330, 392, 523, 392, 330, 262), each=0.25):
    """Plucked strings, one after the other -> array, between -amplitude and amplitude. each: seconds between
    two of them.

    A string is a round of noise that goes by again and again, a little smoother each time (K. Karplus and A.
    Strong, 1983).
    """
    rng, step = np.random.default_rng(0), int(each * RATE)
    sound = np.zeros(step * (len(pitches) + 2))
    for n, pitch in enumerate(pitches):
        string, start = rng.uniform(-1, 1, RATE // pitch), n * step
        while start < len(sound):
            end = min(len(sound), start + len(string))
            sound[start:end] += string[: end - start]
            start, string = end, 0.498 * (string + np.roll(string, 1))
    return amplitude * sound / abs(sound).max()


def heard(sound, steps):
    """What comes back after the sound was written in 256 steps, "equal" or "mu-law" -> array. ValueError for
    other steps.
    """
    if steps not in ("equal", "mu-law"):
        raise ValueError(f'the steps are "equal" or "mu-law", not {steps!r}')
    ladder = np.linspace(-1, 1, 256)
    if steps == "mu-law":
        ladder = np.sign(ladder) * np.expm1(abs(ladder) * np.log(256)) / 255
    between = (ladder[1:] + ladder[:-1]) / 2
    return ladder[np.searchsorted(between, sound)]


def quality(sound, again):
    """How much stronger the sound is than what was changed in it -> decibels: 10 for ten times the power, 20
    for a hundred times; inf if nothing was.
    """
    changed = np.square(sound - again).sum()
    return float(10 * np.log10(np.square(sound).sum() / changed)) if changed else np.inf
