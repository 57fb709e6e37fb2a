"""``.csv``: all that a search finds, a row each, for spreadsheets.

UTF-8 with a mark at its beginning, because Excel and WPS read a file without one in the system's
old encoding. The columns are those of the JSON; what they are called is in the language of the
answer, and in English that is the JSON's own names. Several values of a cell stand with ``; ``
between them.

A spreadsheet runs what begins with a sign of a formula, and captions are strangers' texts. Such a
cell gets an apostrophe in front, which is seen, as OWASP has it
(https://owasp.org/www-community/attacks/CSV_Injection); whoever reads the file with a program takes
it off, or reads the JSON. Rows are made a page of results at a time and sent before the next page
is asked for, so that memory does not grow with the answer.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from indexer import Document, Hit
from indexer.presentation import picture_address
from web.addresses.links import Links
from web.wording.messages import Language

MARK = "\ufeff"
MOST_ROWS = 50_000
"""Rows of a table; the name of the file and its headers say where there are more results."""

_RUNS = tuple("=+-@\t\r\n＝＋－＠")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Cell = Callable[[Document], object]

COLUMNS: tuple[tuple[str, str, Cell], ...] = (
    ("id", "编号", lambda d: d.id),
    ("kind", "类型", lambda d: d.kind),
    ("caption", "图说", lambda d: d.caption),
    ("credit_line", "署名", lambda d: d.credit),
    ("creator", "摄影", lambda d: d.creator),
    ("agency", "机构", lambda d: d.agency),
    ("taken", "拍摄日期", lambda d: d.taken),
    ("taken_basis", "拍摄日期依据", lambda d: d.taken_basis),
    ("published", "发布日期", lambda d: d.published),
    ("place", "地点", lambda d: d.place),
    ("person", "人物", lambda d: d.person),
    ("tag", "标签", lambda d: d.tag),
    ("category", "分类", lambda d: d.category),
    ("text", "正文", lambda d: d.text),
    ("image_url", "图片地址", lambda d: picture_address(d.image)),
    ("image_width", "宽", lambda d: d.width or ""),
    ("image_height", "高", lambda d: d.height or ""),
    ("article_id", "稿件编号", lambda d: d.article),
    ("article_title", "标题", lambda d: d.headline),
)
"""What a document tells: the column's name in English and Chinese, and the value."""

_OF_HIT = (("url", "页面"), ("article_url", "稿件页面"), ("missing", "缺少的词"))


def header(language: Language) -> str:
    """The first row, after the mark."""
    columns = [(name, chinese) for name, chinese, _ in COLUMNS] + list(_OF_HIT)
    return MARK + _line(name if language == "en" else chinese for name, chinese in columns)


def rows(pages: Iterable[Sequence[Hit]], links: Links, *, most: int = MOST_ROWS) -> Iterator[str]:
    """The rows of pages of results, a page at a time, each document once; ``links`` absolute.

    An update that comes between two pages moves results from one to the other.
    """
    seen: set[str] = set()
    for page in pages:
        fresh = [hit for hit in page if hit.document.id not in seen][: most - len(seen)]
        seen.update(hit.document.id for hit in fresh)
        yield "".join(_line(_cells(hit, links)) for hit in fresh)
        if len(seen) >= most:
            return


def defused(text: str) -> str:
    """A text that no spreadsheet runs, and without characters that none shows."""
    shown = _CONTROL.sub("\ufffd", text)
    return f"'{shown}" if text.lstrip(" ").startswith(_RUNS) else shown


def _cells(hit: Hit, links: Links) -> Iterator[str]:
    document = hit.document
    told = (*(value(document) for _, _, value in COLUMNS),)
    more = (links.document(document), links.article(document.article), hit.missing)
    for value in (*told, *more):
        yield defused("; ".join(value) if isinstance(value, tuple) else str(value))


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(list(cells))
    return written.getvalue()
