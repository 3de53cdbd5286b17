"""Watching a kept talk again: read-only, step by step or at its own pace."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from coach.numbers import as_text, countries
from coach.showing.frames import Frame
from coach.showing.player import NOTHING, PACES, Player, as_a_friend
from coach.showing.to_scale import stretches
from coach.tui.calm_app import CalmApp
from coach.tui.frame import larger, line
from coach.tui.menu import Beside
from coach.tui.replay_page import Page
from coach.tui.widgets.key_row import Key, KeyRow
from coach.tui.widgets.timeline import Stretch, Timeline

TICK = 0.1
"""Real seconds between two looks at the clock while it plays."""

KEYS = """\
Space          play, and stand still
← →            one step back, one step on
1–9            to that part of the talk
Home End       to the first, to the last moment
+              the pace: real, 4 times, 16 times as fast
↑ ↓            read on in a long turn
Esc            leave. Nothing is changed by watching"""


class Heading(Widget):
    """`Sunday 22 November, 21:31   who puts the kids to bed   24 min`, as much of it as fits."""

    DEFAULT_CSS = """
    Heading { width: 100%; height: 1; color: $quiet; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, pieces: tuple[str, ...]) -> None:
        """When it was, and what there is to say about it, the least important last."""
        super().__init__()
        self._pieces = pieces

    def say(self, *pieces: str) -> None:
        """Something else."""
        self._pieces = pieces
        self.refresh()

    def render(self) -> Content:
        when, *about = (Content(" ".join(piece.split())) for piece in self._pieces)
        row = when.stylize("bold $text")
        for piece in about:
            room = self.size.width - row.cell_length - 3
            if room >= min(piece.cell_length, 8):
                row = Content.assemble(row, "   ", piece.truncate(room, ellipsis=True))
        return row


class ReplayHelp(Beside):
    """The keys of a replay, and numbers of people to call."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,question_mark,enter", "back", "back", show=False)]

    AUTO_FOCUS = "VerticalScroll"

    def column(self) -> ComposeResult:
        with VerticalScroll():
            yield line("Watching a talk again", "one-thing")
            yield line(KEYS, "air")
            yield line(as_text(countries("")), "quiet air", id="numbers")

    def keys(self) -> tuple[Key, ...]:
        return (Key(("↑", "↓"), "more"), Key(("Esc",), "back"))


def pieces(frames: Sequence[Frame]) -> tuple[Stretch, ...]:
    """What the line of a whole talk is made of."""
    return tuple(Stretch(each.seconds, each.seat, each.part) for each in stretches(frames))


class ReplayApp(CalmApp[None]):
    """A talk from its frames. Touches no file."""

    CSS = """
    Heading, #timeline { max-width: 76; margin: 1 0 0 0; padding: 0 1; }
    #foot { max-width: 76; padding: 0 1; }
    #timeline { margin: 0; padding: 0; }
    #pages { height: 1fr; align-horizontal: center; margin: 1 0; max-width: 76; }
    .-narrow #pages { padding: 0 1; }
    .-short Heading { margin: 0; }
    .-tiny Heading, .-tiny #pages, .-flat Heading, .-flat #pages { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "play", "play", id="replay.play", show=False),
        Binding("left", "step(-1)", "back", id="replay.back", show=False),
        Binding("right", "step(1)", "on", id="replay.on", show=False),
        Binding("home", "go(0)", "first", id="replay.first", show=False),
        Binding("end", "go(-1)", "last", id="replay.last", show=False),
        Binding("plus,equals_sign", "faster", "pace", id="replay.pace", show=False),
        Binding("up", "read(-1)", "up", id="replay.up", show=False),
        Binding("down", "read(1)", "down", id="replay.down", show=False),
        Binding("pageup", "read(-8)", "up", id="replay.page_up", show=False),
        Binding("pagedown", "read(8)", "down", id="replay.page_down", show=False),
        Binding("f1,question_mark", "help", "help", id="replay.help", show=False),
        Binding("escape", "leave", "leave", id="replay.leave", show=False),
        *(Binding(str(n), f"part({n})", f"part {n}", show=False) for n in range(1, 10)),
    ]

    LAST_WORDS = "Something broke while showing this talk, and it is our fault. Its file was not touched."

    def __init__(
        self,
        frames: Sequence[Frame],
        heading: tuple[str, ...] | str,
        *,
        speed: float = 1.0,
        kind: bool = False,
        theme: str = "dusk",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """A replay that stands at its first moment.

        Args:
            frames: from `frames_of`; where there are none it says so.
            heading: as `coach.showing.text.heading` gives it, or one line.
            speed: how many times as fast everything goes (for demos and tests).
            kind: watch it as a friend of both would: a word before it, questions after it.
            theme: one of ours.
            clock: real seconds, from any start.
        """
        super().__init__(theme)
        shown = as_a_friend(frames) if kind else tuple(frames)
        self.player = Player(shown or (NOTHING,), clock, speed)
        self._heading = ((heading,) if isinstance(heading, str) else heading) or ("A talk",)

    def compose(self) -> ComposeResult:
        yield larger()
        yield Heading(self._heading)
        with Vertical(id="pages"):
            yield Page(self.player.frames, glyphs=self.glyphs)
        with Vertical(classes="foot", id="foot"):
            yield Timeline(pieces(self.player.frames), glyphs=self.glyphs, id="timeline")
            yield KeyRow(self.keys())

    def on_mount(self) -> None:
        self.listen_to_signals()
        self._timer = self.set_interval(TICK, self.tick, pause=True)

    @property
    def _unicode(self) -> bool:
        return len(self.glyphs.dots) == 1

    @property
    def arrows(self) -> tuple[str, str]:
        """The keys that go back and on, as this terminal can show them."""
        return ("←", "→") if self._unicode else ("<", ">")

    def keys(self) -> tuple[Key, ...]:
        """What works now."""
        dash, times = ("–", "×") if self._unicode else ("-", "x")
        pace = "real pace" if self.player.pace == PACES[0] else f"{self.player.pace:.0f}{times}"
        parts = min(self.player.parts, 9)
        part = (Key((f"1{dash}{parts}",), "stage"),) if parts > 1 else ()
        return (
            Key(("Space",), "pause" if self.player.playing else "play"),
            Key(self.arrows, "step"),
            *part,
            Key(("+",), pace),
            Key(("F1",), "help"),
            Key(("Esc",), "leave"),
        )

    def tick(self) -> None:
        """Go on as far as the clock has, if it plays."""
        if self.player.playing:
            self.player.tick()
            self.show()

    def show(self) -> None:
        """Bring the screen to where the player is. Only what looks different is painted."""
        screen = self.screen_stack[0]
        screen.query_one(Page).show(self.player.index)
        screen.query_one(Timeline).show(self.player.position)
        screen.query_one(KeyRow).keys = self.keys()
        if self.player.playing:
            self._timer.resume()
        else:
            self._timer.pause()

    def action_play(self) -> None:
        self.player.toggle()
        self.show()

    def action_step(self, by: int) -> None:
        self.player.step(by)
        self.show()

    def action_go(self, index: int) -> None:
        """To a frame, from the end if the index is negative."""
        self.player.go(index if index >= 0 else len(self.player.frames) + index)
        self.show()

    def action_part(self, number: int) -> None:
        self.player.go_to_part(number - 1)
        self.show()

    def action_faster(self) -> None:
        self.player.faster()
        self.show()

    def action_read(self, by: int) -> None:
        self.screen_stack[0].query_one(Page).scroll_lines(by)

    def action_help(self) -> None:
        if self.player.playing:
            self.action_play()
        self.push_screen(ReplayHelp())
