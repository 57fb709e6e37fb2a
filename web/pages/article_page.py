"""The page of one article: from the archive's values to the context of its template."""

from indexer import ArticleView, Document
from indexer.presentation import Versions, web_address
from web.pages.contexts import ArticlePage, Block
from web.pages.views import (
    ARTICLE_SIZES,
    article_credit,
    filter_link,
    published,
    whole_picture,
)
from web.site.frame import Frame
from web.site.site import Visitor
from web.wording.credits import credit_text


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
        credit=article_credit(article.creator, visitor),
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
