"""The page of one photo and the page of one article: from the archive's values to contexts."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from indexer import ArticleView, Document, Explanation
from indexer.pictures import Trouble
from indexer.presentation import Versions, isolated, web_address
from web.addresses.links import Parameters
from web.pages.contexts import ArticlePage, Block, Fact, PhotoPage
from web.pages.explaining import reasons
from web.pages.views import (
    ARTICLE_SIZES,
    PAGE_SIZES,
    dated,
    filter_link,
    photo_card,
    published,
    whole_picture,
)
from web.site.frame import Frame, Link
from web.site.site import Visitor
from web.wording.credits import credit_text
from web.wording.dates import readable


def photo_page(
    document: Document,
    article: ArticleView,
    visitor: Visitor,
    frame: Frame,
    results: Parameters,
    *,
    versions: Versions,
    described: Markup,
    trouble: Trouble | None,
    why: Explanation | None,
) -> PhotoPage:
    """The context of a photo's page; ``results`` are the parameters of those it was found in.

    ``versions`` are those of the article's pictures, ``trouble`` is why this one cannot be had,
    ``described`` is the photo for machines, ``why`` is why it was found.
    """
    told = None if trouble is None else (trouble.chinese, trouble.english)
    photos = [d for d in article.documents if d.kind == "photo"]
    at = next((n for n, photo in enumerate(photos) if photo.id == document.id), 0)
    return PhotoPage(
        frame=frame,
        described=described,
        id=document.id,
        back=_back(results, visitor),
        picture=whole_picture(
            document,
            visitor,
            sizes=PAGE_SIZES,
            version=versions.get(document.id, ""),
            eager=True,
        ),
        trouble="" if told is None else told[visitor.language == "en"],
        caption=document.caption,
        credit=credit_text(document),
        article_credit=_article_credit(document.article_creator, visitor),
        date=dated(document, visitor),
        facts=list(_facts(document, article, visitor)),
        reasons=None if why is None else reasons(why, visitor),
        article=Link(article.title, visitor.links.article(article.id)),
        position=visitor.t("photo_of", n=at + 1, total=len(photos)),
        previous=_neighbour(photos, at - 1, visitor, "previous_photo", results),
        next=_neighbour(photos, at + 1, visitor, "next_photo", results),
        before=document.before,
        after=document.after,
        others=[
            photo_card(other, visitor, versions=versions, results=results)
            for other in photos
            if other.id != document.id
        ],
    )


def article_page(
    article: ArticleView, visitor: Visitor, frame: Frame, *, versions: Versions, note: str
) -> ArticlePage:
    """The context of an article's page; ``note`` is what readers should know of its pictures."""
    photos = sum(1 for d in article.documents if d.kind == "photo")
    return ArticlePage(
        frame=frame,
        title=article.title,
        date=published(article.published, visitor),
        counts=visitor.t("article_counts", photos=photos, texts=len(article.documents) - photos),
        author=article.author,
        credit=_article_credit(article.creator, visitor),
        url=web_address(article.url),
        path=article.path,
        note=note,
        category=[filter_link(visitor, "category", value) for value in article.category],
        tag=[filter_link(visitor, "tag", value) for value in article.tag],
        blocks=[_block(document, visitor, versions) for document in article.documents],
    )


def _block(document: Document, visitor: Visitor, versions: Versions) -> Block:
    if document.kind == "paragraph":
        return Block(id=document.id, text=document.text)
    return Block(
        id=document.id,
        text=document.caption,
        picture=whole_picture(
            document, visitor, sizes=ARTICLE_SIZES, version=versions.get(document.id, "")
        ),
        credit=credit_text(document),
        url=visitor.links.photo(document.id),
    )


def _article_credit(creator: Iterable[str], visitor: Visitor) -> str:
    """Who made the pictures of the article as a whole; nothing where it does not say so."""
    names = "、".join(map(isolated, creator))
    return visitor.t("article_credit", names=names) if names else ""


def _back(results: Parameters, visitor: Visitor) -> Link | None:
    """To the results, where the address tells of any: a language alone is none."""
    if not set(results) - {"lang"}:
        return None
    return Link(visitor.t("back_to_results"), visitor.links.search(results))


def _neighbour(
    photos: Sequence[Document], at: int, visitor: Visitor, text: str, results: Parameters
) -> Link | None:
    if not 0 <= at < len(photos):
        return None
    return Link(visitor.t(text), visitor.links.photo(photos[at].id, results))


def _facts(document: Document, article: ArticleView, visitor: Visitor) -> Iterable[Fact]:
    """What is known of a photo, line by line; lines without a value are left out."""
    t = visitor.t
    size = t("size_of", width=document.width, height=document.height)
    lines: Sequence[tuple[str, Sequence[Link]]] = (
        ("taken", _taken(document, visitor)),
        ("published", _plain(readable(document.published[:10], visitor.language))),
        ("creator", _filters(visitor, "creator", document.creator)),
        ("agency", _filters(visitor, "agency", (document.agency,))),
        ("place", _filters(visitor, "place", document.place)),
        ("person", _plain("、".join(map(isolated, document.person)))),
        ("category", _filters(visitor, "category", document.category)),
        ("tag", _filters(visitor, "tag", document.tag)),
        ("author", _plain(document.author)),
        ("original_post", _elsewhere(article.url)),
        ("size", _plain(size if document.width and document.height else "")),
        ("file", _plain(document.path)),
    )
    return (Fact(t(name), values) for name, values in lines if values)


def _taken(document: Document, visitor: Visitor) -> list[Link]:
    if not document.taken:
        return []
    date = readable(document.taken, visitor.language)
    if document.taken_basis == "caption+post":
        note = visitor.t("taken_year_of_post")
        date += f"（{note}）" if visitor.language == "zh" else f" ({note})"
    return [Link(date, "")]


def _plain(text: str) -> list[Link]:
    return [Link(text, "")] if text else []


def _filters(visitor: Visitor, name: str, values: Iterable[str]) -> list[Link]:
    return [filter_link(visitor, name, value) for value in values if value]


def _elsewhere(url: str) -> list[Link]:
    address = web_address(url)
    return [Link(urlsplit(address).hostname or address, address)] if address else []
