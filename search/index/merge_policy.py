"""Which segments a commit merges with its own, so that they do not pile up.

Those more than half deleted, and, where there are ``MOST_SEGMENTS``, the smaller half. Large
segments are left alone until as many others have grown as large, so an article is rewritten a
number of times that grows with the logarithm of the archive. Whoosh's policy keeps segments that
are mostly deleted, whose documents every search would go on to test.
"""

from collections.abc import Sequence

from search.index.whoosh_codec import ArraySegment

MOST_SEGMENTS = 8


def divided(segments: Sequence[ArraySegment]) -> tuple[list[ArraySegment], list[ArraySegment]]:
    """The segments that stay, and those that are merged into the new one."""
    by_size = sorted(segments, key=ArraySegment.doc_count, reverse=True)
    kept = [one for one in by_size if one.deleted_count() * 2 <= one.doc_count_all()]
    if len(kept) >= MOST_SEGMENTS:
        kept = kept[: MOST_SEGMENTS // 2]
    return kept, [one for one in by_size if one not in kept]
