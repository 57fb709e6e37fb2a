"""What is known of every document number without reading the document, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.document import KINDS, Kind
from search.embedded.segment import ARTICLE_ID, SegmentReader
from search.request import VALUE_FACETS, ValueFacet

Mask = NDArray[np.bool_]
Ids = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a facet: document ``ids[i]`` has value ``labels[ordinals[i]]``."""

    ids: Ids
    ordinals: Ids
    labels: Sequence[str]
    folded: Sequence[str]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of the documents of a snapshot.

    Attributes:
        kinds: which documents are live, per kind; counts: how many.
        first, last: ordinals of the first and last day of the document's date; 0 without one.
        articles: the rank of the article's id among all.
        positions: the place in the article.
        facets: the columns of ``VALUE_FACETS``.
    """

    kinds: dict[Kind, Mask]
    counts: dict[Kind, int]
    first: Ids
    last: Ids
    articles: Ids
    positions: Ids
    facets: dict[ValueFacet, Column]


def gather(segments: Sequence[SegmentReader]) -> Values:
    """The values of all segments, end to end."""
    kinds = {kind: _kind_mask(segments, kind) for kind in KINDS}
    return Values(
        kinds=kinds,
        counts={kind: int(np.count_nonzero(mask)) for kind, mask in kinds.items()},
        first=_joined(segments, "first"),
        last=_joined(segments, "last"),
        articles=_articles(segments),
        positions=_joined(segments, "positions"),
        facets={facet: _column(segments, facet) for facet in VALUE_FACETS},
    )


def _kind_mask(segments: Sequence[SegmentReader], kind: Kind) -> Mask:
    parts = [
        segment.live[k] if k == kind else np.zeros(segment.sizes[k], dtype=np.bool_)
        for segment in segments
        for k in KINDS
    ]
    return np.concatenate([np.empty(0, dtype=np.bool_), *parts])


def _joined(segments: Sequence[SegmentReader], name: str) -> Ids:
    parts = [segment.array(f"{kind}.{name}") for segment in segments for kind in KINDS]
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])


def _articles(segments: Sequence[SegmentReader]) -> Ids:
    """The rank of each document's article among the articles of all segments.

    A deleted article may share its id, and so its rank, with the one that replaced it.
    """
    names = np.unique(np.concatenate([np.empty(0, ARTICLE_ID), *(s.articles for s in segments)]))
    parts = [
        np.searchsorted(names, segment.articles)[segment.array(f"{kind}.articles")]
        for segment in segments
        for kind in KINDS
    ]
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])


def _column(segments: Sequence[SegmentReader], facet: ValueFacet) -> Column:
    """The values of a facet over all segments, with the smallest spelling of each as its label."""
    labels: dict[str, str] = {}
    parts = []
    base = 0
    for segment in segments:
        for kind in KINDS:
            name = f"{kind}.facets.{facet}"
            folded = segment.texts(f"{name}.values")
            for value, label in zip(folded, segment.texts(f"{name}.labels"), strict=True):
                labels[value] = min(label, labels.get(value, label))
            documents = segment.array(f"{name}.documents").astype(np.int64) + base
            parts.append((documents, segment.array(f"{name}.ordinals"), folded))
            base += segment.sizes[kind]
    names = sorted(labels)
    ranks = {name: rank for rank, name in enumerate(names)}
    none = np.empty(0, dtype=np.int64)
    ordinals = [np.array([ranks[v] for v in folded], dtype=np.int64)[o] for _, o, folded in parts]
    return Column(
        np.concatenate([none, *(documents for documents, _, _ in parts)]),
        np.concatenate([none, *ordinals]),
        [labels[name] for name in names],
        names,
    )
