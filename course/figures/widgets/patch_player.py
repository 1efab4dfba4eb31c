"""From picture to tokens: a frame that goes from patch to patch, and the nearest entry of the codebook."""

import numpy as np

from course.figures.widgets.widget import Widget, image


class patch_player(Widget):
    """A picture (12, 12, 3), patch by patch, and for each the nearest of the codebook's entries.

    codebook: (entries, 27), shown in rows of 16; ids: of the sixteen patches, in reading order.
    """

    PACE = 800
    CSS = """
    .patch_player .parts { display: flex; flex-wrap: wrap; gap: 12px 22px; align-items: flex-start }
    .patch_player .part { text-align: center; font-size: 13px; color: var(--soft) }
    .patch_player .picture, .patch_player .book, .patch_player .large { position: relative;
      image-rendering: pixelated; background-size: 100% 100%; margin-bottom: 4px }
    .patch_player .picture { width: 180px; height: 180px; background-image: var(--picture) }
    .patch_player .book { width: 256px; height: calc(16px * var(--rows)); background-image: var(--book) }
    .patch_player .large { width: 72px; height: 72px; border: 1px solid var(--line) }
    .patch_player .patch { background-image: var(--picture); background-size: 400% 400% }
    .patch_player .entry { background-image: var(--book); background-size: 1600% calc(100% * var(--rows)) }
    .patch_player .frame { position: absolute; box-shadow: 0 0 0 2px #fff, 0 0 0 4px #222;
      transition: left .25s, top .25s }
    .patch_player .picture .frame { width: 45px; height: 45px }
    .patch_player .book .frame { width: 16px; height: 16px }
    .patch_player .ids { display: grid; grid-template-columns: repeat(8, 1fr); gap: 4px; margin-top: 14px;
      max-width: 420px }
    .patch_player .ids span { padding: 3px 0; border: 1px solid var(--line); border-radius: 4px;
      text-align: center; font: 15px/1.3 monospace }
    .patch_player .ids small { display: block; font: 11px/1.3 sans-serif; color: var(--soft) }
    .patch_player .ids .now { background: var(--aim) }
    @media screen { .patch_player .unseen b { visibility: hidden } }
    .patch_player b { font-weight: 400 }
    """
    SHOW = """
    const id = data.ids[step], [one, two] = figure.querySelectorAll('.frame');
    const across = step % 4, down = step >> 2, column = id % 16, row = id >> 4, rows = data.rows;
    one.style.left = 45 * across + 'px'; one.style.top = 45 * down + 'px';
    two.style.left = 16 * column + 'px'; two.style.top = 16 * row + 'px';
    figure.querySelector('.patch').style.backgroundPosition = across / .03 + '% ' + down / .03 + '%';
    figure.querySelector('.entry').style.backgroundPosition =
      column / .15 + '% ' + (rows > 1 ? 100 * row / (rows - 1) : 0) + '%';
    figure.querySelectorAll('.ids span').forEach((box, k) => {
      box.className = k == step ? 'now' : k > step ? 'unseen' : ''; });
    says.textContent = 'Patch ' + step + ' is nearest to entry ' + id + '. So it becomes token ' + id + '.';
    """

    def __init__(self, picture: np.ndarray, codebook: np.ndarray, ids: list[int], start: int = 5) -> None:
        rows, ids = -(-len(codebook) // 16), [int(each) for each in ids]
        tiles = np.ones((rows * 16, 3, 3, 3))
        tiles[: len(codebook)] = np.reshape(codebook, (-1, 3, 3, 3))
        book = tiles.reshape(rows, 16, 3, 3, 3).swapaxes(1, 2).reshape(rows * 3, 48, 3)
        across, down, column, row = start % 4, start // 4, ids[start] % 16, ids[start] // 16
        boxes = "".join(f"<span><small>{k}</small><b>{each}</b></span>" for k, each in enumerate(ids))
        body = (
            f'<div class="parts" style="--picture: {image(picture)}; --book: {image(book)}; --rows: {rows}">'
            f'<div class="part"><div class="picture"><div class="frame" style="left: {45 * across}px; top: {45 * down}px">'
            '</div></div>the picture</div><div class="part"><div class="large patch" '
            f'style="background-position: {across / 0.03:.2f}% {down / 0.03:.2f}%"></div>a patch'
            '<div class="large entry" style="margin-top: 10px; background-position: '
            f'{column / 0.15:.2f}% {100 * row / max(rows - 1, 1):.2f}%"></div>its entry</div>'
            '<div class="part"><div class="book"><div class="frame" '
            f'style="left: {16 * column}px; top: {16 * row}px"></div></div>the codebook: {len(codebook)} entries</div>'
            f'</div><div class="ids">{boxes}</div>'
        )
        super().__init__(
            "From picture to tokens",
            body,
            {"ids": ids, "rows": rows},
            15,
            "patch",
            "A picture of sixteen patches, and a codebook. Patch by patch, the nearest entry of the codebook "
            f"gives its number: {', '.join(map(str, ids))}.",
            start,
        )
