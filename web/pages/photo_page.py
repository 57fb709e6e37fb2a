"""The page of one photo: from the archive's values to the context of its template."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from indexer import ArticleView, Document, Explanation
from indexer.pictures import WIDTHS, Trouble
from indexer.presentation import Versions, web_address
from web.addresses.links import Parameters
from web.pages.citations import citations
from web.pages.explaining import reasons
from web.pages.photo_contexts import PhotoPage, Row, Walk
from web.pages.photo_facts import facts
from web.pages.views import PAGE_SIZES, article_credit, dated, whole_picture
from web.site.frame import Frame, Link
from web.site.site import Visitor
from web.wording.credits import credit_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a photo's page shows besides the photo.

    Attributes:
        article: its article.
        results: the parameters of the results that the reader came from.
        search, within: the ways through these, and through the article.
        rows: other photos.
        why: why it was found.
        trouble: why its picture cannot be had.
        described: the photo as JSON-LD.
        url, image: the addresses of the page and of the picture, with scheme and host; of a picture
            that is not here its own on the web.
        today: the day, ISO 8601.
    """

    article: ArticleView
    results: Parameters
    search: Walk | None
    within: Walk
    rows: Sequence[Row]
    why: Explanation | None
    trouble: Trouble | None
    described: Markup
    url: str
    image: str
    today: str


def photo_page(
    document: Document,
    around: Surroundings,
    visitor: Visitor,
    frame: Frame,
    *,
    versions: Versions,
) -> PhotoPage:
    """The context of a photo's page; ``versions`` are those of the article's pictures."""
    told = None if around.trouble is None else (around.trouble.chinese, around.trouble.english)
    version, article = versions.get(document.id, ""), around.article
    original = web_address(article.url)
    return PhotoPage(
        frame=frame,
        id=document.id,
        described=around.described,
        back=_back(document, around.results, visitor),
        picture=whole_picture(document, visitor, sizes=PAGE_SIZES, version=version, eager=True),
        largest=visitor.links.thumbnail(document.id, width=WIDTHS[-1], version=version),
        trouble="" if told is None else told[visitor.language == "en"],
        caption=document.caption,
        credit=credit_text(document),
        article_credit=article_credit(document.article_creator, visitor),
        date=dated(document, visitor),
        citations=citations(
            document,
            visitor,
            url=around.url,
            image=around.image,
            original=original,
            today=around.today,
        ),
        facts=list(facts(document, article, visitor)),
        reasons=None if around.why is None else reasons(around.why, visitor),
        article=Link(article.title, visitor.links.article(article.id)),
        search=around.search,
        article_walk=around.within,
        before=document.before,
        after=document.after,
        rows=around.rows,
    )


def _back(document: Document, results: Parameters, visitor: Visitor) -> Link | None:
    """To its place in the results, where the address tells of any: a language alone is none."""
    if not set(results) - {"lang"}:
        return None
    url = f"{visitor.links.search(results)}#photo-{document.id}"
    return Link(visitor.t("back_to_results"), url)
