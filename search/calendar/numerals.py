"""Numbers in dates, in Arabic digits or Han characters, and the borders that keep them whole.

Han numbers come in two ways: by place (二〇一八) and with tens (三十八). Both are read here; a
general library of Chinese numbers would also take 两百零一万, which no date holds, and say nothing
of where a number may begin. That is what matters in running text: ``2018`` in ``G2018`` or
``12018.5`` is no year, ``七月`` in ``十七月`` no month.
"""

BLANK = r"\s{0,2}"
"""Blanks that aggregators put around digits; bounded, so that no pattern runs over a long gap."""

_DIGIT = "一二三四五六七八九"
_VALUES = {"〇": 0, "○": 0, "◯": 0, "零": 0, "元": 1, "两": 2}
_VALUES |= {character: number for number, character in enumerate(_DIGIT, start=1)}
_UNITS = {"十": 10, "百": 100}
_TENS = {"廿": 20, "卅": 30}

ONE_TO_NINE = f"[{_DIGIT}]"
PLACE = f"[〇○◯零{_DIGIT}]"
"""A digit of a number that is written by place."""

ARABIC_BEGINS = r"(?<![0-9a-z第#@$¥€£_])(?<![0-9a-z][-./:,'~+])"
"""Nothing that would make the digits that follow the rest of a longer number or of a code."""

HAN_BEGINS = f"(?<![0-9a-z〇○◯零{_DIGIT}十百千万亿廿卅两几数多第点])"

BEGINS = f"{ARABIC_BEGINS}{HAN_BEGINS}"

FULL_YEAR = r"(?:1[89][0-9]{2}|20[0-9]{2}|2100)"
"""The years that photographs can have, and some that captions speak of: 1800 to 2100."""

FULL_YEAR_HAN = f"(?:(?:一[八九]|二[〇○◯零]){PLACE}{{2}}|二一[〇○◯零]{{2}})"
MONTH = f"(?:1[0-2]|0?[1-9]|十[一二]|[{_DIGIT}十]|(?<![美日港欧韩单公纪])元(?=月))"
DAY = rf"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|(?:二十|廿|十){ONE_TO_NINE}?|{ONE_TO_NINE})"
COUNT = (
    f"(?:[1-9][0-9]{{0,2}}|[一二两]百|{ONE_TO_NINE}?十{ONE_TO_NINE}?|[{_DIGIT}两])"
)  # fmt: skip
"""How many days, weeks, months or years."""


def number(written: str) -> int:
    """The number that one of the patterns above matched."""
    if written.isascii():
        return int(written)
    if len(written) > 1 and all(character in _VALUES for character in written):
        return int("".join(str(_VALUES[character]) for character in written))
    total = pending = 0
    for character in written:
        if character in _UNITS:
            total, pending = total + (pending or 1) * _UNITS[character], 0
        elif character in _TENS:
            total += _TENS[character]
        else:
            pending = _VALUES[character]
    return total + pending


def by_place(number: int, zero: str = "〇") -> str:
    """A year in Han characters: 二〇一八."""
    return "".join(f"{zero}{_DIGIT}"[int(digit)] for digit in str(number))


def counted(number: int) -> str:
    """A number up to 99 in Han characters as it is said: 二十一."""
    tens, ones = divmod(number, 10)
    lead = _DIGIT[tens - 1] if tens > 1 else ""
    return f"{lead}{'十' if tens else ''}{_DIGIT[ones - 1] if ones else ''}"
