"""Draws strings that an archive does not hold, from the characters that it has.

The draw depends on the seed and on the texts alone: what is chosen from is sorted.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from search.text.fold import GAP, HAN

_RUNS = re.compile(f"(?:(?!\\W)[{HAN}])+")
_TRIES = 1000
"""In vain, before an archive is taken to leave no room for another string."""


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive holds of Han: characters by frequency, and runs of two and of three.

    Three that marks stand between are held: “林肯”号 is what who types 林肯号 looks for.
    """

    characters: Counter[str]
    pairs: frozenset[str]
    triples: frozenset[str]


def held_by(streams: Iterable[str]) -> Held:
    """What some character streams hold."""
    characters: Counter[str] = Counter()
    pairs: set[str] = set()
    triples: set[str] = set()
    for stream in streams:
        for run in _RUNS.findall(stream):
            characters.update(run)
            pairs.update(map("".join, pairwise(run)))
        whole = stream.replace(GAP, "")
        triples.update(whole[at : at + 3] for at in range(len(whole) - 2))
    return Held(characters, frozenset(pairs), frozenset(triples))


def absent_strings(held: Held, count: int, seed: int) -> dict[str, list[str]]:
    """Strings of three characters that nothing holds, so many in all, by the way they are made."""
    choice = random.Random(seed)
    ways = {
        "characters by frequency": _scattering(held, choice),
        "a pair and a character": _lengthening(held, choice),
        "two pairs that never meet": _joining(held, choice),
    }
    drawn: dict[str, list[str]] = {}
    for number, (way, make) in enumerate(ways.items()):
        share = count * (number + 1) // len(ways) - count * number // len(ways)
        drawn[way] = _new(make, held.triples, share)
    return drawn


def _new(make: Callable[[], str], triples: frozenset[str], share: int) -> list[str]:
    """So many strings, each once, and none that is held; fewer where no more are made."""
    made: dict[str, None] = {}
    tries = 0
    while len(made) < share and tries < _TRIES:
        text = make()
        tries += 1
        if text and text not in made and text not in triples:
            made[text] = None
            tries = 0
    return list(made)


def _scattering(held: Held, choice: random.Random) -> Callable[[], str]:
    """Three characters, each as often as the archive has it."""
    characters, weights = sorted(held.characters), _weights(held)
    return lambda: "".join(choice.choices(characters, weights, k=3))


def _lengthening(held: Held, choice: random.Random) -> Callable[[], str]:
    """A pair that is held, and a character before or after it with which it makes none."""
    characters, weights = sorted(held.characters), _weights(held)
    pairs = sorted(held.pairs)

    def make() -> str:
        if not pairs:
            return ""
        pair = choice.choice(pairs)
        (character,) = choice.choices(characters, weights)
        text = choice.choice((pair + character, character + pair))
        return text if not {text[:2], text[1:]} <= held.pairs else ""

    return make


def _joining(held: Held, choice: random.Random) -> Callable[[], str]:
    """A pair that is held, and another that begins as it ends."""
    pairs = sorted(held.pairs)
    following: dict[str, list[str]] = {}
    for pair in pairs:
        following.setdefault(pair[0], []).append(pair[1])

    def make() -> str:
        if not pairs:
            return ""
        pair = choice.choice(pairs)
        return pair + choice.choice(following[pair[1]]) if pair[1] in following else ""

    return make


def _weights(held: Held) -> list[int]:
    return [held.characters[character] for character in sorted(held.characters)]
