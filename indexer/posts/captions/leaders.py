"""What stands before a caption and is no part of it: arrows, labels, numbers, bullets."""

import re

from indexer.posts.credits.credit_lines import split_credit

_UP = "↑▲△⬆☝👆🔺▴▵⇧◤◢◭"
_DOWN = "↓▼▽⬇👇🔻▾▿⇩"
ARROWS = re.compile(rf"^[\s]*[{_UP}{_DOWN}◀◁\ufe0f]+\s*")
_BULLET = re.compile(r"^\s*[●•■◆▪◎○]\s*")
LABEL = re.compile(
    r"^\s*(?:(?:图片说明|图片描述|圖說|图说|图注|圖註|图释|说明|[配题头]图|封面图|图片|圖片|图|圖)\s*[:：丨|｜]|"
    r"[【\[（(](?:图片说明|图说|图注|图|圖說)[】\]）)])\s*"
)
_FIGURE = r"(?:附图|插图|配图|[图圖]|照片|Fig(?:ure)?\.?|Photo)"
_COUNT = r"(?:\d{1,3}(?:\s*[-.－]\s*\d{1,2})?|[０-９]{1,3}|[①-⑳]|[一二三四五六七八九十]{1,3})"
NUMBER = re.compile(
    rf"^\s*(?:{_FIGURE}\s*{_COUNT}\s*(?:[(（]?[a-zA-Z上下左右中][)）]?)?"
    r"(?:\s*[:：丨|｜、.．，,；;。—]+\s*|\s+|(?<=[)）]))|[①-⑳]\s*[:：丨|｜、.．]?\s*|"
    rf"(?:[(（【\[]{_FIGURE}\s*{_COUNT}[)）】\]]|{_FIGURE}\s?[(（]{_COUNT}[)）])\s*[:：，,、]?\s*)"
    r"(?=\S)",
    re.IGNORECASE,
)


def without_leader(text: str) -> str:
    """Take off arrows, bullets, ``图片说明：`` and numbers in front, and arrows behind."""
    text = without_arrow(_BULLET.sub("", ARROWS.sub("", text))).strip()
    bare = NUMBER.sub("", LABEL.sub("", text)).strip()
    return text if bare == text or is_credit(text) else bare


def without_arrow(text: str) -> str:
    """Take off arrows that point down at the end."""
    end = text.rstrip()
    bare = end.rstrip(_DOWN + "\ufe0f")
    return text if bare == end else bare.rstrip()


def is_pointer(text: str) -> bool:
    """Whether a text is arrows and nothing else, which point at a picture and say nothing."""
    return bool(text) and not ARROWS.sub("", text)


def is_credit(text: str) -> bool:
    """Whether a text is a credit line and nothing else."""
    rest, credit = split_credit(text)
    return credit is not None and not rest and not credit.is_byline


def announces(text: str) -> bool:
    """Whether a text ends with a colon, and so leads to what follows it."""
    return text.rstrip("）)").endswith(("：", ":"))
