"""Two ways to draw: one token after the other, and all at once, from noise."""

import numpy as np

from course.figures.widgets.widget import Widget, image


class drawing_slider(Widget):
    """A picture (12, 12, 3) as a model of tokens draws it, beside how a diffusion model would come to it.

    The noise is added to the picture itself, and played backwards: of a model nothing is needed.
    """

    PACE = 350
    CSS = """
    .drawing_slider .parts { display: flex; flex-wrap: wrap; gap: 16px 32px }
    .drawing_slider .part { width: 200px; font-size: 13px; color: var(--soft) }
    .drawing_slider .canvas { position: relative; height: 200px; image-rendering: pixelated;
      background-size: 100% 100%; border: 1px solid var(--line); margin-bottom: 4px }
    .drawing_slider .cell { position: absolute; width: 25%; height: 25%; background: var(--paper) }
    .drawing_slider .done { visibility: hidden }
    .drawing_slider .next { border: 2px dashed var(--blue) }
    """
    SHOW = """
    figure.querySelectorAll('.cell').forEach((cell, k) => {
      cell.className = 'cell' + (k < step ? ' done' : k == step ? ' next' : ''); });
    figure.querySelector('.noisy').style.backgroundPosition = step / .16 + '% 0';
    says.textContent = 'Left: ' + step + ' of 16 tokens drawn. Right: after ' + step + ' of 16 steps.';
    """

    def __init__(self, picture: np.ndarray, start: int = 8) -> None:
        noise = np.random.default_rng(0).normal(0, 0.35, np.shape(picture))
        frames = [
            (k / 16) ** 0.5 * (np.asarray(picture) - 0.5) + (1 - k / 16) ** 0.5 * noise + 0.5
            for k in range(17)
        ]
        state = ["done"] * start + ["next"] * (start < 16) + [""] * (15 - start)
        cells = "".join(
            f'<div class="cell {each}" style="left: {25 * (k % 4)}%; top: {25 * (k // 4)}%"></div>'
            for k, each in enumerate(state)
        )
        body = (
            '<div class="parts"><div class="part"><div class="canvas" '
            f'style="background-image: {image(picture)}">{cells}</div>'
            'One token after the other: drawn by your model.</div><div class="part"><div class="canvas noisy" '
            f'style="background-image: {image(np.concatenate(frames, axis=1))}; background-size: 1700% 100%; '
            f'background-position: {start / 0.16:.2f}% 0"></div>All at once, from noise: an illustration. '
            "Noise was added to the drawing, and the steps are played backwards.</div></div>"
        )
        super().__init__(
            "Two ways to draw",
            body,
            {},
            16,
            "progress",
            "The same drawing twice. On the left it comes patch by patch, in reading order. "
            "On the right it comes out of noise, everywhere at once.",
            start,
        )
