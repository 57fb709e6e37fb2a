"""What of a caption is compared: its words, without white space, leader and credit.

The truth keeps the leader of a caption (all but an arrow) and its credit; an article drops the one
and keeps the other apart. So both are left away on both sides. Only the true credit is cut out of
the true caption: an article has cut its own already, and a credit that it left inside a caption
makes a wrong caption.
"""

import re

_LEADER = re.compile(
    r"^(?:[↑▲△⬆▴↓▼▽⬇▾◀▶◁▷]+"
    r"|(?:图片说明|图说|圖說|图注|圖註|图释|图|圖)[:：丨|｜]"
    r"|[(（【\[](?:图片说明|图说|圖說|图注|圖註)[)）】\]]"
    r"|[图圖][0-9０-９]{1,3}[:：，,、.．]"
    r"|[图圖][为為])+"
)
_HOLDERS = re.compile(r"(?:[/／|｜]|（）|\(\))+$")


def plain(text: str | None) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text or "")


def bare(text: str | None, credit: str | None = None) -> str:
    """The words of a caption, without the credit and the bars and brackets that held it."""
    words = plain(text)
    if credit:
        before, _, after = words.rpartition(plain(credit))
        words = before + after
    return _LEADER.sub("", _HOLDERS.sub("", words))
