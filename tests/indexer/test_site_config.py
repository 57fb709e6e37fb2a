"""The variables of a site: from the nearest settings file beside or above a corpus."""

import os
from pathlib import Path

import pytest

from indexer.posts.extract import read_article
from indexer.posts.page.flattened import flattened
from indexer.settings.settings_file import read_settings
from indexer.settings.site_config import read_variables


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_config.yml", "cdn: https://p.example\nparams:\n  pics: /img\n  n: 3\n"),
        ("_config.yaml", "cdn: 'https://p.example'\nparams: {pics: /img, n: 3}\n"),
        ("config.toml", "cdn = 'https://p.example'\n[params]\npics = '/img'\nn = 3\n"),
        ("hugo.toml", "cdn = 'https://p.example'\nparams.pics = '/img'\nparams.n = 3\n"),
    ],
)
@pytest.mark.parametrize("below", ["", "a", "a/b/c"])
def test_settings_beside_or_above(tmp_path: Path, name: str, text: str, below: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    root = tmp_path / below
    root.mkdir(parents=True, exist_ok=True)
    found = read_variables(root)
    assert found["cdn"] == "https://p.example"
    assert (found["params.pics"], found["params.n"]) == ("/img", "3")


def test_the_nearest_counts_and_four_folders_above_is_too_far(tmp_path: Path) -> None:
    root = tmp_path / "a" / "b" / "c" / "d"
    root.mkdir(parents=True)
    (tmp_path / "_config.yml").write_text("x: far\n", "utf-8")
    assert read_variables(root).get("x") != "far"
    (tmp_path / "a" / "_config.yml").write_text("x: near\n", "utf-8")
    (root.parent / "_config.yml").write_text("x: nearest\n", "utf-8")
    assert read_variables(root)["x"] == "nearest"


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "_config.yml"
    file.write_text("x: a\n", "utf-8")
    assert read_variables(tmp_path)["x"] == "a"
    file.write_text("x: b\n", "utf-8")
    os.utime(file, ns=(1, 1))
    assert read_variables(tmp_path)["x"] == "b"


@pytest.mark.parametrize("text", ["", "[", "\x00", "a: [" * 200, "- a\n- b\n", "x" * 300_000])
def test_a_broken_one_defines_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "_config.yml").write_text(text, "utf-8")
    (tmp_path / "hugo.toml").write_text(text, "utf-8")
    assert not read_variables(tmp_path)


def test_a_post_is_read_with_them(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("cdn: https://p.example\n", "utf-8")
    (tmp_path / "posts").mkdir()
    text = "---\ntitle: 船\nfolder: 2018\n---\n![渔船]({{ site.cdn }}/{{ page.folder }}/a.jpg)\n"
    (tmp_path / "posts" / "a.md").write_text(text, "utf-8")
    root = tmp_path / "posts"
    article = read_article(root, "a.md", settings=read_settings(root))
    assert [photo.image for photo in article.photos] == ["https://p.example/2018/a.jpg"]
    assert article.notes == ()


def test_front_matter_is_what_a_page_defines() -> None:
    front = {"a": "b", "c": {"d": "e"}, "f": [1], "g": True, "h": "x" * 900}
    assert flattened(front, "page") == {"page.a": "b", "page.c.d": "e"}
