"""Posts that are renamed or moved answer under their former ids, whatever becomes of the folder.

The rules are held to a model: a folder as a dictionary of paths and texts, redirects as one of
paths and names, both gone over whole after every change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer
from indexer import Archive, BuildReport, Document, build, build_index, update_index
from indexer.moves import Former, Moves
from indexer.posts.article import Article, Photo
from indexer.reading import Reading
from indexer.records import Record, article_id, documents
from indexer.redirects import MOST_FORMER, Redirects, record_of, redirect_in
from search.text.fold import Fold
from tests.places import Places
from tests.profiles import tried

Text = tuple[str, ...]
"""A post of the model: the names of its photos."""

Spot = tuple[str, str]
"""A path and the name of a photo there; an empty one is the article."""

PATHS = ("1.md", "2.md", "a/1.md", "a/2.md", "b/1.md")
TEXTS: tuple[Text, ...] = (("x", "y"), ("x", "y", "z"), ("y",), ("u", "v"))
FOLD = Fold()


def post(text: Text) -> str:
    shown = "\n\n".join(
        f"![](https://x.test/{name}.jpg)\n\n图为{name}号渔船驶出港口。" for name in text
    )
    return f"---\ntitle: 渔港{'、'.join(text)}\n---\n\n开头的一段话，说说今天的渔港。\n\n{shown}\n"


@dataclass
class Model:
    """What the folder was at the last build or update, and where ids of earlier ones lead."""

    held: dict[str, Text] = field(default_factory=dict)
    leads: dict[Spot, Spot] = field(default_factory=dict)
    seen: set[Spot] = field(default_factory=set)

    def follow(self, now: Mapping[str, Text]) -> None:
        live = set(places(now))
        moved = {
            old: new
            for here, there in self.pairs(now)
            for old, new in zip(
                places({here: self.held[here]}), places({there: now[there]}), strict=True
            )
            if old not in live
        }
        ends = {old: end if end in live else moved.get(end) for old, end in self.leads.items()}
        self.leads = {old: end for old, end in {**ends, **moved}.items() if end and old not in live}
        self.held = dict(now)
        self.seen |= live

    def pairs(self, now: Mapping[str, Text]) -> Iterator[tuple[str, str]]:
        for text in TEXTS:
            were = sorted(path for path, held in self.held.items() if held == text)
            are = sorted(path for path, held in now.items() if held == text)
            gone = [path for path in were if path not in now]
            lost = [path for path in were if path in now and now[path] != text]
            fresh = [path for path in are if path not in were]
            yield from zip([*gone, *lost], fresh, strict=False)
            for path in gone[len(fresh) :]:
                yield from [(path, there) for there in (*fresh, *are)][:1]


def places(folder: Mapping[str, Text]) -> list[Spot]:
    return [(path, name) for path, text in folder.items() for name in ("", *text)]


Change = tuple[Literal["write", "rename", "copy", "delete"], str, str, Text]
CHANGES = st.tuples(
    st.sampled_from(("write", "rename", "rename", "rename", "copy", "delete")),
    st.sampled_from(PATHS),
    st.sampled_from(PATHS),
    st.sampled_from(TEXTS),
)
Step = tuple[list[Change], str]
STEPS = st.lists(
    st.tuples(st.lists(CHANGES, min_size=1, max_size=5), st.sampled_from(("update", "build"))),
    min_size=2,
    max_size=6,
)


def changed(folder: dict[str, Text], change: Change) -> None:
    what, here, there, text = change
    if what == "write":
        folder[here] = text
    elif here in folder and here != there:
        if what != "delete":
            folder[there] = folder[here]
        if what != "copy":
            del folder[here]


def written(root: Path, folder: Mapping[str, Text]) -> None:
    for file in root.rglob("*.md"):
        if str(file.relative_to(root)) not in folder:
            file.unlink()
    for path, text in folder.items():
        file = root / path
        file.parent.mkdir(exist_ok=True)
        if not file.exists() or file.read_text("utf-8") != post(text):
            file.write_text(post(text), "utf-8")


def brought_up(root: Path, index: Path | str, how: str) -> BuildReport:
    """Build, update, or update with the bytes of all files read."""
    if how == "build":
        return build_index(root, index)
    return update_index(root, index, prune=True, verify=how == "verify")


def named(archive: Archive, folder: Mapping[str, Text]) -> dict[Spot, str]:
    """The ids of all that is in an index."""
    ids: dict[Spot, str] = {}
    for path, text in folder.items():
        article = archive.article(article_id(path))
        photos = [one.id for one in article.documents if one.kind == "photo"]
        ids |= {(path, ""): article.id, **{(path, n): i for n, i in zip(text, photos, strict=True)}}
    return ids


@dataclass
class Index:
    """An index without a disk: what moves are followed by, and the redirects."""

    folder: dict[str, Text] = field(default_factory=dict)
    redirects: Redirects = field(default_factory=lambda: Redirects({}))

    def brought_up(self, folder: Mapping[str, Text], how: str) -> None:
        former = Former(
            posts={path: record(path, text) for path, text in self.folder.items()},
            redirects=self.redirects,
            documents=lambda article: [
                d
                for path, text in self.folder.items()
                for d in made(path, text)
                if d.article == article
            ],
        )
        moves = Moves(former)
        for path, text in sorted(folder.items()):
            if how == "update" and self.folder.get(path) == text:
                moves.stays(path)
            else:
                moves.stored(path, reading(path, text))
        stored = moves.redirects().records()
        self.redirects = Redirects.taken_from(stored)
        self.folder = dict(folder)
        assert not stored

    def ids(self) -> dict[Spot, str]:
        ids: dict[Spot, str] = {}
        for path, text in self.folder.items():
            photos = [one.id for one in made(path, text)]
            ids |= {
                (path, ""): article_id(path),
                **{(path, n): i for n, i in zip(text, photos, strict=True)},
            }
        return ids


def made(path: str, text: Text) -> tuple[Document, ...]:
    article = Article(path=path, title="", blocks=tuple(Photo(image=name) for name in text))
    return tuple(documents(article, FOLD))


def record(path: str, text: Text) -> Record:
    return Record(path=path, size=len(text), modified=0, digest="".join(text))


def reading(path: str, text: Text) -> Reading:
    return Reading(len(text), 0, "".join(text), None, made(path, text), {})


@tried(150)
@given(STEPS)
def test_former_ids_lead_where_the_model_has_the_documents(steps: list[Step]) -> None:
    model, index, ids = Model(), Index(), dict[Spot, str]()
    for folder, how in folders(steps):
        index.brought_up(folder, how)
        model.follow(folder)
        ids |= index.ids()
        held = index.redirects.records()
        assert {place: led(held, one) for place, one in ids.items()} == expected(model, ids)


def led(records: Mapping[str, str], former: str) -> str | None:
    held = records.get(record_of(former))
    return None if held is None else redirect_in(held, former)


def expected(model: Model, ids: Mapping[Spot, str]) -> dict[Spot, str | None]:
    leads = {place: ids[end] for place, end in model.leads.items()}
    return {place: leads.get(place) for place in model.seen}


@pytest.mark.untraced
def test_an_index_does_as_the_model(places: Places) -> None:
    examples, _ = places.share(examples=6, requests=25)

    @places.tried(examples)
    @given(STEPS)
    def holds(steps: list[Step]) -> None:
        model, ids = Model(), dict[Spot, str]()
        with TemporaryDirectory() as directory, places.fresh() as place:
            root = Path(directory)
            for folder, how in folders(steps):
                written(root, folder)
                brought_up(root, place.location, how)
                model.follow(folder)
                with indexer.open_index(place.location) as archive:
                    ids |= named(archive, folder)
                    leads = {spot: archive.moved(one) for spot, one in ids.items()}
                assert leads == expected(model, ids)

    holds()


def folders(steps: list[Step]) -> Iterator[tuple[dict[str, Text], str]]:
    """What the folder is, time after time, never without a post, and how the index follows it."""
    folder: dict[str, Text] = {"1.md": TEXTS[0], "a/1.md": TEXTS[0], "2.md": TEXTS[2]}
    yield dict(folder), "build"
    for changes, how in steps:
        for change in changes:
            changed(folder, change)
        folder = folder or {"1.md": TEXTS[2]}
        yield dict(folder), how


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    root.mkdir()
    written(root, {"1.md": TEXTS[0], "2.md": TEXTS[3]})
    return root


@pytest.fixture
def index(corpus: Path, tmp_path: Path) -> Path:
    build_index(corpus, tmp_path / "index")
    return tmp_path / "index"


def rename(corpus: Path, here: str, there: str) -> None:
    (corpus / there).parent.mkdir(parents=True, exist_ok=True)
    (corpus / here).rename(corpus / there)


@pytest.mark.parametrize("how", ["update", "verify", "build"])
def test_a_renamed_post_answers_with_all_its_documents(corpus: Path, index: Path, how: str) -> None:
    with indexer.open_index(index) as archive:
        before = archive.article(article_id("1.md"))
        rename(corpus, "1.md", "2019/渔港.md")
        brought_up(corpus, index, how)
        with pytest.raises(indexer.DocumentMissingError):
            archive.article(before.id)
        now = archive.article(article_id("2019/渔港.md"))
        assert archive.moved(before.id) == now.id
        assert [archive.moved(one.id) for one in before.documents] == [d.id for d in now.documents]
        assert {one.kind for one in before.documents} == {"photo", "paragraph"}


def test_what_is_there_and_what_never_was_moved_nowhere(corpus: Path, index: Path) -> None:
    rename(corpus, "1.md", "3.md")
    update_index(corpus, index)
    with indexer.open_index(index) as archive:
        ids = [article_id("3.md"), next(archive.photos()).id, article_id("nothing.md")]
        odd = [
            "",
            "moved-3f",
            "corpus",
            "x" * 5000,
            "\0",
            "\ud800",
            "３" * 16,
            article_id("1.md").upper(),
        ]
        assert [archive.moved(one) for one in (*ids, *odd)] == [None] * 11


def test_addresses_are_kept_for_a_bounded_number_of_moves(corpus: Path, index: Path) -> None:
    paths = ["1.md", *(f"{number}/1.md" for number in range(MOST_FORMER + 2))]
    for here, there in pairwise(paths):
        rename(corpus, here, there)
        update_index(corpus, index)
    with indexer.open_index(index) as archive:
        leads = [archive.moved(article_id(path)) for path in paths]
    assert leads == [None, None, *[article_id(paths[-1])] * MOST_FORMER, None]


def test_a_redirect_goes_with_the_post_it_leads_to(corpus: Path, index: Path) -> None:
    rename(corpus, "1.md", "3.md")
    update_index(corpus, index)
    kept = (corpus / "3.md").read_bytes()
    (corpus / "3.md").unlink()
    update_index(corpus, index)
    with indexer.open_index(index) as archive:
        assert archive.moved(article_id("1.md")) is None
        (corpus / "3.md").write_bytes(kept)
        update_index(corpus, index)
        assert archive.moved(article_id("1.md")) is None


def test_a_path_with_another_post_answers_for_itself_and_photos_lead_on(
    corpus: Path, index: Path
) -> None:
    """Posts with numbers for names were renumbered: the first is now the second."""
    with indexer.open_index(index) as archive:
        first, second = (archive.article(article_id(path)) for path in ("1.md", "2.md"))
        rename(corpus, "2.md", "3.md")
        rename(corpus, "1.md", "2.md")
        update_index(corpus, index)
        assert archive.article(second.id).title == first.title
        assert archive.moved(first.id) == second.id
        assert archive.moved(second.id) is None
        photo = second.documents[1]
        assert archive.get(archive.moved(photo.id) or "").image == photo.image


def test_a_copy_that_stayed_stands_for_the_post_that_went(corpus: Path, index: Path) -> None:
    (corpus / "3.md").write_bytes((corpus / "1.md").read_bytes())
    update_index(corpus, index)
    with indexer.open_index(index) as archive:
        assert archive.moved(article_id("1.md")) is None
        (corpus / "1.md").unlink()
        update_index(corpus, index)
        assert archive.moved(article_id("1.md")) == article_id("3.md")


def test_a_folder_that_moves_without_its_pictures_keeps_them_apart(tmp_path: Path) -> None:
    """Their addresses are others then, and so is what is known of their files."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    (corpus / "old").mkdir(parents=True)
    text = "---\ntitle: 渔港\n---\n\n" + "".join(
        f"![](img/{n}.jpg)\n\n图为{n}号渔船驶出港口。\n\n" for n in range(3)
    )
    (corpus / "old" / "1.md").write_text(text, "utf-8")
    build_index(corpus, index)
    with indexer.open_index(index) as archive:
        before = archive.article(article_id("old/1.md"))
        rename(corpus, "old/1.md", "new/deeper/1.md")
        update_index(corpus, index)
        captions = [archive.get(archive.moved(one.id) or "").caption for one in before.documents]
    assert captions == [one.caption for one in before.documents]
    assert len(set(captions)) == 3


