"""Licences: behind a credit they are a part of the line, alone they are a notice of the page."""

import re

LICENCE = re.compile(
    r"(?<![\s,，;；.。/／|｜(（\[【])(?:[\s,，;；.。/／|｜(（\[【]{0,4}+(?:许可|依据|根据|[Uu]nder|[Ll]icen[cs]ed?\s(?:under|by))?\s?"
    r"(?:CC[\s-]?(?:BY|0|Zero)(?:[\s-]?(?:NC|ND|SA)){0,3}+(?:[\s-]?\d\.\d)?+(?:\s?(?:许可|授权|协议|[Ll]icen[cs]e|International|Generic|Unported))?"
    r"|GFDL(?:\s?\d\.\d)?|[Pp]ublic\s[Dd]omain|公[有共]领域|https?://[!-~]{3,200}+)"
    r"\s?[)）\]】]?){1,3}+\s{0,2}[.。]?\s{0,2}$"
)
"""Licences or an address at the end of a credit; nobody's name."""

_MAY_HAVE = re.compile(r"CC|GFDL|omain|领域|http")

_NOTICE = re.compile(
    r"(?:采用|使用|遵循|遵守|依据|基于|按照?|授权)[^。！？]{0,60}?"
    r"(?:知识共享|創用|创用|CC[\s-]?BY|Creative\sCommons|署名|许可协议|許可協議|授权条款|授權條款|进行许可|進行許可)"
    r"|[Ll]icensed\s(?:under|by)|[Aa]ll\s[Rr]ights\s[Rr]eserved|转载请(?:注明|联系)|轉載請(?:註明|聯繫)|未经(?:许可|授权|允许)"
)
_LONGEST_NOTICE = 200


def licence_in(text: str) -> re.Match[str] | None:
    """The licence or address that ends a text."""
    return LICENCE.search(text) if _MAY_HAVE.search(text) else None


def is_licence_notice(text: str) -> bool:
    """Whether a text says how a page may be used, which is no caption of a picture."""
    return len(text) <= _LONGEST_NOTICE and _NOTICE.search(text) is not None
