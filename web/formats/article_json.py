"""``/articles/{id}.json``: an article, its text and photos in the order of the post."""

from indexer import ArticleView
from indexer.presentation import Json, Versions, document_json, visible, web_address
from web.addresses.links import Links


def article_json(article: ArticleView, *, links: Links, versions: Versions) -> Json:
    """An article; ``source`` is where it was published, ``path`` the post in the corpus."""
    return {
        "id": article.id,
        "url": links.article(article.id),
        "title": article.title,
        "published": article.published or None,
        "author": article.author or None,
        "creator": list(article.creator),
        "category": list(article.category),
        "tag": list(article.tag),
        "source": web_address(article.url) or None,
        "path": visible(article.path),
        "documents": [
            document_json(one, addresses=links, versions=versions) for one in article.documents
        ],
    }
