"""Credit lines of Chinese news pictures: who made a picture, for whom, and what they did.

News desks write them after one small grammar: an outlet and a title before the names and a role
behind them (``新华社记者 周牧野 摄``), the role after a slash, names in brackets behind ``发``, a
label with a colon in front, or a supplier alone. All forms end where the text ends, because that is
what tells a credit from a sentence about photographing: ``他在湖边拍摄`` ends in a role too, but no
name stands apart in front of it. Only a line whose names are surely names is taken out of the
middle of a caption, between its commas or in its brackets. Credits are taken off one after another,
so a caption may have several. The forms themselves are in ``grammar``; golden cases of each are
with the tests.

A tagger trained on names would know more names and fewer forms; it is the forms that are regular.
"""

import re
from dataclasses import replace
from functools import lru_cache

from indexer.posts.credits.credit import Credit
from indexer.posts.credits.grammar import GLUED, IS_SOURCE, IS_TAKEN_FROM, forms_in
from indexer.posts.credits.licence import licence_in
from indexer.posts.credits.names import copied_from, names_in, people, publishers
from indexer.posts.credits.plausible import plausible, strong
from indexer.posts.credits.simplified import simplified
from indexer.posts.credits.words import EDGE, STRONG_LABEL

__all__ = ("Credit", "credit_end", "forget_texts", "split_credit", "tidied")

_BRACKETED = re.compile(r"[（(【\[]\s*(?P<inner>[^（）()【】\[\]]{2,60}?)\s*[）)】\]]")
_CLOSED = re.compile(r"[）)】\]]\s*[。.]?\s*$")
_CLAUSE = re.compile(
    r"(?:^|(?<=[，。；,;！？（(]))\s*(?P<clause>[^，。；,;！？（）()]{2,40})(?=[，。；,;！？])"
)
_SIGNED = re.compile(r"摄|图|航拍|记者")
_TECHNIQUE = re.compile(
    r"洗印|冲印|冲洗|放大|洗像|扫描|翻拍|后期|修复|修图|调色|上色|着色|胶片|胶卷|负片|反转片|制作|剪辑|制图|绘制"
)
_LONGEST_TECHNIQUE = 16
_HOLLOW = re.compile(r"[（(【\[]\s*+[，。；;、/／|｜]*+\s*+[）)】\]]")
_BARS_END = re.compile(r"(?:(?<!\s)\s++|(?<![\s/／|｜丨—–-]))[/／|｜丨—–-]++\s*$")
_DANGLING = re.compile(r"[，、；;：:]\s*([）)])")
_BARE_LABEL = re.compile(EDGE + rf"(?P<credit>(?P<role>来源|{STRONG_LABEL})\s?[:：])\s*$")
_LEFT = " \t\u3000，、,；;/／|｜"
_WINDOW = 240
"""Characters at the end of a text in which its credits stand."""

_LONGEST_REMEMBERED = 600
"""Characters of a text that is kept between posts, or a few posts would keep gigabytes."""

_MIN_GLUED = 20
"""Characters of prose behind a credit from which on it is taken for glued body text."""

_MOST = 12
"""Credits of one caption."""


def split_credit(caption: str) -> tuple[str, Credit | None]:
    """Part a caption from the credits at its end, or from one in brackets inside it.

    Returns the caption without them, tidied, and the credit; several are given as one, in the
    order in which they stand.
    """
    return _remembered(caption) if len(caption) <= _LONGEST_REMEMBERED else _split(caption)


def _split(caption: str) -> tuple[str, Credit | None]:
    head, rest = caption[:-_WINDOW], caption[-_WINDOW:]
    found: list[Credit] = []
    while len(found) < _MOST and (cut := _cut(rest)):
        rest, credit = cut
        found.insert(0, credit)
    return (tidied(head + rest), _joined(found, caption)) if found else (caption, None)


_remembered = lru_cache(maxsize=1 << 12)(_split)
"""Several who read a post ask for the same text."""


def forget_texts() -> None:
    """Let go of the texts that were read, as who measures does."""
    _remembered.cache_clear()
    _cut.cache_clear()


def credit_end(text: str) -> int | None:
    """Find where a caption ends that has prose glued behind its credit; None where none has.

    Only a credit in a full form (outlet or title, names, role) is taken for an end.
    """
    plain = simplified(text)
    ends = (match.end() for match in GLUED.finditer(plain))
    return next((end for end in ends if len(plain) - end >= _MIN_GLUED), None)


def tidied(text: str) -> str:
    """Remove what a credit leaves behind: empty brackets, orphan bars, double blanks."""
    text = _BARS_END.sub("", _HOLLOW.sub("", text))
    text = _DANGLING.sub(r"\1", text)
    for opening, closing in ("（）", "()", "【】", "[]"):
        head, _, tail = text.rpartition(opening)
        if text.count(opening) > text.count(closing) and not tail.strip():
            text = head
        head, _, tail = text.rpartition(closing)
        if text.count(closing) > text.count(opening) and not tail.strip("。 "):
            text = head + tail
    return " ".join(text.split()).rstrip("，、；;：:|｜/／·• ")


