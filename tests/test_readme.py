"""The README tells all there is, and nothing that is not."""

from __future__ import annotations

import argparse
import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding

import coach.tui
from coach import cli
from coach.errors import CoachError
from coach.records.settings import Settings
from coach.tui.widgets.key_row import OWN_KEYS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

KEY_NAMES = {
    "escape": "Esc",
    "plus": "+",
    "equals_sign": "=",
    "question_mark": "?",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PageUp",
    "pagedown": "PageDown",
}
"""What Textual calls some keys, and what people do."""


def section(title: str) -> str:
    """What stands below a heading of the README."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no part called {title}"
    return found[1]


def in_code(text: str) -> set[str]:
    """Everything that stands in backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def prose(path: Path) -> str:
    """A page without code, pictures and links."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"!\[|`[^`\n]*`|\]\([^)]*\)", " ", text)


# -- commands and options ---------------------------------------------------------------------------------------------


def commands(parser: argparse.ArgumentParser, path: str = "coach") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command there is, by the words that call it."""
    yield path, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield from commands(sub, f"{path} {name}")


PARSERS = dict(commands(cli._parser()))


@pytest.mark.parametrize("command", PARSERS)
def test_every_command_is_told(command: str) -> None:
    calls_others = any(isinstance(action, argparse._SubParsersAction) for action in PARSERS[command]._actions)
    told = in_code(section("Commands"))
    assert command in told or any(code.startswith(f"{command} ") for code in told)
    if not calls_others:
        needed = [action for action in PARSERS[command]._actions if not action.option_strings]
        assert all(str(action.metavar) in " ".join(told) for action in needed)


def test_no_command_is_told_that_is_not_there() -> None:
    called = {code for code in in_code(README) if re.match(r"coach [a-z]", code)}
    unknown = {
        code for code in called if not any(f"{code} ".startswith(f"{known} ") for known in PARSERS if " " in known)
    }
    assert not unknown


def test_every_option_is_told_once_and_no_other() -> None:
    rows = re.findall(r"^\| (`-[^|]*) \|", section("Commands"), re.MULTILINE)
    told = [word for row in rows for word in re.findall(r"--?[a-z][a-z-]*", row)]
    there = {option for parser in PARSERS.values() for action in parser._actions for option in action.option_strings}
    assert sorted(told) == sorted(there)


# -- keys -------------------------------------------------------------------------------------------------------------


def bound_keys() -> Iterator[tuple[str, str]]:
    """(class, key as people call it) of every binding of a screen, widget or app of ours."""
    for module in pkgutil.walk_packages(coach.tui.__path__, "coach.tui."):
        for name, each in vars(importlib.import_module(module.name)).items():
            if not inspect.isclass(each) or each.__module__ != module.name:
                continue
            for binding in vars(each).get("BINDINGS", ()):
                keys = binding.key if isinstance(binding, Binding) else binding[0]
                yield from ((name, spoken(key.strip())) for key in keys.split(","))


def spoken(key: str) -> str:
    """A key as it stands in the README."""
    return KEY_NAMES.get(key) or "+".join(part.capitalize() for part in key.split("+"))


def key_rows() -> list[list[str]]:
    """The first column of each table of keys."""
    tables = re.split(r"\n\n", section("Keys"))
    return [re.findall(r"^\| ([^|]*) \|", table, re.MULTILINE)[2:] for table in tables if table.strip().startswith("|")]


KEYS = sorted({key for _, key in bound_keys()})


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_told(key: str) -> None:
    told = in_code(section("Keys"))
    assert key in told or (key.isdigit() and "1" in told and "9" in told)


def test_the_keys_that_no_binding_names_are_told() -> None:
    told = in_code(section("Keys"))
    assert {"Ctrl+C", "Esc Esc Esc", "0", "9"} <= told
    assert {key for keys in OWN_KEYS.values() for key in keys} <= told


def test_no_table_of_keys_says_one_twice() -> None:
    assert key_rows()
    for rows in key_rows():
        assert len(rows) == len(set(rows))


# -- settings, variables, exit codes ----------------------------------------------------------------------------------


def test_every_setting_is_told_and_no_other() -> None:
    fields = {field.name for field in dataclasses.fields(Settings)} - {"notices"}
    assert set(re.findall(r"^\| `([a-z_]+) = ", section("Settings"), re.MULTILINE)) == fields


def test_every_environment_variable_is_told_and_no_other() -> None:
    name = re.compile(r"(?:COACH|TEXTUAL)_[A-Z_]+|NO_COLOR|ESCDELAY|TERM")
    read = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and name.fullmatch(node.value):
                read.add(node.value)
    assert set(re.findall(r"^\| `([A-Z_]+)` ", section("Settings"), re.MULTILINE)) == read


def test_every_exit_code_is_told_and_no_other() -> None:
    kinds = [CoachError, *CoachError.__subclasses__()]
    codes = {"0", "1", "128+n", *(str(kind.exit_code) for kind in kinds)}
    assert set(re.findall(r"^\| (\d[^|]*) \|", section("Commands"), re.MULTILINE)) == codes


# -- pictures, links, tone --------------------------------------------------------------------------------------------


def test_the_readme_shows_every_picture() -> None:
    named = re.findall(r"\(screenshots/([\w-]+\.svg)\)", README)
    assert sorted(named) == sorted(path.name for path in (ROOT / "screenshots").glob("*.svg"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_pages_are_calm_and_promise_nothing(page: Path) -> None:
    words = prose(page)
    assert "!" not in words
    assert not re.findall(r"(?i)\b(?:secure|proven|cures?|guarantee\w*|best-in-class|powerful|amazing)\b", words)
    assert len(re.findall(r"(?i)\bsafe\b", words)) == words.count("feel safe with each other")


def test_what_it_is_not_for_stands_before_how_to_install() -> None:
    assert README.index("## What this is not for") < README.index("python3 run.py")


def test_it_can_be_read_in_one_sitting() -> None:
    assert len(README.splitlines()) <= 300
