"""The layers of the house: who may know whom, and what a start may cost.

The first half reads the source; the second imports it in a fresh interpreter and looks at what came along.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src"
FILES = sorted((SRC / "coach").rglob("*.py"))

BELOW = {"flow", "conversation", "wording", "records", "showing"}
MAY_KNOW: dict[str, set[str]] = {
    "flow": set(),
    "conversation": {"flow"},
    "wording": set(),
    "records": {"flow", "conversation"},
    "showing": {"flow", "conversation", "records"},
    "plain": BELOW,
    "tui": BELOW | {"first_words"},
    "first_words": {"records"},
    "commands": BELOW | {"starting"},
    "rewording": {"wording"},
    "starting": BELOW | {"plain", "tui", "first_words"},
    "cli": BELOW | {"plain", "tui", "first_words", "commands", "starting"},
    "__main__": BELOW | {"plain", "tui", "first_words", "commands", "starting", "cli"},
}
"""What each layer may import from the others. A module beside them (errors, text) is held to what `showing` may."""

NETWORK = {"socket", "socketserver", "ssl", "http", "ftplib", "smtplib", "webbrowser", "xmlrpc", "requests", "httpx"}
OUTSIDE = {"time", "random", "secrets", "os", "pathlib", "io", "tempfile", "threading", "asyncio", "subprocess"}
"""Clock, dice and disk: a conversation is handed what it needs of them."""

HEAVY = {"textual", "rich", "transitions", "tomli_w", "platformdirs", "asyncio", "pyrage", "icalendar"}
"""What the command must not have loaded by the time it knows what is asked of it."""


def module_name(path: Path) -> str:
    """`coach.flow.model` of `src/coach/flow/model.py`."""
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


def layer_of(module: str) -> str:
    """The part after `coach.`; the package itself is its own."""
    return [*module.split("."), "coach"][1]


def imports_of(path: Path) -> Iterator[str]:
    """Every module this file names, also inside functions and for type checkers only."""
    package = module_name(path).split(".") if path.name == "__init__.py" else module_name(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = [*package[: len(package) - node.level + 1]] if node.level else []
            origin = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def importers(*wanted: str) -> dict[str, str]:
    """Which files name one of these modules, or something inside one."""
    return {
        path.relative_to(SRC / "coach").as_posix(): found
        for path in FILES
        for found in imports_of(path)
        if any(found == name or found.startswith(f"{name}.") for name in wanted)
    }


def test_there_is_something_to_check() -> None:
    assert {"flow", "conversation", "records", "tui"} <= {layer_of(module_name(path)) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_layer_knows_only_what_is_below_it(path: Path) -> None:
    layer = layer_of(module_name(path))
    may_know = MAY_KNOW.get(layer, MAY_KNOW["showing"]) | {layer}
    met = {layer_of(found) for found in imports_of(path) if found.split(".")[0] == "coach"}
    assert met & MAY_KNOW.keys() <= may_know


def test_only_the_machine_knows_transitions() -> None:
    assert set(importers("transitions")) <= {"conversation/machine.py"}


def test_only_records_write_toml() -> None:
    assert not [path for path in importers("tomli_w") if not path.startswith("records/")]


def test_only_the_screen_knows_textual() -> None:
    assert not [path for path in importers("textual", "rich") if not path.startswith("tui/")]


def test_nothing_can_reach_a_network() -> None:
    assert not importers(*NETWORK, "urllib.request")


def test_a_conversation_has_no_clock_no_dice_and_no_disk() -> None:
    assert not [path for path in importers(*OUTSIDE) if path.startswith("conversation/")]


LOOK = """
import importlib, json, sys
modules, unwanted = json.loads(sys.argv[1]), set(json.loads(sys.argv[2]))
for module in modules:
    importlib.import_module(module)
    came = sorted(unwanted & sys.modules.keys())
    if came:
        sys.exit(f"{module} brings {', '.join(came)}")
