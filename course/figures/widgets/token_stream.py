"""What a reader sees while a model's tokens arrive: the text so far, whose last letter may not be complete."""

from html import escape

from course.figures.widgets.widget import Widget


class token_stream(Widget):
    """The tokens of a text one by one, and below them the text that can be read by then. encoding: a
    tiktoken.Encoding.
    """

    CSS = """
    .token_stream .tokens { display: flex; flex-wrap: wrap; gap: 6px; min-height: 34px }
    .token_stream .token { padding: 3px 8px; border: 1.5px solid var(--blue); border-radius: 6px;
      background: var(--fill); font: 14px/1.6 monospace }
    .token_stream .token[hidden] { display: none }
    .token_stream .read { min-height: 44px; margin: 12px 0 0; font-size: 24px }
    """
    SHOW = """
    figure.querySelectorAll('.token').forEach((token, i) => token.hidden = i >= step);
    figure.querySelector('.read').textContent = data[step];
    says.textContent = step + ' of ' + (data.length - 1) + ' tokens.';
    """

    def __init__(self, text: str, encoding, title: str) -> None:
        parts = [encoding.decode_single_token_bytes(i) for i in encoding.encode(text)]
        so_far = [b"".join(parts[:k]).decode(errors="replace") for k in range(len(parts) + 1)]
        shown = [" ".join(f"{byte:02x}" for byte in part) for part in parts]
        tokens = " ".join(f'<span class="token">{each}</span>' for each in shown)
        body = f'<div class="tokens">{tokens}</div><p class="read moves" hidden="hidden"></p>' + "".join(
            f'<p class="still">{k} tokens: {escape(read)}</p>' for k, read in enumerate(so_far) if k
        )
        words = f"{title}. After each token: " + ", ".join(so_far[1:])
        super().__init__(title, body, so_far, len(parts), "tokens that have arrived", words)
