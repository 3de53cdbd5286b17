"""The least that a Textual program with a line to type in can be: the reference for screens, keys and memory."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Input


class BareApp(App[None]):
    """An Input and a Footer, and nothing else."""

    def compose(self) -> ComposeResult:
        yield Input(placeholder="Type here.")
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
