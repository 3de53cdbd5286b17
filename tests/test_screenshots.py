"""The pictures can be taken at any time, come out the same, and fetch nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from screenshots import make

PICTURES = Path(make.__file__).resolve().parent
NAMES = [name for story in make.STORIES for name in story.names]
DAWN = next(story for story in make.STORIES if story.names == ("breath-dawn",))


def fetches(picture: str) -> list[str]:
    """Everything in an SVG that a viewer might go and get."""
    own = picture.replace('xmlns="http://www.w3.org/2000/svg"', "")
    return re.findall(r"https?:|//\w|@font-face|@import|<script|<image|<foreignObject|href|url\((?!#)", own)


async def test_a_picture_comes_out_the_same_twice_and_fetches_nothing() -> None:
    first, second = await make.pictures_of(DAWN), await make.pictures_of(DAWN)
    assert first == second
    assert list(first) == ["breath-dawn"]
    assert "Just&#160;breathe." in first["breath-dawn"]
    assert fetches(first["breath-dawn"]) == []
    assert "#faf7f1" in first["breath-dawn"], "the ground of the theme dawn"


async def test_taking_pictures_leaves_the_surroundings_alone(coach_home: Path) -> None:
    await make.pictures_of(DAWN)
    assert not coach_home.exists()


async def test_a_story_that_does_not_fit_the_program_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "PATIENCE", 0.1)
    with pytest.raises(LookupError, match="the story expected “Nobody has to shout”"):
        await make.pictures_of(make.Story("sees Nobody has to shout", make.talk_app))
    with pytest.raises(LookupError, match="the story writes “words”"):
        await make.pictures_of(make.Story("write words", make.talk_app))


def test_every_picture_has_a_story_and_every_story_its_pictures() -> None:
    assert sorted(NAMES) == sorted(path.stem for path in PICTURES.glob("*.svg"))
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_in_the_repository_fetches_nothing(name: str) -> None:
    picture = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    assert fetches(picture) == []
    assert "terminal-" not in picture, "an id that would change from run to run"


def test_a_name_that_no_story_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert make.main(["no-such-picture"]) == 2
    assert "no-such-picture" in capsys.readouterr().err
