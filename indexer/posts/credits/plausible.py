"""Whether what a form takes for names can be names.

The forms alone would take ``资料 摄`` for a credit, ``图：港口里停满渔船`` for a label with a name.
How much a name must prove depends on what stands around it: nothing behind an outlet or a title, a
surname behind a comma or a label that also opens captions.
"""

import re

from indexer.posts.credits.grammar import (
    ACRONYM,
    GENERIC,
    HAS_SURNAME,
    IS_AGENCY,
    IS_KNOWN,
    IS_LATIN,
    NO_NAME,
    NO_NAME_BEGINS,
    PERSON_TITLE,
)
from indexer.posts.credits.names import is_person, joined, names_in

_LONGEST_NAME = 5
_LONGEST_SIGNATURE = 4
_OPENS_CAPTIONS = (
    "图：", "图片：", "照片：", "相片：", "插图：", "插画：", "漫画：", "素材：",
    "拍摄：", "来源：",
)  # fmt: skip
_ENGLISH_THING = re.compile(r"(?i:photos?|photographs?|images?|pictures?|illustration|source)：")
_PREPOSITION = re.compile(
    r"(?:[在于到自从给向为和与由上让被用了]|加入|发布|上传|登上|\b(?:on|by|from|via|the|at|to|of|in|and))\s*$"
)
_EVERYDAY = frozenset(("摄影", "拍摄", "航拍", "翻拍", "制图", "绘图", "绘制", "摄制"))
"""Roles that are words of every sentence about photographing."""

_BARRED = tuple("/／|｜丨（([【")
_SURE_WITHOUT_NAMES = frozenset(("发", "资料", "资料图", ""))
_STRONG = re.compile(
    r"摄|摄影|摄影报道|供图|文[/／、]?图|图[/／、]?文|图|图源|图自|图据|摄影师|航拍"
)


def plausible(found: re.Match[str]) -> bool:
    """Whether the names of a match, over simplified characters, can be names."""
    groups = found.groupdict()
    names, role = groups.get("names"), groups.get("role") or groups.get("shown") or ""
    if names is None or role.endswith("截图"):
        return _without_names(found, role)
    if re.search(r"\d", names) and not re.search(r"[A-Za-z]", names):
        return False
    part = "role" if groups.get("role") else "shown"
    if role and found.start(part) < found.start("names"):
        mark = found.string[found.end(part) : found.start("names")].strip()
        if mark and groups.get("outlet") and not all(map(is_person, names_in(names))):
            return False
        barred = mark in ("|", "｜", "丨") and found.start("credit") > 0
        return _labelled(role + re.sub(r"[:|｜丨]", "：", mark), names, barred=barred)
    return _followed(found, names, role)


def strong(found: re.Match[str]) -> bool:
    """Whether a match is a credit even in the midst of a text: what it names is surely a name."""
    groups = found.groupdict()
    names, role = groups.get("names"), groups.get("role") or groups.get("shown") or ""
    if not names or not _STRONG.fullmatch(role):
        return False
    bare = PERSON_TITLE.sub("", names)
    return bool(groups.get("outlet") or bare != names) or all(
        is_person(name) or IS_AGENCY.fullmatch(name) for name in names_in(bare)
    )


def _without_names(found: re.Match[str], role: str) -> bool:
    credit = found["credit"]
    if found.groupdict().get("outlet") and not role:
        before = found.string[: found.start("credit")]
        if _PREPOSITION.search(before[-12:]):
            return False
    return (
        found.start("credit") > 0
        or IS_KNOWN.match(credit) is not None
        or credit[0] in "©ⓒⒸ"
        or (role not in _SURE_WITHOUT_NAMES and not role.endswith("截图"))
    )


def _followed(found: re.Match[str], names: str, role: str) -> bool:
    """Names that a role follows."""
    outlet = found.groupdict().get("outlet")
    if not role and outlet and IS_LATIN.match(names) is None:
        return all(is_person(name) and not IS_AGENCY.fullmatch(name) for name in names_in(names))
    titled = PERSON_TITLE.match(names)
    if NO_NAME_BEGINS.match(names[titled.end() :] if titled else names):
        return False
    if outlet or titled or role.startswith(("供图", "提供")):
        return True
    after_comma = found.string[: found.start("credit")].rstrip().endswith(("，", ","))
    if role in _EVERYDAY and not _apart(found) and not all(map(is_person, names_in(names))):
        return False
    return not NO_NAME.search(names) and not (after_comma and not HAS_SURNAME.match(names))


def _apart(found: re.Match[str]) -> bool:
    """Whether a blank parts names from their role, or a bar or bracket the line from the text."""
    text = found.string
    before = text[: found.start("credit")].rstrip()
    return text[found.end("names")] in " \u3000/／|｜" or before.endswith(_BARRED)


def _labelled(label: str, names: str, *, barred: bool) -> bool:
    """Whether a label stands before names: `图：` also opens captions, `来源：` sentences.

    `图：` is believed before a surname, a known outlet or Latin letters, not before a short title.

    Args:
        label: with its mark.
        names: the list behind it.
        barred: whether a bar is the mark and words stand in front: `…，图|小七` is signed.
    """
    parts = names_in(PERSON_TITLE.sub(" ", names).strip())
    if _ENGLISH_THING.fullmatch(label):
        return all(
            is_person(part) or IS_AGENCY.fullmatch(part) or ACRONYM.fullmatch(part)
            for part in parts
        )
    if label not in _OPENS_CAPTIONS:
        return "，" not in names or all(len(part) <= _LONGEST_NAME for part in parts)
    if barred and len(parts) == 1 and len(joined(names)) <= _LONGEST_SIGNATURE:
        return True
    sure = label in ("拍摄：", "来源：")
    return all(
        (len(part) <= _LONGEST_NAME and (sure or HAS_SURNAME.match(part)))
        or IS_AGENCY.fullmatch(part)
        or IS_LATIN.fullmatch(part)
        or GENERIC.match(part)
        for part in parts
    )