print(len(modules))
"""


def bring_nothing(modules: list[str], unwanted: set[str]) -> None:
    """Import these one after the other in a fresh interpreter; the first that brings something unwanted is named."""
    command = [sys.executable, "-c", LOOK, json.dumps(modules), json.dumps(sorted(unwanted))]
    seen = subprocess.run(command, cwd=SRC, capture_output=True, text=True, timeout=60, check=False)
    assert seen.stdout.strip() == str(len(modules)), seen.stderr.strip().splitlines()[-1:]


def modules_of(*layers: str) -> list[str]:
    """Every module that lies in one of these layers."""
    return [name for name in map(module_name, FILES) if layer_of(name) in layers]


def test_the_screen_alone_loads_textual() -> None:
    bring_nothing([name for name in map(module_name, FILES) if layer_of(name) != "tui"], {"textual", "rich"})


@pytest.mark.parametrize("layer", ["flow", "wording", "records", "showing", "cli"])
def test_the_machine_is_not_loaded_to_look_at_a_record(layer: str) -> None:
    bring_nothing(modules_of(layer), {"transitions"})


def test_a_start_loads_nothing_heavy() -> None:
    bring_nothing(modules_of("first_words", "cli", "__main__"), HEAVY)


def test_no_breath_waits_for_a_text_editor() -> None:
    """What is got ready behind the first breath can't be written on: that comes with the first turn."""
    bring_nothing(["coach.tui.screens", "coach.preparing"], {"coach.tui.widgets.writing", "textual.widgets._text_area"})


MET = """
import json, sys
bare = set(sys.modules)
{code}
print(json.dumps(sorted(set(sys.modules) - bare)))
"""

FIRST_SCREEN = """
from coach.cli import run
from coach.clock import TalkClock
from coach.starting import breathe
from coach.tui.app import CoachApp
from coach.tui.first_breath import Beginning

class FirstScreen(CoachApp):
    async def _get_ready(self, beginning):  # what comes behind the first breath is not looked at
        self.exit()

FirstScreen(Beginning(lambda: None, TalkClock())).run(headless=True)
"""

NOTHING_YET = {"coach", "coach.first_words"}
COMMAND = NOTHING_YET | {"coach.cli", "coach.errors"}
LISTED = COMMAND | {
    "coach.commands",
    "coach.conversation",
    "coach.conversation.events",
    "coach.flow",
    "coach.flow.seat",
    *(
        f"coach.records{name}"
        for name in ("", ".by_hand", ".disk", ".frames", ".library", ".lock", ".places", ".record")
    ),
    "coach.text",
}
SCREEN = COMMAND | {
    "coach.clock",
    "coach.conversation",
    "coach.conversation.events",
    "coach.flow",
    "coach.flow.seat",
    "coach.starting",
    "coach.text",
    "coach.tui",
    *(
        f"coach.tui.{name}"
        for name in ("app", "beside", "calm_app", "first_breath", "frame", "getting_ready", "later", "messages")
    ),
    *(f"coach.tui.{name}" for name in ("saved_talk", "terminal", "theme")),
    *(f"coach.tui.widgets{name}" for name in ("", ".disc", ".key_row", ".marks", ".rail", ".time_line")),
}
TEXTUAL = {"textual", "rich", "platformdirs", "typing_extensions"}

BUDGETS = {
    "the first words": ("import coach.first_words, signal, termios", NOTHING_YET, set(), {"typing", "re", "asyncio"}),
    "--version": (
        "try:\n    from coach.cli import run; run(['--version'])\nexcept SystemExit:\n    pass",
        COMMAND,
        set(),
        {"asyncio", "dataclasses", "tomllib", "pathlib"},
    ),
    "list": ("from coach.cli import run; run(['list'])", LISTED, set(), {"asyncio", "socket", "subprocess"}),
    "look-back": (
        "from coach.cli import run; run(['look-back'])",
        LISTED | {"coach.showing", "coach.showing.look_back"},
        set(),
        {"asyncio", "socket", "statistics"},
    ),
    "the first screen": (FIRST_SCREEN, SCREEN, TEXTUAL, {"transitions", "tomllib", "tomli_w"}),
}
"""What has been asked for: how, the program's own modules that may be there then, the packages of others that may, and
what of all others must not."""


@pytest.mark.parametrize("stage", BUDGETS)
def test_nothing_is_imported_before_it_is_needed(stage: str, coach_home: Path) -> None:
    """A start costs what it loads; whoever makes this list longer has looked at what that costs."""
    code, own, others, never = BUDGETS[stage]
    ran = subprocess.run(
        [sys.executable, "-c", MET.format(code=code)], cwd=SRC, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout, ran.stderr
    met = set(json.loads(ran.stdout.splitlines()[-1]))
    foreign = {name.split(".")[0] for name in met} - sys.stdlib_module_names - {"coach"}
    assert {name for name in met if name.split(".")[0] == "coach"} <= own
    assert foreign <= others
    assert not met & never
