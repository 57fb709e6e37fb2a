"""The credit of a whole article, which is nobody's of a single picture.

``（周牧野 摄）`` in the headline, ``海州日报记者 周牧野 文/图`` in the by-line and
``本文图片均由周牧野拍摄`` at the end say who made the pictures of an article, not which. An
archive that copied it to each picture would name a photographer for what he may never have seen; so
it is kept apart, and a photo without a credit of its own may be shown with it, marked as the
article's.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from indexer.posts.article import Article, Paragraph
from indexer.posts.credits.credit import Credit
from indexer.posts.credits.credit_lines import split_credit
from indexer.posts.credits.simplified import simplified
from search.origin import Source

_OF_ALL = re.compile(
    r"(?:本文|文中|本版|以上|本组|文内|全文|未标注|题图)(?:的|所有)?(?:图片|配图|照片)|"
    r"(?:图片|照片)均?由"
)
_STAFF = re.compile(
    r"(?:摄影|图片|供图|摄影报道|摄影记者|图)\s{0,2}[:：/／|｜]|(?:摄影报道|文\s?[/／、]?\s?图|图\s?[/／、]?\s?文|供图|摄)\s{0,2}[）)】\]]?[。.]?\s{0,2}$"
)
_WRITERS = re.compile(
    r"(?>(?:\s{0,3}(?:文字?|撰文|撰稿|采写|记者|通讯员|编辑|责编|校对|审核|监制|排版|设计)\s?[:：/／|｜]\s?[^\s:：/／|｜]{1,12}){1,8})\s*"
)
"""The staff that made no pictures, beside whom those who did stand."""

_SIGNED = re.compile(r"摄|拍|文[/／、]?图|图[/／、]?文|供图")
_ENDS = " \u3000。.；;）)】]"

_LONGEST = 120
"""Characters of a line that may be one of the staff."""


def with_credit(article: Article, *, photographer: str | None = None) -> Article:
    """Give an article the credit of the whole of it, where it has photos and states none.

    ``photographer`` is whom the front matter of the post names for one.
    """
    if article.credit or article.creator or article.agency or not article.photos:
        return article
    last = article.blocks[-1]
    found = article_credit(
        photographer=photographer,
        headline=article.title,
        byline=article.author,
        lines=(block.text for block in article.blocks if isinstance(block, Paragraph)),
        last=last.text if isinstance(last, Paragraph) else None,
    )
    if found is None:
        return article
    credit, source = found
    return replace(
        article,
        credit=credit.text,
        creator=credit.creator,
        agency=credit.agency,
        credit_from=source,
    )


def article_credit(
    *,
    photographer: str | None = None,
    headline: str | None = None,
    byline: str | None = None,
    lines: Iterable[str] = (),
    last: str | None = None,
) -> tuple[Credit, Source] | None:
    """Find who made the pictures of an article as a whole, and which text says so.

    Args:
        photographer: whom the post states to be one.
        headline: the title of the article.
        byline: who signs it, as the page or the front matter has it.
        lines: texts of the article that are captions of no picture; the last that says so counts,
            for the staff stand at the end.
        last: the text that ends the article and is no caption; papers sign there.
    """
    if photographer:
        return stated_credit(photographer, is_photographer=True), "post"
    signed: tuple[tuple[str | None, Source], ...] = ((headline, "headline"), (byline, "author"))
    for text, source in signed:
        credit = split_credit(text)[1] if text else None
        if credit and _is_of_pictures(credit):
            return credit, source
    found = [credit for line in lines if (credit := _of_line(line))]
    of_text = found[-1] if found else _signature(last) if last else None
    return None if of_text is None else (of_text, "paragraph")


def stated_credit(text: str, *, is_photographer: bool) -> Credit:
    """The credit that a key of its own gives, read as the line that it stands for."""
    label = "摄影：" if is_photographer else "图片来源："
    for line in (text, label + text):
        rest, credit = split_credit(line)
        if credit is not None and not rest:
            return replace(credit, text=text)
    return Credit(text, creator=(text,) if is_photographer else ())


def _signature(text: str) -> Credit | None:
    """The credit of photographers that a text ends in."""
    credit = split_credit(text)[1]
    if credit is None or not credit.creator or not _SIGNED.search(simplified(credit.role or "")):
        return None
    return credit if text.rstrip(_ENDS).endswith(credit.text.rstrip(_ENDS)) else None


def _of_line(line: str) -> Credit | None:
    """The credit that a line is, where it speaks of all pictures or lists the staff."""
    if len(line) > _LONGEST:
        return None
    plain = simplified(line)
    if not (_OF_ALL.search(plain) or _STAFF.search(plain)):
        return None
    rest, credit = split_credit(line)
    alone = not rest or _WRITERS.fullmatch(simplified(rest)) is not None
    return credit if credit and alone and _is_of_pictures(credit) else None


def _is_of_pictures(credit: Credit) -> bool:
    return bool(credit.creator or credit.agency)
