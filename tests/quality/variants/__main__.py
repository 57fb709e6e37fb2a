"""Make ``search/text/variants.txt``, the shapes of characters that OpenCC does not know.

Run ``python -m tests.quality.variants FOLDER``. The folder has ``Unihan_Variants.txt``,
``Unihan_Readings.txt`` and ``EquivalentUnifiedIdeograph.txt`` of the Unicode Character Database;
those of Unicode 15.0, as Debian's package unicode-data has them, made what lies there.

A character becomes a shape of another one if

- it is a CJK radical, and that is its equivalent ideograph; or
- ``selection.txt`` says so: pairs that we picked ourselves, most of them old shapes (靑) and
  characters that the list of variants of 1955 took out of use (峩), where Unihan has nothing or
  several; or
- the two are ``kZVariant``, or in the basic plane ``kSemanticVariant``, of each other or of
  something that folds to it, no other character of GB 2312 (else of the General Table of 2013) is
  so, and ``selection.txt`` does not drop it. ``kSemanticVariant`` is loose: it has 埼 for 崎.

Never one that is in GB 2312, that OpenCC simplifies, or that is in the General Table, except where
``selection.txt`` says it. What OpenCC knows anyhow is left out.
"""

import argparse
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from search.text import variants as package
from search.text.variants import in_gb2312, last, stepper

TABLE = Path(package.__file__).with_name("variants.txt")
_SELECTION = Path(__file__).with_name("selection.txt")
_ENTRY = re.compile(r"U\+([0-9A-F]+)\t(\w+)\t(.+)")
_EQUIVALENT = re.compile(r"(2[EF][0-9A-F]{2})(?:\.\.([0-9A-F]{4}))?\s*;\s*([0-9A-F]+)")
_HEAD = """\
# Shapes of Han characters: the first of a line is written for the others.
# Made by tests.quality.variants, of Unihan and of a selection of our own.
# Unihan: Copyright 1991-2022 Unicode, Inc. Licence Unicode-3.0,
# https://www.unicode.org/license.txt
"""

Shapes = dict[str, str]


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.variants")
    parser.add_argument("folder", type=Path)
    TABLE.write_text(_HEAD + "".join(lines(parser.parse_args().folder)), encoding="utf-8")


def lines(folder: Path) -> Iterator[str]:
    """The lines of the table, made of the files of a folder."""
    shapes = unihan(folder, selection("="), frozenset("".join(selection("!"))))
    by_standard: dict[str, list[str]] = defaultdict(list)
    known, step = stepper({}), stepper(shapes)
    for shape in shapes:
        standard = last(shape, step)
        if last(shape, known) != standard:
            by_standard[standard].append(shape)
    for standard, found in sorted(by_standard.items()):
        yield f"{standard}{''.join(sorted(found))}\n"


def selection(mark: str) -> Shapes:
    """Our own pairs, by the mark of their lines: ``=`` are one, ``!`` only seem so."""
    words = (
        word
        for line in _SELECTION.read_text(encoding="utf-8").splitlines()
        if line.startswith(mark)
        for word in line[1:].split()
    )
    return {shape: word[0] for word in words for shape in (word[1:] if mark == "=" else word)}


def unihan(folder: Path, selected: Shapes, dropped: frozenset[str]) -> Shapes:
    """All shapes: radicals, the selection, then what Unihan has of the rest."""
    shapes = radicals(folder) | selected
    step, general = stepper(shapes), general_table(folder)
    fields = entries(folder / "Unihan_Variants.txt")
    found: Shapes = {}
    for name in ("kZVariant", "kSemanticVariant"):
        for shape, others in both_ways(fields[name]).items():
            rare = shape > "\uffff" and name == "kSemanticVariant"
            taken = shape in shapes or shape in found or shape in dropped or shape in general
            if not rare and not taken and last(shape, step) == shape and not in_gb2312(shape):
                standard = _only({last(other, step) for other in others} - {shape}, general)
                if standard:
                    found[shape] = standard
    return shapes | found


def _only(candidates: set[str], general: frozenset[str]) -> str | None:
    """The one character of GB 2312, else of the General Table, among some."""
    for standard in (in_gb2312, general.__contains__):
        good = [one for one in candidates if standard(one)]
        if good:
            return good[0] if len(good) == 1 else None
    return None


def both_ways(relation: Mapping[str, str]) -> dict[str, set[str]]:
    """A relation of characters with its inverse, compatibility forms unified."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, others in relation.items():
        for other in re.findall(r"U\+([0-9A-F]+)", others):
            pair = [unicodedata.normalize("NFKC", c) for c in (one, chr(int(other, 16)))]
            found[pair[0]].add(pair[1])
            found[pair[1]].add(pair[0])
    return found


def entries(file: Path) -> dict[str, dict[str, str]]:
    """The fields of a file of Unihan: name, character, value."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name, value in _ENTRY.findall(file.read_text(encoding="utf-8")):
        found[name][chr(int(code, 16))] = value
    return found


def general_table(folder: Path) -> frozenset[str]:
    """The 8,105 characters of the General Table of Standard Chinese Characters of 2013."""
    return frozenset(entries(folder / "Unihan_Readings.txt")["kTGHZ2013"])


def radicals(folder: Path) -> Shapes:
    """The ideograph of each radical that has no compatibility form."""
    text = (folder / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8")
    return {
        radical: chr(int(ideograph, 16))
        for first, last, ideograph in _EQUIVALENT.findall(text)
        for radical in map(chr, range(int(first, 16), int(last or first, 16) + 1))
        if unicodedata.is_normalized("NFKC", radical)
    }


if __name__ == "__main__":
    main()
