"""Credit lines of Chinese news pictures: who made a picture, for whom, and what they did.

News desks write them after one small grammar: an outlet and a title before the names and a role
behind them (``新华社记者 周牧野 摄``), the role after a slash, names in brackets behind ``发``, a
label with a colon in front, or a supplier alone. All forms end where the text ends, because that is
what tells a credit from a sentence about photographing: ``他在湖边拍摄`` ends in a role too, but no
name stands apart in front of it. Credits are taken off one after another, so a caption may have
several. The forms themselves are in ``credit_grammar``; golden cases of each are with the tests.

A tagger trained on names would know more names and fewer forms; it is the forms that are regular.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from indexer.posts.credits.grammar import (
    GENERIC,
    GLUED,
    HAS_SURNAME,
    IS_AGENCY,
    IS_KNOWN,
    IS_LATIN,
    IS_PERSON,
    IS_SOURCE,
    NO_NAME,
    PERSON_TITLE,
    forms_in,
)

# The forms know one spelling of each word; these are the traditional characters in those words.
_SIMPLIFIED = str.maketrans(
    "攝記員圖來網報華聯視覺國際實習專題資製繪發導總編輯臺廣電東處館間與機構線訊體聞讀絡頻畫雜誌駐級時報攝紀",
    "摄记员图来网报华联视觉国际实习专题资制绘发导总编辑台广电东处馆间与机构线讯体闻读络频画杂志驻级时报摄纪",
)
_BRACKETED = re.compile(r"[（(【\[]\s*(?P<inner>[^（）()【】\[\]]{2,60}?)\s*[）)】\]]")
_CLOSED = re.compile(r"[）)】\]]\s*[。.]?\s*$")
_BETWEEN = re.compile(
    r"\s*[、，,&＆/／；;]\s*|(?<=[\u4e00-\u9fff])\s*(?:和|与|及)\s*(?=[\u4e00-\u9fff])|\s+"
)
_HOLLOW = re.compile(r"[（(【\[]\s*+[，。；;、/／|｜]*+\s*+[）)】\]]")
_BARS_END = re.compile(r"(?:(?<!\s)\s++|(?<![\s/／|｜丨—–-]))[/／|｜丨—–-]++\s*$")
_DANGLING = re.compile(r"[，、；;：:]\s*([）)])")
_LONGEST_NAME = 5
_WINDOW = 240
"""Characters at the end of a text in which its credits stand."""

_MIN_GLUED = 20
"""Characters of prose behind a credit from which on it is taken for glued body text."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit line.

    Attributes:
        text: as it stands, without brackets around the whole of it.
        creator: people, and organisations that supplied a picture; each once, in order. Nobody
            where the line names only a kind of source (``受访者供图``, ``图自网络``).
        agency: the outlet that it names, or None; never guessed.
        role: what they did, as it stands (``摄``, ``供图``, ``图源``), or None.
    """

    text: str
    creator: tuple[str, ...] = ()
    agency: str | None = None
    role: str | None = None

    @property
    def is_byline(self) -> bool:
        """Whether it covers the words as well (``文/图``) and so belongs to the whole article."""
        return "文" in (self.role or "")


@lru_cache(maxsize=1 << 12)  # several who read a post ask for the same text
def split_credit(caption: str) -> tuple[str, Credit | None]:
    """Part a caption from the credits at its end, or from one in brackets inside it.

    Returns the caption without them, tidied, and the credit; several are given as one, in the
    order in which they stand.
    """
    head, rest = caption[:-_WINDOW], caption[-_WINDOW:]
    found: list[Credit] = []
    while cut := _cut(rest):
        rest, credit = cut
        found.insert(0, credit)
    return (tidied(head + rest), _joined(found, caption)) if found else (caption, None)


def credit_end(text: str) -> int | None:
    """Find where a caption ends that has prose glued behind its credit; None where none has.

    Only a credit in a full form (outlet or title, names, role) is taken for an end.
    """
    plain = text.translate(_SIMPLIFIED)
    ends = (match.end() for match in GLUED.finditer(plain))
    return next((end for end in ends if len(plain) - end >= _MIN_GLUED), None)


def tidied(text: str) -> str:
    """Remove what a credit leaves behind: empty brackets, orphan bars, double blanks."""
    text = _BARS_END.sub("", _HOLLOW.sub("", text))
    text = _DANGLING.sub(r"\1", text)
    for opening, closing in ("（）", "()", "【】"):
        head, _, tail = text.rpartition(opening)
        if text.count(opening) > text.count(closing) and not tail.strip():
            text = head
        head, _, tail = text.rpartition(closing)
        if text.count(closing) > text.count(opening) and not tail.strip("。 "):
            text = head + tail
    return " ".join(text.split()).rstrip("，、；;：:|｜/／·• ")


@lru_cache(maxsize=1 << 12)  # what is left of a text is often asked for as a text itself
def _cut(text: str) -> tuple[str, Credit] | None:
    return _last(text) or _inside(text)


def _last(text: str) -> tuple[str, Credit] | None:
    """Take a credit off the end, before or inside closing brackets."""
    plain = text.translate(_SIMPLIFIED)
    found = _match(plain)
    if found:
        return text[: found.start("credit")], _credit(found, text)
    closed = _CLOSED.search(plain)
    found = _match(plain[: closed.start()].rstrip()) if closed else None
    if found is None:
        return None
    return text[: found.start("credit")] + text[found.end("credit") :], _credit(found, text)


def _inside(text: str) -> tuple[str, Credit] | None:
    """Take out a credit that fills a pair of brackets anywhere."""
    for bracket in _BRACKETED.finditer(text.translate(_SIMPLIFIED)):
        found = _match(bracket["inner"])
        if found and found.start("credit") == 0:
            credit = _credit(found, text[bracket.start("inner") : bracket.end("inner")])
            return text[: bracket.start()] + text[bracket.end() :], credit
    return None


def _match(plain: str) -> re.Match[str] | None:
    matches = (found for form in forms_in(plain) for found in form.pattern.finditer(plain))
    return next((found for found in matches if _plausible(found)), None)


def _plausible(found: re.Match[str]) -> bool:
    """Whether the names of a match can be names; the forms alone would take `资料 摄` for one."""
    groups = found.groupdict()
    names, role = groups.get("names"), groups.get("role") or groups.get("shown") or ""
    if names is None or role.endswith("截图"):
        return found.start("credit") > 0 or IS_KNOWN.match(found["credit"]) is not None
    if re.search(r"\d", names) and not re.search(r"[A-Za-z]", names):
        return False
    if found.start("role") < found.start("names"):
        mark = found.string[found.end("role") : found.start("names")].strip()
        return _labelled(role + re.sub(r"[:|｜丨]", "：", mark), names)
    if groups.get("outlet") or PERSON_TITLE.match(names) or role in ("供图", "提供"):
        return True
    after_comma = found.string[: found.start("credit")].rstrip().endswith(("，", ","))
    return not NO_NAME.search(names) and not (after_comma and not HAS_SURNAME.match(names))


def _labelled(label: str, names: str) -> bool:
    """Whether a label stands before names: `图：` also opens captions, `来源：` sentences.

    `图：` is believed before a surname, a known outlet or Latin letters, not before a short title.
    """
    parts = _BETWEEN.split(PERSON_TITLE.sub(" ", names).strip())
    sure = not label.startswith(("图：", "图片："))
    if not sure or label in ("来源：", "拍摄："):
        return all(
            (len(part) <= _LONGEST_NAME and (sure or HAS_SURNAME.match(part)))
            or IS_AGENCY.fullmatch(part)
            or IS_LATIN.fullmatch(part)
            or GENERIC.match(part)
            for part in parts
        )
    return "，" not in names or all(len(part) <= _LONGEST_NAME for part in parts)


def _credit(found: re.Match[str], text: str) -> Credit:
    groups = {
        name: text[slice(*found.span(name))] for name, part in found.groupdict().items() if part
    }
    outlet = groups.get("outlet")
    role = groups.get("role") or groups.get("shown")
    creator, named = _people(groups.get("names", ""))
    if role and IS_SOURCE.fullmatch(role.translate(_SIMPLIFIED)):
        creator, named = _publishers(creator, named)
    if "source" in groups and not creator:
        creator, named = _publishers((groups["source"].strip(),), None)
    agency = re.split(r"\s*[/／]\s*", outlet)[0] if outlet else named
    return Credit(
        text=groups["credit"].strip(),
        creator=() if role and role.endswith("截图") else creator,
        agency=None if agency and agency.startswith("本") else agency,
        role=re.sub(r"\s*([/／、])\s*", r"\1", role) if role else None,
    )


def _people(names: str) -> tuple[tuple[str, ...], str | None]:
    """Part the names from the titles and outlets among them; the first outlet counts."""
    plain = names.translate(_SIMPLIFIED)
    outlets: list[str] = []
    parts: list[str] = []
    last = 0
    for title in PERSON_TITLE.finditer(plain):
        parts.append(names[last : title.start()])
        if title["outlet"]:
            outlets.append(names[slice(*title.span("outlet"))])
        last = title.end()
    parts.append(names[last:])
    people: dict[str, None] = {}
    for name in (name for part in parts for name in _names_in(part)):
        simple = name.translate(_SIMPLIFIED)
        if IS_KNOWN.fullmatch(simple) or (len(parts) == 1 and IS_AGENCY.fullmatch(simple)):
            outlets.append(name)
        elif not GENERIC.match(simple):
            people[name] = None
    return tuple(people), outlets[0] if outlets else None


def _publishers(names: tuple[str, ...], outlet: str | None) -> tuple[tuple[str, ...], str | None]:
    """Part people from the house that a picture is taken from, which is no photographer."""
    named = [name for name in names if not GENERIC.match(name.translate(_SIMPLIFIED))]
    people = tuple(name for name in named if IS_PERSON.fullmatch(name.translate(_SIMPLIFIED)))
    return people, outlet or next((name for name in named if name not in people), None)


def _names_in(text: str) -> list[str]:
    text = re.sub(r"\s?([·•‧・．])\s?", r"\1", text.strip())
    if IS_LATIN.fullmatch(text):
        return [text]
    return [name for part in _BETWEEN.split(text) if (name := part.strip())]


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
