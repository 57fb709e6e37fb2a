"""A blog's root as corpus: built pages, drafts, templates, packages are left out and told."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

import indexer
from indexer.commands import main
from indexer.inspection import inspect_corpus
from indexer.inspection_view import render
from indexer.sources.folder import survey

DRAFT = "a draft; --drafts reads it"
BUILT = "a folder of built pages with 2 files; to read it, make it the corpus"
TEMPLATES = "a folder of templates with 2 files; to read it, make it the corpus"
PACKAGES = "a folder of packages, which is not looked into"
LEFT_OUT = {"_site": BUILT, "dist": BUILT, "public": BUILT, "sub/public": BUILT,
            "_layouts": TEMPLATES, "_includes": TEMPLATES, "node_modules": PACKAGES}  # fmt: skip
DRAFTS = {
    "_drafts": "a folder of drafts with 2 files; --drafts reads it",
    "b.md": DRAFT,
    "c.md": DRAFT,
}


def write(root: Path, **posts: str) -> None:
    for name, front in posts.items():
        file = root / f"{name.replace('__', '/')}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: {name}\n{front}---\n渔船驶出港口。", "utf-8")


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    root = tmp_path / "blog"
    write(root, a="", b="draft: true\n", c="published: false\n", d="draft: false\n")
    for folder in (*LEFT_OUT, "_drafts", ".git"):
        (root / folder / "x").mkdir(parents=True)
        (root / folder / "x" / "one.md").write_text("渔船", "utf-8")
        (root / folder / "two.html").write_text("<p>渔船", "utf-8")
    (root / "dist" / "style.css").touch()
    return root


def told(skipped: tuple[indexer.Skipped, ...]) -> dict[str, str]:
    return {one.path: one.reason for one in skipped}


def test_built_pages_and_drafts_are_left_out_and_told(blog: Path, tmp_path: Path) -> None:
    report = indexer.build_index(blog, tmp_path / "index")
    assert (report.posts, told(report.skipped)) == (2, {**LEFT_OUT, **DRAFTS})
    again = indexer.update_index(blog, tmp_path / "index")
    assert (again.unchanged, again.skipped) == (2, report.skipped)
    inspection = inspect_corpus(blog)
    assert ([post.path for post in inspection.posts], inspection.skipped) == (
        ["a.md", "d.md"],
        report.skipped,
    )
    out = io.StringIO()
    Console(file=out, width=200).print(render(inspection))
    assert "dist: a folder of built pages with 2 files" in out.getvalue()


def test_drafts_are_read_where_they_are_wanted(blog: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    report = indexer.build_index(blog, index, drafts=True)
    assert (report.posts, told(report.skipped)) == (6, LEFT_OUT)
    assert len(inspect_corpus(blog, drafts=True).posts) == 6
    without = indexer.update_index(blog, index)
    assert (without.posts, without.removed, told(without.skipped)) == (2, 4, {**LEFT_OUT, **DRAFTS})
    again = indexer.update_index(blog, index, drafts=True)
    assert (again.posts, again.added, again.unchanged) == (6, 4, 2)
    assert indexer.update_index(blog, index, drafts=True).unchanged == 6


def test_a_post_appears_when_it_is_a_draft_no_longer(blog: Path, tmp_path: Path) -> None:
    indexer.build_index(blog, tmp_path / "index")
    write(blog, b="", a="draft: true\n")
    report = indexer.update_index(blog, tmp_path / "index")
    assert (report.posts, report.added, report.removed) == (2, 1, 1)
    assert "a.md" in told(report.skipped)
    with indexer.open_index(tmp_path / "index") as archive:
        found = archive.search("渔船", kind="paragraph").hits
    assert {hit.document.path for hit in found} == {"b.md", "d.md"}


@pytest.mark.parametrize("name", ["public", "_site", "dist", "_drafts", "_layouts", "node_modules"])
def test_a_corpus_of_that_name_is_read(blog: Path, name: str) -> None:
    assert survey(blog / name).paths == ("two.html", "x/one.md")


@pytest.mark.parametrize(
    ("files", "read"),
    [
        # without an engine's settings a name proves nothing
        (["themes/a.md", "layouts/a.md", "templates/a.md", "archetypes/a.md", "scaffolds/a.md"], 5),
        (["_config.yml", "layouts/a.md", "templates/a.md", "archetypes/a.md"], 3),
        (["hugo.toml", "templates/a.md", "scaffolds/a.md"], 2),
        (["config.toml", "content/themes/a.md", "content/layouts/a.md"], 2),
        (["hugo.toml", "layouts/a.html", "themes/x/a.html", "archetypes/a.md"], 0),
        (["config.yaml", "themes/x/README.md"], 0),
        (["_config.yml", "themes/x/README.md", "scaffolds/post.md"], 0),
        (["config.toml", "templates/base.html"], 0),
        (["blog/hugo.yaml", "blog/layouts/a.html", "layouts/a.md"], 1),
        # nor are settings needed where a folder is laid out for an engine
        (["layouts/_default/single.html", "layouts/a.html"], 0),
        (["layouts/partials/head.html"], 0),
        (["themes/x/layout/post.md", "themes/x/README.md"], 0),
        (["themes/x/theme.toml", "themes/y/a.md"], 0),
        (["content/a.md", "layouts/a.html", "themes/x/a.html"], 1),
        (["source/a.md", "scaffolds/a.md", "themes/x/a.md"], 1),
        (["sub/_includes/a.html", "sub/_layouts/x/b.html", "sub/a.md"], 1),
    ],
)
def test_templates_are_left_out_where_an_engine_looks_for_them(
    tmp_path: Path, files: list[str], read: int
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("文", "utf-8")
    found = survey(tmp_path)
    assert len(found.paths) == read
    posts = [name for name in files if name.endswith((".md", ".html"))]
    left_out = sum(int(one.reason.split(" with ")[1].split()[0]) for one in found.skipped)
    assert read + left_out == len(posts)
    assert all(one.reason.startswith("a folder of templates") for one in found.skipped)


def test_a_folder_of_nothing_but_templates_is_one(tmp_path: Path) -> None:
    for name, text in {
        "layouts/a.html": "<p>{{ .Content }}",
        "partials/a.html": "{% block a %}",
        "templates/a.html": "<p>渔船",
        "templates/b.html": "{{ page.title }}",
        "themes/a.html": "{{ title }}",
        "themes/b.md": "渔船",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    found = survey(tmp_path)
    assert [one.path for one in found.skipped] == ["layouts", "partials"]
    assert len(found.paths) == 4


def test_mdx_is_a_post(tmp_path: Path) -> None:
    (tmp_path / "a.mdx").write_text("渔船驶出港口。", "utf-8")
    assert survey(tmp_path).paths == ("a.mdx",)


@pytest.mark.parametrize(
    ("front", "is_draft"),
    [("draft: true", True), ("draft: 'true'", True), ("draft: yes", True), ("draft: True", True),
     ("published: no", True), ("draft:", False), ("draft: 0", False), ("published: true", False),
     ("published: 2018-07-01", False), ("draft: [true", True), ("title: draft", False)],
)  # fmt: skip
def test_what_says_that_a_post_is_a_draft(tmp_path: Path, front: str, is_draft: bool) -> None:
    if front == "draft: [true":  # YAML that is none is read line by line
        front = "x: [\ndraft: true"
    write(tmp_path, a=f"{front}\n")
    assert told(inspect_corpus(tmp_path).skipped) == ({"a.md": DRAFT} if is_draft else {})


def test_toml_says_so_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("+++\ndraft = true\n+++\n渔船", "utf-8")
    assert told(inspect_corpus(tmp_path).skipped) == {"a.md": DRAFT}


def test_the_option(blog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = str(tmp_path / "index")
    for command, posts in (("build", 6), ("update", 6)):
        assert (
            main([command, str(blog), "--index", index, "--jobs", "1", "--drafts", "--json"]) == 0
        )
        assert json.loads(capsys.readouterr().out)["posts"] == posts
    assert main(["inspect", str(blog), "--drafts", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["posts"]) == 6
