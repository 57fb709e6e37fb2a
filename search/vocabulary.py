"""The words of an archive: what stands for what, and what stands as one word.

Two files that a person keeps in the root of the corpus, ``synonyms.txt`` and ``dictionary.txt``,
and what the program knows itself. A ``Vocabulary`` is a value: whoever searches holds one for the
whole search, whatever happens to the files meanwhile, and its ``version`` tells two of them apart.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

from search.equivalents.equivalents import Equivalents
from search.equivalents.lexicon import package_lexicon, read_lexicon
from search.equivalents.listed import Fault, told
from search.equivalents.words import UserWords, read_words
from search.text.fold import Fold

SYNONYMS = "synonyms.txt"
DICTIONARY = "dictionary.txt"

VOCABULARY_FILES = (SYNONYMS, DICTIONARY)
"""The files in the root of a corpus that are no posts."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What is known of words at one moment; immutable, safe to share between threads.

    Attributes:
        equivalents: what stands for what.
        words: what stands as one word.
        version: the same for the same files; a key for what is remembered of a search.
        faults: what of the files is not used.
    """

    equivalents: Equivalents
    words: UserWords
    version: str
    faults: tuple[Fault, ...] = ()


def read_vocabulary(
    *, synonyms: bytes = b"", dictionary: bytes = b"", unread: tuple[Fault, ...] = ()
) -> Vocabulary:
    """The vocabulary of the two files' bytes; a file that is not there is an empty one.

    Args:
        unread: what is known already to be wrong with the files.
    """
    fold = _fold()
    archive, wrong_rules = read_lexicon(synonyms, SYNONYMS, fold=fold)
    words, wrong_words = read_words(dictionary, DICTIONARY, fold=fold)
    digest = hashlib.blake2b(digest_size=16)
    for data in (synonyms, dictionary):
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return Vocabulary(
        Equivalents(archive=archive, package=package_lexicon(), words=words, fold=fold),
        words,
        digest.hexdigest(),
        (*unread, *told(wrong_rules, SYNONYMS), *told(wrong_words, DICTIONARY)),
    )


@cache
def default_vocabulary() -> Vocabulary:
    """What the program knows itself, for an archive without such files."""
    return read_vocabulary()


@cache
def _fold() -> Fold:
    """Today's fold: what is found stands in texts as typed, which an index folds in its own way."""
    return Fold()
