"""The first words of a talk, on the screen before anything else is imported.

Textual takes a fifth of a second to load, and nobody waits that long for a breath. So the first two lines are drawn
with nothing but the standard library, where the first screen will draw them too, and Textual takes over the terminal as
it finds it: the alternate screen entered, echo off, what was typed since then kept.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # `typing` itself takes longer to import than all of this
if TYPE_CHECKING:
    from typing import Any

FLOW = "argument"
"""The flow whose first step this is; a test compares the two."""

WORDS = "Just breathe."
SMALL = "Nobody has to talk yet."
PARTS = ("pause", "why", "best", "win-win", "close")
BREATHS = ((3.0, 3.0), (3.0, 4.0), (4.0, 4.0), (4.0, 5.0), (4.0, 6.0))
"""Seconds in and out."""
SECONDS = 90.0

CARD = "card-seen"
"""The file that says that the card of the first run was seen here."""

GROUNDS = {
    "dusk": ("21;24;29", "236;232;225", "152;160;168"),
    "dawn": ("250;247;241", "36;39;44", "98;103;109"),
    "contrast": ("0;0;0", "255;255;255", "212;212;212"),
}
"""Ground, text and quiet text of each theme; another test compares them with the themes."""

_BEFORE: list[Any] = []
"""How the terminal was set; not empty from the first words until somebody has taken over."""


def say() -> None:
    """Draw the first words, if that is what this start leads to, and no card comes first."""
    if not leads_here(sys.argv[1:]) or os.name != "posix" or os.environ.get("TERM", "dumb") == "dumb":
        return
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if not all(stream and stream.isatty() for stream in streams) or not are_known():
        return
    import signal
    import termios

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        before = termios.tcgetattr(0)
        now = termios.tcgetattr(0)
        now[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        now[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        now[6][termios.VMIN] = 1
        termios.tcsetattr(0, termios.TCSANOW, now)
        _BEFORE.append(before)
        columns, rows = os.get_terminal_size(2)
        os.write(2, drawn(columns, rows, _theme()).encode())
    except (OSError, termios.error):
        return


def _leave(number: int, _: object) -> None:
    """A signal before there is an app to listen: whoever has the terminal gives it back on the way out."""
    raise SystemExit(128 + number)


def leads_here(words: list[str]) -> bool:
    """Whether a command line surely leads to the first breath. All others are read properly first."""
    rest = words[words[:1] in (["start"], ["breathe"]) :]
    if rest[:1] == [FLOW] and words[0] == "start":
        del rest[0]
    while rest:
        word = rest.pop(0)
        if word in ("--left", "--right") and rest and not rest[0].startswith("-"):
            del rest[0]
        elif word != "--calm":
            return False
    return True


def drawn(columns: int, rows: int, theme: str) -> str:
    """What is sent to a terminal of that size: the alternate screen, its ground, and the two lines.

    Args:
        theme: one of `GROUNDS`, or "" for no colour at all.
    """
    ground = bold = quiet = ""
    if theme and os.environ.get("COLORTERM") in ("truecolor", "24bit"):
        ground, bold, quiet = (f"\x1b[{part}8;2;{colour}m" for part, colour in zip("433", GROUNDS[theme], strict=True))
    picture = f"\x1b[?1049h\x1b[?25l{ground}\x1b[2J"
    if columns >= 40 and rows >= 15:
        row = first_row(rows) + 1
        picture += f"\x1b[{row};{column_of(WORDS, columns) + 1}H{bold}\x1b[1m{WORDS}\x1b[22m"
        picture += f"\x1b[{row + 1};{column_of(SMALL, columns) + 1}H{quiet}{SMALL}"
    return picture + "\x1b[m"


def first_row(rows: int) -> int:
    """The row, from 0, in which the first screen has its first words, in a terminal with so many rows."""
    tall = rows >= 18
    body = rows - (5 if tall else 3)
    disc = max(3, min(11, rows * 2 // 5))
    beneath = 7 if rows >= 22 else 4 if tall else 2  # the two lines; who sits where; room for an offer; the air
    return (2 if tall else 1) + max(0, (body - disc - 1 - beneath) // 2) + disc + 1


def column_of(words: str, columns: int) -> int:
    """The column, from 0, in which a line begins that stands in the middle of the one column of 60."""
    wide = max(0, columns - 60)
    return wide // 2 + (columns - wide - len(words)) // 2


def are_known() -> bool:
    """Whether a new talk begins with these words: the card was seen, and the flow is the program's own."""
    data, _, state = folders()
    own = os.path.join(data, "flows", f"{FLOW}.toml")
    return os.path.exists(os.path.join(state, CARD)) and not os.path.exists(own)


def standing() -> bool:
    """Whether the first words are on the screen, and nobody has taken over yet."""
    return bool(_BEFORE)


def taken_over() -> list[Any] | None:
    """Somebody draws from here on, and gives the terminal back in the end.

    Returns:
        How the terminal was set before the first words; None if there were none.
    """
    return _BEFORE.pop() if _BEFORE else None


def take_back() -> None:
    """Give the terminal back, if nobody has taken over: nothing was started after all."""
    if (before := taken_over()) is not None:
        import termios

        try:
            termios.tcsetattr(0, termios.TCSANOW, before)
            os.write(2, b"\x1b[?1049l\x1b[?25h")
        except (OSError, termios.error):
            return


def folders() -> tuple[str, str, str]:
    """Where data, settings and what the program remembers lie, as `records.places` has it."""
    if home := os.environ.get("COACH_HOME", ""):
        root = os.path.abspath(os.path.expanduser(home))
        return root, os.path.join(root, "config"), os.path.join(root, "state")
    system: str = sys.platform  # a type checker would look at one system only
    bases = [os.environ.get(name, "") for name, _ in _XDG]
    if system == "linux" and all(not base or (base[0] == "/" and base == base.strip()) for base in bases):
        data, config, state = (base or os.path.expanduser(usual) for base, (_, usual) in zip(bases, _XDG, strict=True))
        return os.path.join(data, "coach"), os.path.join(config, "coach"), os.path.join(state, "coach")
    import platformdirs  # takes as long to load as all of this

    return (
        platformdirs.user_data_dir("coach"),
        platformdirs.user_config_dir("coach"),
        platformdirs.user_state_dir("coach"),
    )


_XDG = (
    ("XDG_DATA_HOME", "~/.local/share"),
    ("XDG_CONFIG_HOME", "~/.config"),
    ("XDG_STATE_HOME", "~/.local/state"),
)


def _theme() -> str:
    """The theme that the settings name; "" for no colour. They are read properly soon enough."""
    if os.environ.get("NO_COLOR"):
        return ""
    try:
        with open(os.path.join(folders()[1], "settings.toml"), encoding="utf-8", errors="replace") as settings:
            lines = [line.partition("=") for line in settings]
    except OSError:
        return "dusk"
    named = [value.split("#")[0].strip(" \t\r\n\"'") for key, _, value in lines if key.strip() == "theme"]
    return named[-1] if named and named[-1] in GROUNDS else "dusk"
