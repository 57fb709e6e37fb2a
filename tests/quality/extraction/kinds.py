"""Minimal inputs of one fault each: a folder a kind, and what is wrong in how it is read.

    python -m tests.quality.extraction.kinds [KIND…]

Kinds lie in two places: ``../shared/data/shapes/kinds``, and ``tests/golden/kinds`` for whoever has
not got those. Each folder is a corpus, with ``expected.json`` beside its posts:

- ``why``: what the fault is;
- ``files``: by path, what is to be read in a post: ``title``, ``published`` (how it begins),
  ``photos`` in the order of the post, ``only`` (true: no other photo);
- ``posts``: exactly these files are posts.

A photo is named by its ``image``, as ``addresses`` compares it, and has the keys that matter:
``caption``, ``any_of`` (one of these captions), ``creator``, ``agency``, ``role``, ``taken``. A
caption that begins with ``another text`` is prose about what it must not be: it is not compared.
Texts are compared without white space.

A kind is right or wrong as a whole, for it is one rule.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.inspection import inspect_corpus
from indexer.posts.article import Article, Photo
from tests.conftest import REAL, ROOT
from tests.quality.extraction.addresses import same_picture
from tests.quality.extraction.texts import plain

SHARED = REAL / "shapes" / "kinds"
GOLDEN = ROOT / "tests" / "golden" / "kinds"
EXPECTED = "expected.json"
_PROSE = "another text"
_KEYS = ("creator", "agency", "role", "taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind; ``why`` says what its fault is."""

    why: str
    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    posts: tuple[str, ...] | None = None


def names(folder: Path) -> list[str]:
    """The kinds of a folder; none where there is no folder."""
    return sorted(path.parent.name for path in folder.glob(f"*/{EXPECTED}"))


def read_kind(corpus: Path) -> Kind:
    """Read what is expected of a kind."""
    value = json.loads((corpus / EXPECTED).read_text(encoding="utf-8"))
    posts = value.get("posts")
    return Kind(
        why=value["why"],
        files=value.get("files", {}),
        posts=None if posts is None else tuple(sorted(posts)),
    )


def wrong(corpus: Path) -> list[str]:
    """Say what is wrong in how a kind is read; nothing where it is right."""
    kind = read_kind(corpus)
    inspection = inspect_corpus(corpus)
    read = {post.path: post for post in inspection.posts}
    why = {skip.path: skip.reason for skip in inspection.skipped}
    told: list[str] = []
    if kind.posts is not None and kind.posts != tuple(sorted(read)):
        told.append(f"posts are {sorted(read)} not {list(kind.posts)}")
    for file, expected in kind.files.items():
        post = read.get(file)
        lines = _of_post(post, expected) if post else [f"no post: {why.get(file, 'not there')}"]
        told += [f"{file}: {line}" for line in lines]
    return told


def _of_post(post: Article, expected: Mapping[str, Any]) -> Iterator[str]:
    title, published = expected.get("title"), expected.get("published")
    if title is not None and plain(post.title) != plain(title):
        yield f"title {post.title!r} not {title!r}"
    if published is not None and not (post.published or "").startswith(published):
        yield f"published {post.published} not {published}"
    left = list(post.photos)
    for one in expected.get("photos", ()):
        photo = next((photo for photo in left if same_picture(one["image"], photo.image)), None)
        if photo is None:
            yield f"no photo {one['image']} (left: {[photo.image for photo in left[:4]]})"
            continue
        left.remove(photo)
        yield from (f"{one['image']}: {line}" for line in _of_photo(photo, one))
    if expected.get("only") and left:
        yield f"other photos: {[photo.image for photo in left]}"


def _of_photo(photo: Photo, expected: Mapping[str, Any]) -> Iterator[str]:
    captions = _captions(expected)
    if captions is not None and plain(photo.caption) not in map(plain, captions):
        yield f"caption {photo.caption!r} ({photo.reason}) not {' or '.join(map(repr, captions))}"
    for key in (key for key in _KEYS if key in expected):
        found = getattr(photo, key)
        found = list(found) if key == "creator" else found
        if found != expected[key]:
            yield f"{key} {found!r} not {expected[key]!r}"


def _captions(expected: Mapping[str, Any]) -> list[str | None] | None:
    """The captions that are right; None where none is asked for."""
    if "any_of" in expected:
        return list(expected["any_of"])
    if "caption" not in expected or str(expected["caption"]).startswith(_PROSE):
        return None
    return [expected["caption"]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is wrong kind by kind; returns 1 where anything is."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality.extraction.kinds",
        description="Print what is wrong in how the kinds are read.",
    )
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="only these")
    wanted = set(parser.parse_args(arguments).kinds)
    corpora = [folder / name for folder in (SHARED, GOLDEN) for name in names(folder)]
    corpora = [corpus for corpus in corpora if not wanted or corpus.name in wanted]
    if not corpora:
        parser.error("no such kind")
    told = {corpus: wrong(corpus) for corpus in corpora}
    for corpus, lines in told.items():
        heading = f"{'wrong' if lines else 'right'}  {corpus.name}"
        sys.stdout.writelines(f"{line}\n" for line in (heading, *(f"    {one}" for one in lines)))
    count = sum(map(bool, told.values()))
    sys.stdout.write(f"{count} of {len(told)} wrong\n")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