def test_documents_that_another_reader_makes_are_known_by_name(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A move and an upgrade at once, after which a post has one photo less."""
    with indexer.open_index(index) as archive:
        before = archive.article(article_id("1.md"))
        rename(corpus, "1.md", "3.md")
        monkeypatch.setattr(build, "extractor_version", lambda: "another")

        def fewer(article: Article, fold: Fold, *, zone: tzinfo) -> Iterator[Document]:
            kept = documents(article, fold, zone=zone)
            yield from (one for one in kept if not one.image.endswith("x.jpg"))

        monkeypatch.setattr("indexer.reading.documents", fewer)
        update_index(corpus, index)
        found = {one.image or one.text: archive.moved(one.id) for one in before.documents}
        assert found.pop("https://x.test/x.jpg") is None
        assert all(
            one is not None and key in {archive.get(one).image, archive.get(one).text}
            for key, one in found.items()
        )


def test_a_build_over_an_index_that_cannot_be_read_knows_of_no_move(
    corpus: Path, index: Path
) -> None:
    rename(corpus, "1.md", "3.md")
    for file in (index / "builds").rglob("*.arrays"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert build_index(corpus, index).posts == 2
    with indexer.open_index(index) as archive:
        assert archive.moved(article_id("1.md")) is None


def test_an_update_that_moves_nothing_leaves_the_redirects(corpus: Path, index: Path) -> None:
    rename(corpus, "1.md", "3.md")
    update_index(corpus, index)
    tables = {file.name for file in (index / "builds").rglob("*.toc")}
    update_index(corpus, index)
    assert {file.name for file in (index / "builds").rglob("*.toc")} == tables
    (corpus / "2.md").write_text(post(TEXTS[2]), "utf-8")
    update_index(corpus, index)
    with indexer.open_index(index) as archive:
        assert archive.moved(article_id("1.md")) == article_id("3.md")
