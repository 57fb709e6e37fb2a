"""A file of lines that a person keeps by hand: its bytes as lines, and what is wrong with it.

Such files come from any editor of any decade, so encodings are read as those of posts: a byte order
mark's, else UTF-8, else GB18030. Nothing in one raises: what cannot be used is told as a ``Fault``
with the number of its line and what to write instead, and all else is used.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BYTES = 1 << 20
MOST_LINES = 20_000
LONGEST_LINE = 1_000
LONGEST_WORD = 64

_SHOWN = 12  # characters of a word in a sentence
_TOLD = 20
"""Faults of one file that are told one by one."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of a file that is not used, and what to do about it.

    Attributes:
        file: the file's name.
        line: the number of the line, from 1; 0 where it is about the whole file.
        chinese, english: a sentence for people, without file and line.
    """

    file: str
    line: int
    chinese: str
    english: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.english}"


def lines(data: bytes, file: str) -> tuple[list[tuple[int, str]], list[Fault]]:
    """The lines that say something, with their numbers, and what cannot be read."""
    if len(data) > MOST_BYTES:
        return [], [
            Fault(
                file,
                0,
                f"文件超过 {MOST_BYTES >> 20} MiB，未读取：请删去不用的行",
                f"larger than {MOST_BYTES >> 20} MiB and not read: remove lines",
            )
        ]
    text = _decoded(data)
    if text is None:
        return [], [
            Fault(
                file,
                0,
                "不是 UTF-8、UTF-16 或 GB18030 编码的文本，未读取：请另存为 UTF-8",
                "no text in UTF-8, UTF-16 or GB18030, and not read: save it as UTF-8",
            )
        ]
    found: list[tuple[int, str]] = []
    faults: list[Fault] = []
    for number, line in enumerate(_split(text), start=1):
        if number > MOST_LINES:
            faults.append(_too_many(file))
            break
        if not line or line[0] in "#＃":
            continue
        if len(line) > LONGEST_LINE:
            faults.append(_too_long(file, number))
        else:
            found.append((number, line))
    return found, faults


def told(faults: list[Fault], file: str) -> tuple[Fault, ...]:
    """The faults of a file in the order of its lines; the last says how many more there are."""
    ordered = sorted(faults, key=lambda fault: fault.line)
    more = len(ordered) - _TOLD
    if more <= 0:
        return tuple(ordered)
    rest = Fault(
        file,
        0,
        f"另有 {more:,} 行有误，未使用",
        f"{more:,} more lines are wrong and not used: mend the first ones and look again",
    )
    return (*ordered[:_TOLD], rest)


def unusable(word: str, key: str) -> tuple[str, str] | None:
    """Why a word of a file, which has this plain form, cannot be looked for; None if it can."""
    shown = word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"
    if not key:
        return (
            f"“{shown}”没有文字：请写带汉字、字母或数字的词",
            f"{shown} has no letter or digit: write a word that has",
        )
    if len(word) > LONGEST_WORD:
        return (
            f"“{shown}”超过 {LONGEST_WORD} 字：请写短些",
            f"{shown} is longer than {LONGEST_WORD} characters: write less",
        )
    return None


def _decoded(data: bytes) -> str | None:
    mark = next((one for one in _MARKS if data.startswith(one[0])), None)
    for encoding in (mark[1],) if mark else ("utf-8", "gb18030"):
        try:
            text = data[len(mark[0]) if mark else 0 :].decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _split(text: str) -> Iterator[str]:
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        yield line.strip().strip("\ufeff")


def _too_many(file: str) -> Fault:
    return Fault(
        file,
        MOST_LINES + 1,
        f"超过 {MOST_LINES:,} 行，其后未读取：请删去不用的行",
        f"more than {MOST_LINES:,} lines; what follows is not read: remove lines",
    )


def _too_long(file: str, number: int) -> Fault:
    return Fault(
        file,
        number,
        f"超过 {LONGEST_LINE:,} 字，未使用：请分成几行",
        f"longer than {LONGEST_LINE:,} characters and not used: make several lines of it",
    )
