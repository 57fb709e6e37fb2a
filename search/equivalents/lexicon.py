"""What a file of rules says of each word, put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from search.equivalents.keys import key_of
from search.equivalents.listed import Fault
from search.equivalents.rules import Rule, read_rules
from search.text.fold import Fold

MOST_ALTERNATIVES = 8

DEFAULTS = "synonyms.txt"
"""The rules of the package, in its own folder."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and what is looked for besides.

    Attributes:
        entries: the alternatives of each word, as written; words in plain form.
        bare: the plain forms of words that other sources are to leave alone.
    """

    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()


NO_LEXICON = Lexicon()


def read_lexicon(data: bytes, file: str, *, fold: Fold) -> tuple[Lexicon, list[Fault]]:
    """The lexicon of a file, and what of the file is not used."""
    rules, faults = read_rules(data, file, fold=fold)
    entries: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        excess = ""
        for word, other in rule.pairs():
            key = key_of(word, fold)
            words = (*entries.get(key, ()), other)
            entries[key] = without_repetition(words, fold)
            if len(words) > MOST_ALTERNATIVES:
                excess = word
        if excess:
            faults.append(_excess(file, rule.line, excess))
    return Lexicon(entries, _bare(rules, fold)), faults


def without_repetition(words: Iterable[str], fold: Fold) -> tuple[str, ...]:
    """The first eight words that fold apart."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(key_of(word, fold), word)
    return tuple(found.values())[:MOST_ALTERNATIVES]


@cache
def package_lexicon() -> Lexicon:
    """What the package says, read once."""
    data = files("search.equivalents").joinpath(DEFAULTS).read_bytes()
    return read_lexicon(data, DEFAULTS, fold=Fold())[0]


def _bare(rules: Iterable[Rule], fold: Fold) -> frozenset[str]:
    return frozenset(
        key_of(word, fold) for rule in rules if rule.way == "none" for word in rule.words
    )


def _excess(file: str, line: int, word: str) -> Fault:
    return Fault(
        file,
        line,
        f"“{word}”的同义词超过 {MOST_ALTERNATIVES} 个，只用前面的：请删去几个",
        f"{word} has more than {MOST_ALTERNATIVES} equivalents, the first of which are used: "
        "remove some",
    )
