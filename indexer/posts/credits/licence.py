"""Licences behind a credit: they are a part of the line."""

import re

LICENCE = re.compile(
    r"(?<![\s,，;；.。/／|｜(（\[【])(?>(?:[\s,，;；.。/／|｜(（\[【]{0,4}+(?:许可|依据|根据|[Uu]nder|[Ll]icen[cs]ed?\s(?:under|by))?\s?"
    r"(?:CC[\s-]?(?:BY|0|Zero)(?>(?:[\s-]?(?:NC|ND|SA)){0,3})(?>(?:[\s-]?\d\.\d)?)(?:\s?(?:许可|授权|协议|[Ll]icen[cs]e|International|Generic|Unported))?"
    r"|GFDL(?:\s?\d\.\d)?|[Pp]ublic\s[Dd]omain|公[有共]领域|https?://[!-~]{3,200}+)"
    r"\s?[)）\]】]?){1,3})\s{0,2}[.。]?\s{0,2}$"
)
"""Licences or an address at the end of a credit; nobody's name."""

_MAY_HAVE = re.compile(r"CC|GFDL|omain|领域|http")


def licence_in(text: str) -> re.Match[str] | None:
    """The licence or address that ends a text."""
    return LICENCE.search(text) if _MAY_HAVE.search(text) else None