@lru_cache(maxsize=1 << 12)  # what is left of a text is often asked for as a text itself
def _cut(text: str) -> tuple[str, Credit] | None:
    plain = simplified(text)
    bare = text.rstrip(_LEFT)
    return (
        _licensed(text, plain)
        or _last(text, plain)
        or (_last(bare, plain[: len(bare)]) if len(bare) < len(text) else None)
        or _inside(text, plain)
        or _amid(text, plain)
    )


def _licensed(text: str, plain: str) -> tuple[str, Credit] | None:
    """Take off a credit that a licence or an address follows."""
    licence = licence_in(plain)
    if licence is None:
        return None
    before = text[: licence.start()]
    cut = _last(before, plain[: licence.start()])
    if cut and before.startswith(cut[0]):
        return cut[0], replace(cut[1], text=text[len(cut[0]) :].strip())
    label = _BARE_LABEL.search(plain, 0, licence.start())
    if label is None:
        return cut
    role = before[slice(*label.span("role"))]
    return before[: label.start()], Credit(text[label.start() :].strip(), role=role)


def _last(text: str, plain: str) -> tuple[str, Credit] | None:
    """Take a credit off the end, before or inside closing brackets."""
    found = _match(plain)
    if found:
        return text[: found.start("credit")], _credit(found, text)
    closed = _CLOSED.search(plain)
    found = _match(plain[: closed.start()].rstrip()) if closed else None
    if found is None:
        return None
    return text[: found.start("credit")] + text[found.end("credit") :], _credit(found, text)


def _inside(text: str, plain: str) -> tuple[str, Credit] | None:
    """Take out a credit that fills a pair of brackets anywhere."""
    for bracket in _BRACKETED.finditer(plain):
        inner = text[slice(*bracket.span("inner"))]
        credit = _filling(inner)
        if credit:
            return text[: bracket.start()] + text[bracket.end() :], credit
    return None


def _filling(inner: str) -> Credit | None:
    """The credit that a text is, perhaps with a remark of how the print was made."""
    plain = simplified(inner)
    found = _match(plain)
    if found and found.start("credit") == 0:
        return _credit(found, inner)
    first, comma, rest = plain.partition("，")
    if not comma or len(rest) > _LONGEST_TECHNIQUE or not _TECHNIQUE.search(rest):
        return None
    found = _match(first)
    if found is None or found.start("credit") != 0:
        return None
    return replace(_credit(found, inner), text=inner)


def _amid(text: str, plain: str) -> tuple[str, Credit] | None:
    """Take out a clause in the middle of a text that is surely a credit."""
    if not _SIGNED.search(plain):
        return None
    for clause in _CLAUSE.finditer(plain):
        start, end = clause.span("clause")
        found = _match(clause["clause"]) if _SIGNED.search(clause["clause"]) else None
        if found and found.start("credit") == 0 and strong(found):
            left, right = text[:start], text[end:]
            if right[:1] in "，,；;":
                right = right[1:]
            elif left[-1:] in tuple("，,；;"):
                left = left[:-1]
            elif not left or left[-1] in "。！？":
                right = right[1:]
            return left + right, _credit(found, text[start:end])
    return None


def _match(plain: str) -> re.Match[str] | None:
    matches = (found for form in forms_in(plain) for found in form.pattern.finditer(plain))
    return next((found for found in matches if plausible(found)), None)


def _credit(found: re.Match[str], text: str) -> Credit:
    groups = {
        name: text[slice(*found.span(name))] for name, part in found.groupdict().items() if part
    }
    outlet = groups.get("outlet", "").strip("《》") or None
    role = groups.get("role") or groups.get("shown")
    creator, named = _named(groups, simplified(role or ""))
    agency = re.split(r"\s*(?:[/／]|\bvia\b|\bVIA\b)\s*", outlet)[0] if outlet else named
    return Credit(
        text=groups["credit"].strip().strip("[]").strip(),
        creator=creator,
        agency=None if agency and (agency.startswith("本") or agency == "社") else agency,
        role=re.sub(r"\s*([/／、])\s*", r"\1", role) if role else None,
    )


def _named(groups: dict[str, str], role: str) -> tuple[tuple[str, ...], str | None]:
    """The people of a credit, and the outlet that stands among them."""
    if "giver" in groups:  # who is said to have given it did, even if only a kind of people is said
        return tuple(names_in(groups["giver"])), None
    creator, named = people(groups.get("names", ""))
    if IS_TAKEN_FROM.fullmatch(role):
        creator, named = copied_from(groups.get("names", ""))
    elif IS_SOURCE.fullmatch(role):
        creator, named = publishers(creator, named)
    if "source" in groups and not creator:
        creator, named = publishers((groups["source"].strip().lstrip("@"),), None)
    return () if role.endswith("截图") else creator, named


def _joined(found: list[Credit], caption: str) -> Credit:
    if len(found) == 1:
        return found[0]
    stands = caption[caption.find(found[0].text) : caption.rfind(found[-1].text)] + found[-1].text
    apart = len(stands) > sum(len(one.text) + 3 for one in found)
    return Credit(
        text=" ".join(one.text for one in found) if apart else stands,
        creator=tuple(dict.fromkeys(name for one in found for name in one.creator)),
        agency=next((one.agency for one in found if one.agency), None),
        role=next((one.role for one in found if one.role), None),
    )
