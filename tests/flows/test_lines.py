"""Lines of TOML values: every value of the tree has one, nothing else has, and it is the right one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path as File

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from coach.flow.lines import MOST_NESTING, MOST_PARTS, Path, line_map, too_deep

SAMPLE = '''\
# a comment with [[stage]] in it
title = "A \\"small\\" # talk"   # and one behind
a.b."c.d" . 'e' = 1.5
about = """
[[stage]]
next = [ "not", "this" ]""""

[[stage]]
id = "why"

[[stage.step]]
id = "one"
bands = { cool = 3, "very hot" = 9, in.side = 2026-01-01 10:00:00 }

  [[ stage . "step" ]]
words = \'\'\'it's
two lines\'\'\'
next = [ { on = "yes", to = "a" },   # [ ]
  { on = "no",
    to_ = 2 } , "onward",
  [
    1, [2,
    3],
  ],
]
last = -1_000

[stage.step.sub]
x = true

[[stage]]
[other.deep]
y = []
[other]
z = {}
'''.replace("    to_ = 2", " to_ = 2").replace('"no",\n', '"no",')
"""One of everything: dotted and quoted keys, strings that look like tables, arrays within arrays."""


def paths(tree: object, at: Path = ()) -> Iterator[Path]:
    """Every key and item of a tree, below the top."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield (*at, key)
        yield from paths(value, (*at, key))


def test_each_value_of_the_sample_has_its_line() -> None:
    """Tables, dotted keys, items of an array over many lines and their keys."""
    lines = line_map(SAMPLE)
    assert set(lines) == set(paths(tomllib.loads(SAMPLE)))
    text = SAMPLE.split("\n")
    step: Path = ("stage", 0, "step", 1)
    for path, found in {
        ("title",): "title =",
        ("a", "b", "c.d", "e"): "a.b.",
        ("about",): "about =",
        ("stage",): "[[stage]]",
        ("stage", 0, "step"): "[[stage.step]]",
        ("stage", 0, "step", 0, "bands", "in", "side"): "bands =",
        step: "[[ stage",
        (*step, "words"): "words =",
        (*step, "next", 0, "to"): "next =",
        (*step, "next", 1, "to_"): '{ on = "no"',
        (*step, "next", 2): '"onward"',
        (*step, "next", 3): "  [",
        (*step, "next", 3, 1): "1, [2",
        (*step, "next", 3, 1, 1): "3]",
        (*step, "last"): "last",
        (*step, "sub", "x"): "x = true",
        ("other", "deep", "y"): "y = []",
        ("other", "z"): "z = {}",
    }.items():
        assert found in text[lines[path] - 1], path
    assert lines[("stage", 1)] == text.index("[other.deep]")


keys = st.text("ab-_9", min_size=1, max_size=3) | st.text(max_size=3)
values = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.dates() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=25,
)


@given(st.dictionaries(keys, values, max_size=6))
def test_the_map_has_the_paths_of_the_tree(tree: dict[str, object]) -> None:
    """None missing and none extra, whatever the keys and texts are made of."""
    text = tomli_w.dumps(tree)
    lines = line_map(text)
    assert set(lines) == set(paths(tomllib.loads(text)))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
    assert too_deep(text) == 0


scalars = st.sampled_from(["1", "-0.5", "1e3", "true", "2026-01-01", "10:00:00", '"]#["', "'{\"'", '"""\n"x" """"'])
blank = st.sampled_from(["", " ", "\n", " # ]\n\n"])


@st.composite
def written(draw: st.DrawFn, depth: int = 2) -> str:
    """A value as a hand may write it, its arrays over as many lines as they like."""
    shape = draw(st.integers(0, 2)) if depth else 0
    if shape == 0:
        return draw(scalars)
    parts = draw(st.lists(written(depth=depth - 1), max_size=3))
    if shape == 1:
        return "[" + ",".join(draw(blank) + part + draw(blank) for part in parts) + "]"
    parts = [part for part in parts if "\n" not in part]
    return "{" + ", ".join(f"k{i}.'n' = {part}" for i, part in enumerate(parts)) + "}"


@given(st.lists(st.tuples(st.sampled_from(["", "[[t]]", "[[t.u]]", "[t.v{}]", "[w{}.x]"]), written()), max_size=8))
def test_each_key_stands_on_its_line(entries: list[tuple[str, str]]) -> None:
    """Of texts written by hand, with headers, comments and values over many lines."""
    text = "[[t]]\n"
    for number, (header, value) in enumerate(entries):
        text += f"{header.format(number)}\nkey{number} = {value}\n"
    lines = line_map(text)
    assert set(lines) == set(paths(tomllib.loads(text)))
    for path, line in lines.items():
        if str(path[-1]).startswith("key"):
            assert text.split("\n")[line - 1].startswith(f"{path[-1]} =")


def test_the_flows_that_ship_are_mapped() -> None:
    """Whole and without a path too many; none of them is a bomb."""
    files = sorted((File(__file__).parents[2] / "flows").rglob("*.toml"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert set(line_map(text)) == set(paths(tomllib.loads(text)))
        assert too_deep(text) == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\n" + ".".join("k" * MOST_PARTS) + " = 1", 0),
        ("a = 1\n" + " . ".join("k" * (MOST_PARTS + 1)) + " = 1", 2),
        ("a = 1\n\n[" + ".".join(['"k.l"'] * (MOST_PARTS + 1)) + "]", 3),
        ("a = " + "[" * MOST_NESTING + "]" * MOST_NESTING, 0),
        ("a = [\n" + "[" * MOST_NESTING, 2),
        ("a = " + "{ b = " * (MOST_NESTING + 1), 1),
        ('a = "' + "[" * 99 + '"', 0),
        ("# " + "[" * 99, 0),
        ('a = "' + "a." * 99 + '"', 0),
        ("a = 'never closed\n" + "[" * 99, 0),
        ("a = [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 1.5]", 0),
    ],
)
def test_bombs_are_seen_before_tomllib_sees_them(text: str, line: int) -> None:
    """Keys of more than 8 parts and nesting over 16 are told with their line; strings and comments may look so."""
    assert too_deep(text) == line
