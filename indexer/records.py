"""Articles become documents; posts become the records by which an update knows them again.

Ids are stable across rebuilds and across machines: an article's comes of its path in the corpus,
a photo's of its article, its true address and how often the article showed that picture before;
a paragraph's of its article and its folded text. A post that is edited keeps the ids of what
did not change.

One more record says where the corpus lies. It is not in the manifest, which never changes within
a build, because folders move while their index stays.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import tzinfo
from itertools import accumulate

from indexer.posts.article import Article, Paragraph, Photo, PictureFile
from indexer.posts.dates.published import in_zone
from indexer.settings.corpus_settings import CorpusSettings
from search.document import Document
from search.origin import Origin
from search.text.fold import Fold

ID_DIGITS = 16

CORPUS = "corpus"
"""What stands for the corpus where articles have their ids; no digest is spelled so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What an update must know of a post, stored in one transaction with its documents.

    Attributes:
        path: in the corpus.
        size: bytes. modified: nanoseconds. digest: SHA-256 of the file.
        skipped: why the file is no post, or None.
        photos, paragraphs: how many documents it gave.
        pictures: the picture files that it calls, as they were.
        cut: what was too much to be kept of it.
        draft: it says that it is a draft; where it is skipped, that is why.
        left_out: how many of its pictures gave no photo, by the reason.
        extractor: the version of the reader of posts that read it.
    """

    path: str
    size: int
    modified: int
    digest: str
    skipped: str | None = None
    photos: int = 0
    paragraphs: int = 0
    pictures: tuple[PictureFile, ...] = ()
    cut: Sequence[str] = ()
    draft: bool = False
    left_out: Mapping[str, int] = field(default_factory=dict)
    extractor: str = ""

    def to_json(self) -> str:
        """The record as it is stored."""
        kept = {name: getattr(self, name) for name in _KEPT}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


_KEPT = tuple(one.name for one in fields(Record))

_LASTING = ("path", "size", "modified", "digest", "skipped", "photos", "paragraphs", "extractor")
"""What means the same in the records of all versions; who changes it changes the index format."""


def read_records(texts: Iterable[str], extractor: str) -> Iterator[Record]:
    """What ``Record.to_json`` wrote of each post; one parse of all takes half the time.

    Of a record that another extractor made, which may have had other keys, only what every version
    has is taken: enough to know its post again, which is then read anew.
    """
    for stored in json.loads(f"[{','.join(texts)}]"):
        if stored.get("extractor") == extractor:
            pictures = tuple(PictureFile(*picture) for picture in stored.pop("pictures", ()))
            yield Record(**stored, pictures=pictures)
        else:
            yield Record(**{name: stored[name] for name in _LASTING if name in stored})


def corpus_record(home: str) -> str:
    """The record of where the corpus lies; JSON's escapes hold names that are not UTF-8 as well."""
    return json.dumps({"corpus": home})


def read_corpus_record(text: str) -> str:
    """The folder that ``corpus_record`` wrote."""
    return str(json.loads(text)["corpus"])


def article_id(path: str) -> str:
    """The id of the article in the post at ``path``."""
    return _digest("article", path)


def documents(
    article: Article,
    fold: Fold,
    *,
    zone: tzinfo | None = None,
) -> Iterator[Document]:
    """The documents of an article, in its order, dated by the days of a zone.

    Whatever shows, filters, sorts or counts days takes the first ten characters of a document's
    date; here they become those of the corpus, and the moment stays the same. Without a zone it is
    that of a corpus without settings.
    """
    zone = zone or CorpusSettings().zone
    key = article_id(article.path)
    published = in_zone(article.published, zone) if article.published else ""
    seen: Counter[str] = Counter()
    of_article = _origin_of_credit(article)
    before, after = _nearest(article.blocks), _nearest(article.blocks[::-1])[::-1]
    for position, block in enumerate(article.blocks):
        if isinstance(block, Photo):
            name, made = f"photo\n{block.image}", _photo(block, before[position], after[position])
        else:
            name, made = f"paragraph\n{fold.stream(block.text)}", _paragraph(block)
        yield replace(
            made,
            id=_digest(key, name, str(seen[name])),
            article=key,
            position=position,
            headline=article.title,
            category=article.category,
            place=article.place,
            person=article.person,
            tag=article.tags,
            published=published,
            path=article.path,
            url=article.url or "",
            author=article.author or "",
            article_creator=article.creator or tuple(filter(None, (article.agency,))),
            origins=(*made.origins, *of_article),
        )
        seen[name] += 1


def _photo(photo: Photo, before: str, after: str) -> Document:
    return Document(
        id="",
        article="",
        kind="photo",
        caption=photo.caption or "",
        credit=photo.credit or "",
        creator=photo.creator,
        agency=photo.agency or "",
        role=photo.role or "",
        before=before,
        after=after,
        taken=photo.taken or "",
        taken_basis=photo.taken_basis or "",
        image=photo.image,
        width=photo.width or 0,
        height=photo.height or 0,
        origins=_origins(photo),
    )


def _origins(photo: Photo) -> tuple[Origin, ...]:
    """Where the facts of a photo stand, as far as a document does not know by itself."""
    origins = []
    if photo.taken and photo.taken_from and _stands(photo.taken_from, photo):
        origins.append(photo.taken_from)
    if photo.credit and photo.credit_from == "post":
        origins.append(Origin(fact="credit", source="post"))
    return tuple(origins)


def _stands(origin: Origin, photo: Photo) -> bool:
    """Whether the words of a date are in what was kept of their text."""
    text = {"caption": photo.caption, "credit": photo.credit}.get(origin.source)
    return 0 <= origin.start <= origin.end <= len(text or "")


def _origin_of_credit(article: Article) -> tuple[Origin, ...]:
    """Where it says who made the pictures of an article."""
    if article.credit_from is None or not (article.creator or article.agency):
        return ()
    text = {"headline": article.title, "author": article.author}.get(article.credit_from) or ""
    start = text.find(article.credit or "")
    end = start + len(article.credit or "") if start >= 0 and text else 0
    origin = Origin(
        fact="article_creator",
        source=article.credit_from,
        start=max(start, 0) if end else 0,
        end=end,
    )
    return (origin,)


def _paragraph(paragraph: Paragraph) -> Document:
    return Document(id="", article="", kind="paragraph", text=paragraph.text)


def _nearest(blocks: Sequence[Photo | Paragraph]) -> list[str]:
    """The last paragraph before each block; other photos do not stand between."""
    paragraphs = (block.text if isinstance(block, Paragraph) else "" for block in blocks)
    return list(accumulate(paragraphs, lambda last, text: text or last, initial=""))[:-1]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:ID_DIGITS]
