"""A loss that is drawn while a model trains: the same picture again and again, a little longer each time.

training.train(gpt, ids, tokens=1_000_000, held_out=new, watch=LiveLoss(to_beat=1.26))
"""

from IPython.display import display

from course.figures.pictures import BLUE, VERMILION, rendered, subplots


class LiveLoss:
    """A `watch` for `training.train`: draws its history, and if there is one the mark to beat, the loss
    (nats) of another model on the same held-out text.

    unit: what a token is, for the axis.
    """

    def __init__(self, to_beat=None, title=None, unit="character"):
        self.to_beat, self.title, self.unit, self.place = (
            to_beat,
            title or ("Training" if to_beat is None else "Training, and the mark to beat"),
            unit,
            None,
        )

    def __call__(self, history):
        """Draw, if something was measured on the held-out text since the last time."""
        if "held_out" in history[-1]:
            shown = rendered(*self.picture(history))
            if self.place:
                self.place.update(shown, raw=True)
            else:
                self.place = display(shown, raw=True, display_id=True)

    def picture(self, history):
        """-> figure, alternative text."""
        measured, now = [record for record in history if "held_out" in record], history[-1]
        fig, ax = subplots(height=3.6)
        ax.plot(
            [r["seconds"] for r in history],
            [r["loss"] for r in history],
            color="#aaaaaa",
            marker="",
            label="on the text it learns from: no test",
        )
        ax.plot(
            [r["seconds"] for r in measured],
            [r["held_out"] for r in measured],
            "-o",
            color=BLUE,
            label="on held-out text",
        )
        if self.to_beat is not None:
            ax.axhline(
                self.to_beat,
                color=VERMILION,
                linestyle="--",
                marker="",
                label=f"the mark to beat, on held-out text: {self.to_beat:.2f}",
            )
        lowest = now["held_out"] if self.to_beat is None else min(self.to_beat, now["held_out"])
        whole = now["seconds"] / max(now["done"], 0.01)  # where it will end, if it goes on like this
        ax.set(
            title=self.title,
            xlabel="training time (seconds)",
            ylabel=f"loss (nats per {self.unit})",
            xlim=(0, whole * 1.02),
            ylim=(lowest - 0.15, 1.05 * history[0]["loss"]),
        )
        ax.legend(title=f"{now['done']:.0%} done, {now['tokens']:,} tokens read", loc="upper right")
        return fig, (
            f"Falling lines over {now['seconds']:.0f} seconds of training. The loss on held-out text falls steeply at first, then slowly, from "
            f"{measured[0]['held_out']:.2f} to {now['held_out']:.2f} nats per {self.unit}."
            + (
                f" A dashed line shows the mark to beat, {self.to_beat:.2f}."
                if self.to_beat is not None
                else ""
            )
        )
