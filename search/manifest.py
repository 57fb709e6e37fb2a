"""What never changes within one build of an index, and whether this code can read it.

The fold's table is kept with the build: a newer OpenCC that maps one character differently must
not make old texts unfindable. What changes with every update (posts, sizes, hashes) is not here
but in hidden records of the index, committed together with the documents.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from search.errors import IndexDamagedError, IndexOutdatedError
from search.text.analyzer import ANALYSIS_VERSION, Analyzer
from search.text.fold import Fold
from search.text.segment import default_segmenter, dictionary_digest
from search.text.variants import variants

FORMAT = 6
"""Raised when the files of an index change shape: older indexes are then refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The circumstances of a build.

    Attributes:
        format: shape of the files, see ``FORMAT``.
        analysis: version of the text analysis, see ``ANALYSIS_VERSION``.
        segmenter: name and version of what cut the words.
        dictionary: SHA-256 of its dictionary.
        variants: the fold's table of characters.
        built: when the build began, ISO 8601 in UTC.
        source: what the builder wants to remember: corpus root, version of its extractor.
    """

    format: int = FORMAT
    analysis: int = ANALYSIS_VERSION
    segmenter: str = ""
    dictionary: str = ""
    variants: Mapping[str, str] = field(default_factory=dict)
    built: str = ""
    source: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def today(cls, *, built: str, source: Mapping[str, str]) -> "Manifest":
        """The manifest of a build that this code makes."""
        return cls(
            segmenter=default_segmenter().name,
            dictionary=dictionary_digest(),
            variants=variants(),
            built=built,
            source=source,
        )

    def analyzer(self) -> Analyzer:
        """The analysis that the build was made with."""
        return Analyzer(Fold(self.variants))

    @property
    def dictionary_changed(self) -> bool:
        """Whether words are now cut differently from when this was built."""
        now = default_segmenter().name, dictionary_digest()
        return (self.segmenter, self.dictionary) != now

    @property
    def unverified(self) -> str:
        """What of such a build nobody can verify today, as a sentence; mostly nothing."""
        if not self.dictionary_changed:
            return ""
        now = default_segmenter().name
        how = "with another dictionary" if now == self.segmenter else f"not by today's {now}"
        return (
            f"words were cut by {self.segmenter or 'an unknown segmenter'}, {how}: their lists are "
            "held to their checksums alone, all else to the texts"
        )

    def to_json(self) -> str:
        """The manifest as it is stored."""
        kept = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return json.dumps(kept, ensure_ascii=False, indent=1, default=dict)


def read_manifest(text: str, *, location: str, rebuild: str) -> Manifest:
    """The manifest of the index at ``location``.

    Args:
        text: what ``Manifest.to_json`` wrote.
        location: for messages.
        rebuild: the command that makes the index anew, for messages.

    Raises:
        IndexDamagedError: it is no manifest.
        IndexOutdatedError: another version's index.
    """
    try:
        stored: dict[str, Any] = json.loads(text)
        versions = stored["format"], stored["analysis"]
    except (ValueError, TypeError, KeyError) as error:
        raise IndexDamagedError(
            f"the manifest of {location} cannot be read; rebuild the index: {rebuild}"
        ) from error
    if versions != (FORMAT, ANALYSIS_VERSION):
        raise IndexOutdatedError(
            f"{location} was built by another version of this program "
            f"(format {versions[0]}, analysis {versions[1]}; this one reads {FORMAT}, "
            f"{ANALYSIS_VERSION}); rebuild it: {rebuild}"
        )
    known = {name: stored[name] for name in Manifest.__dataclass_fields__ if name in stored}
    manifest = Manifest(**known)
    texts = manifest.segmenter, manifest.dictionary, manifest.built
    tables = manifest.variants, manifest.source
    if not (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(table, dict) for table in tables)
        and all(isinstance(v, str) for table in tables for v in table.values())
    ):
        raise IndexDamagedError(
            f"the manifest of {location} holds values of the wrong kind; rebuild it: {rebuild}"
        )
    return manifest
