"""What WordPress and forums leave between square brackets in exported posts.

``[caption …]<img> words[/caption]`` holds a picture and its caption; older ones name the caption in
a parameter. ``[gallery ids="1,2"]`` names pictures by numbers that only the site's database knows.
``[img]address[/img]`` is BBCode.
"""

import html
import re
from itertools import pairwise

from indexer.posts.left_out import Reason
from indexer.posts.markup.arguments import read_arguments
from indexer.posts.markup.draft import Draft
from indexer.posts.markup.written import WrittenPicture

_CAPTION = re.compile(r"\[(?P<close>/?)(?:wp_)?caption\b(?P<rest>[^\[\]]{0,2000})\]", re.IGNORECASE)
_PICTURE_END = re.compile(r"<(?:img|amp-img|image)\b[^<>]*>|\ufdd2\d+\ufdd3", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:\s*</(?:a|picture|noscript|p|span)>|\]\([^()\s]{0,2000}\))+", re.IGNORECASE
)
_BBCODE = re.compile(
    r"\[img(?:[= ][^\[\]\n]{0,60})?\]\s*(?P<address>[^\s\[\]]{1,2000})\s*\[/img\]", re.IGNORECASE
)
_UNKNOWN = re.compile(
    r"\[(?:gallery|playlist|vc_single_image|vc_gallery|ngg\w*|attach(?:img|ment)?|aimg|nggallery|"
    r"envira-gallery|foogallery|modula|rev_slider|metaslider)\b[^\[\]\n]{0,500}\]"
    r"(?:\d{1,12}\[/attach(?:img|ment)?\])?",
    re.IGNORECASE,
)


def rewrite_brackets(text: str, draft: Draft) -> str:
    """Replace captions and pictures in square brackets."""
    if "[" not in text:
        return text
    text = _captions(text, draft)
    text = _BBCODE.sub(lambda match: draft.picture(_bbcode(match)), text)
    return _UNKNOWN.sub(lambda match: _unknown(match, draft), text)


def _captions(text: str, draft: Draft) -> str:
    tags = list(_CAPTION.finditer(text))
    out: list[str] = []
    end = 0
    for opening, closing in pairwise(tags):
        if opening["close"] or not closing["close"]:
            continue
        inner = text[opening.end() : closing.start()]
        out += (text[end : opening.start()], _figure(inner, opening["rest"], draft))
        end = closing.end()
    return "".join(out) + text[end:]


def _figure(inner: str, parameters: str, draft: Draft) -> str:
    ends = [match.end() for match in _PICTURE_END.finditer(inner)]
    if not ends:
        return inner
    closing = _CLOSING.match(inner, ends[-1])
    at = closing.end() if closing else ends[-1]
    named = read_arguments(parameters).named
    caption = inner[at:].strip() or html.escape(named.get("caption", ""), quote=False)
    picture = inner[:at].strip()
    if not caption:
        return picture
    return (
        draft.element("<figure>")
        + picture
        + draft.element("<figcaption>")
        + caption
        + draft.element("</figcaption></figure>")
    )


def _bbcode(match: re.Match[str]) -> WrittenPicture:
    return WrittenPicture(address=html.unescape(match["address"]))


def _unknown(match: re.Match[str], draft: Draft) -> str:
    draft.leave_out(match[0], Reason.SHORT_CODE)
    return ""
