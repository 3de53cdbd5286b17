"""Before the talk: the first breath with what it offers, and names, asked once and lightly."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from coach.conversation.ask import Ask
from coach.records.settings import LONGEST_NAME
from coach.sitting_down import OpenTalkOffer
from coach.text import plain
from coach.tui.frame import ESC, HELP, larger, line
from coach.tui.messages import DeleteOpen, TakeUp, Watch
from coach.tui.steps.base import Around
from coach.tui.steps.breathe import BreatheScreen
from coach.tui.theme import UNICODE, Glyphs
from coach.tui.widgets.key_row import Key, KeyRow
from coach.tui.widgets.time_line import TimeLine


@dataclass(frozen=True, slots=True)
class Names:
    """What each seat is called, and whether to remember it."""

    left: str
    right: str
    remember: bool


class Name(Input):
    """Where a name is typed. An `Input` by itself would show what terminals obey."""

    def validate_value(self, value: str) -> str:
        return plain(value)


class NamesScreen(ModalScreen[Names | None]):
    """Two names, or none: Enter goes on with whatever stands there. None: nothing was changed."""

    BINDINGS = [
        Binding("escape", "skip", "back", id="names.skip", show=False),
        Binding("f5", "swap", "swap sides", id="names.swap", show=False),
        Binding("f6", "remember", "remember", id="names.remember", show=False),
        Binding("f1", "app.help", "help", id="names.help", show=False),
    ]

    AUTO_FOCUS = "#left"

    def __init__(
        self, names: tuple[str, str], remember: bool = False, glyphs: Glyphs = UNICODE, saves: bool = True
    ) -> None:
        """Names.

        Args:
            names: what they are called now; "Left" and "Right" count as none.
            remember: whether they are remembered already.
            saves: False if nothing may be written at all.
        """
        super().__init__()
        self._names = tuple("" if name in ("Left", "Right") else name for name in names)
        self._remember = remember
        self._glyphs = glyphs
        self._saves = saves

    def compose(self) -> ComposeResult:
        yield larger()
        with Vertical(classes="body"):
            yield line("What are you called?", "one-thing", id="words")
            yield line("Or leave it: you are Left and Right then.", "quiet")
            yield line(f"{self._glyphs.left} sits left", "left air")
            yield Name(self._names[0], max_length=LONGEST_NAME, id="left")
            yield line(f"sits right {self._glyphs.right}", "right air")
            yield Name(self._names[1], max_length=LONGEST_NAME, id="right")
            yield line(self._remembering(), "quiet air", id="remembering")
        with Vertical(classes="foot"):
            yield TimeLine()
            yield KeyRow(
                (
                    Key(("Enter",), "go on"),
                    Key(("Tab",), "other name"),
                    Key(("F5",), "swap sides"),
                    Key(("F6",), "remember"),
                    Key(("Esc",), "skip"),
                )
            )

    def on_resize(self) -> None:
        """A window that was too small for a while has taken the cursor away."""
        if self.focused is None:
            name = self.query_one("#left", Name)
            name.select_on_focus = False  # or the next letter would take the place of all that stands there
            self.call_after_refresh(name.focus)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        left, right = (plain(self.query_one(f"#{seat}", Input).value).strip() for seat in ("left", "right"))
        self.dismiss(Names(left or "Left", right or "Right", self._remember))

    def action_skip(self) -> None:
        self.dismiss(None)

    def action_swap(self) -> None:
        """The two sit the other way round."""
        left, right = self.query_one("#left", Input), self.query_one("#right", Input)
        left.value, right.value = right.value, left.value

    def action_remember(self) -> None:
        """Remember the names on this machine, or don't."""
        self._remember = not self._remember and self._saves
        self.query_one("#remembering", Static).update(Content(self._remembering()))

    def _remembering(self) -> str:
        if not self._saves:
            return "Nothing is written down."
        return "These names will be remembered here." if self._remember else "Nothing is remembered. F6 changes that."


class Welcome(BreatheScreen):
    """The first breath. One quiet line under it offers the open talk."""

    BINDINGS = [
        Binding("n,N", "new", "new", id="welcome.new", show=False),
        Binding("d,D", "delete", "delete", id="welcome.delete", show=False),
        Binding("w,W", "watch", "watch", id="welcome.watch", show=False),
        Binding("a,A", "adopt", "adopt", id="welcome.adopt", show=False),
    ]

    def __init__(self, ask: Ask, around: Around, offer: OpenTalkOffer | None = None, aside: str = "") -> None:
        super().__init__(ask, around, sides=True, aside=offer.line if offer else aside)
        self._offer = offer
        self._sure = False
        self._changed = False

    def keys(self) -> tuple[Key, ...]:
        if self._offer is None:
            return super().keys()
        if self._offer.elsewhere:
            return (Key(("W",), "watch"), *super().keys())
        if self._changed:
            return (Key(("A",), "go on with it"), Key(("N",), "new"), Key(("D",), "delete"), HELP, ESC)
        return (
            Key(("Enter",), "go on"),
            Key(("N",), "new"),
            Key(("D",), "delete"),
            Key(("F1",), "help"),
            Key(("Esc",), "menu"),
        )

    def action_go_on(self) -> None:
        if not self.offers:
            super().action_go_on()
        elif self._offer and not self._changed:
            self.post_message(TakeUp(self._offer))

    def action_adopt(self) -> None:
        """Go on with a record that was changed by hand."""
        if self._offer and self._changed:
            self.post_message(TakeUp(self._offer, adopt=True))

    def action_watch(self) -> None:
        if self._offer and self._offer.elsewhere:
            self.post_message(Watch())

    def ask_to_adopt(self) -> None:
        """The record was changed by hand: that it was meant takes a key of its own."""
        self._changed = True
        self._under("Its file was changed by hand. A goes on with it as it is now.")

    def action_new(self) -> None:
        """Leave the open talk where it is; this is a new one."""
        if self.offers:
            self.forget("")

    def action_delete(self) -> None:
        """The first press asks, the second deletes."""
        if self._offer is None or self._offer.elsewhere:
            return
        if not self._sure:
            self._sure = True
            self._under("D again deletes it for good. N keeps it.")
            return
        self.post_message(DeleteOpen(self._offer))

    @property
    def offers(self) -> bool:
        """Whether an open talk is still offered."""
        return self._offer is not None and not self._offer.elsewhere

    def forget(self, words: str) -> None:
        """Offer it no longer, and say why."""
        if self._offer is not None:
            self._offer = None
            self._under(words)

    def _under(self, words: str) -> None:
        aside = self.query_one("#aside", Static)
        aside.update(Content(words))
        aside.set_class(not words, "-empty")
        self.query_one(KeyRow).keys = self.keys()

    def on_key(self, event: events.Key) -> None:
        """Only D again deletes: any other key in between, and it is not meant any more."""
        if self._sure and event.key.lower() != "d":
            self._sure = False
            self._under(self._offer.line if self._offer else "")
