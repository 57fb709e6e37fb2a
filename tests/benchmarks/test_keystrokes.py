"""What is typed is of the archive, the same whenever the seed is, and every key adds to it."""

import pytest

from tests.benchmarks import keystrokes
from tests.benchmarks.builders import shown
from tests.benchmarks.generator import Recipe
from tests.benchmarks.keystrokes import HOSTILE, Typing, _spread, misspelt, typed_classes

RECIPE = Recipe(size=200, tags=2)


@pytest.fixture(scope="module")
def classes() -> dict[str, tuple[Typing, ...]]:
    return {one.name: one.typings for one in typed_classes(RECIPE, seed=1, count=30)}


def test_the_same_seed_types_the_same(classes: dict[str, tuple[Typing, ...]]) -> None:
    again = {one.name: one.typings for one in typed_classes(RECIPE, seed=1, count=30)}
    other = {one.name: one.typings for one in typed_classes(RECIPE, seed=2, count=30)}
    assert classes == again != other


def test_what_is_wanted_stands_in_the_archive(classes: dict[str, tuple[Typing, ...]]) -> None:
    held = "\n".join(shown(one) for _, documents in RECIPE.articles() for one in documents)
    typings = [typing for name, made in classes.items() if name != HOSTILE for typing in made]
    assert len(typings) == 30 * (len(classes) - 1)
    assert all(typing.wanted in held for typing in typings)


def test_every_key_adds_a_letter_or_a_character(classes: dict[str, tuple[Typing, ...]]) -> None:
    for name, made in classes.items():
        for typing in made if name != HOSTILE else ():
            for key, following in zip(typing.keys, typing.keys[1:], strict=False):
                assert following[:-1] == key
    assert all(t.wanted.startswith(t.keys[-1]) for t in classes["characters"])
    assert all(key.isascii() for t in classes["pinyin in full"] for key in t.keys)
    assert all(len(t.keys) <= 8 for t in classes["initials"])
    assert {len(t.filters) for t in classes["of a photographer"]} == {1}
    assert all(" " in key for t in classes["after a word, pinyin"] for key in t.keys)
    assert not any(key.isascii() for t in classes["characters, then pinyin"] for key in t.keys)


def test_what_misses_is_no_name_of_the_archive() -> None:
    names = {
        name
        for _, documents in RECIPE.articles()
        for photo in documents
        for name in (*photo.creator, *photo.place, photo.agency)
    }
    searches = dict(misspelt(RECIPE, seed=1, count=30))
    assert set(searches.pop("right, and found")) <= names
    for name, made in searches.items():
        assert sum(query in names for query in made) < 3, name


def test_a_large_archive_is_drawn_from_all_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keystrokes, "SAMPLE", 500)
    photos = list(_spread(Recipe(size=20_000)))
    assert 400 < len(photos) < 600
    numbers = [int(photo.path.rpartition("-")[2].partition(".")[0]) for photo in photos]
    assert max(numbers) > 20_000 / 6.5
