"""Settings: what was chosen comes back, and a broken file never stops a talk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coach.errors import CannotSave
from coach.records.places import Places, make_private
from coach.records.settings import Settings, load, mark_card_seen, save, seen_card


def test_what_is_saved_is_loaded(home: Places) -> None:
    """Every setting comes back, from a file for the owner alone, with nothing beside it."""
    chosen = Settings(names=("Ann [b]", 'B"o\n'), quick_exit="delete", theme="contrast", country="NL")
    save(home, chosen)
    assert load(home) == Settings(names=("Ann [b]", 'B"o'), quick_exit="delete", theme="contrast", country="NL")
    assert os.listdir(home.config) == ["settings.toml"]
    if os.name == "posix":
        assert (home.config / "settings.toml").stat().st_mode & 0o777 == 0o600


def test_no_file_is_all_defaults_and_no_notice(home: Places) -> None:
    """A first run has settings, says nothing and writes nothing."""
    assert load(home) == Settings()
    assert load(home).notices == ()
    assert not home.config.exists()


@pytest.mark.parametrize(
    "text",
    ["theme = 'pink'", "names = ['one']", "names = 3", "names = ['', 'x']", "country = 'Holland'", "quick_exit = true"],
)
def test_a_bad_value_is_its_default_and_one_sentence(home: Places, text: str) -> None:
    """What cannot be used is named with what it takes; the rest still counts."""
    make_private(home.config)
    (home.config / "settings.toml").write_text(f"{text}\nunknown = 1\n")
    found = load(home)
    assert found == Settings()
    assert len(found.notices) == 1
    assert text.split(" ")[0] in found.notices[0]


@pytest.mark.parametrize("data", [b"theme = ", b"\xff", b"a" + b".a" * 20_000 + b" = 1", b"x" * 100_000])
def test_a_broken_file_is_all_defaults_and_one_sentence(home: Places, data: bytes) -> None:
    """A file that is no TOML, or too much of it, is not used and is said."""
    make_private(home.config)
    (home.config / "settings.toml").write_bytes(data)
    assert load(home) == Settings()
    assert len(load(home).notices) == 1


def test_the_names_are_not_in_the_repr() -> None:
    """Settings in a traceback do not tell who."""
    assert "Ann" not in repr(Settings(names=("Ann", "Bo")))


def test_a_folder_that_cannot_be_made_is_said_when_saving(tmp_path: Path) -> None:
    """Saving settings where nothing can be written is one sentence; marking the card is silent."""
    (tmp_path / "file").write_text("")
    blocked = tmp_path / "file"
    places = Places(blocked / "talks", blocked / "flows", blocked / "config", blocked / "state")
    with pytest.raises(CannotSave):
        save(places, Settings())
    mark_card_seen(places)
    assert not seen_card(places)


def test_the_card_is_seen_once(home: Places) -> None:
    """The marker is there after it was set, and not before."""
    assert not seen_card(home)
    mark_card_seen(home)
    mark_card_seen(home)
    assert seen_card(home)
