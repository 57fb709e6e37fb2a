"""Which of the texts around a picture the truth means: what weights are fitted on.

A candidate is a text as the post writes it, with its leader and its credit, so the truth keeps its
credit too and only leaders are left away. The same words may stand twice (alt and line below):
then both are right. A caption whose extent was doubted is met by any text that holds it or that it
holds.
"""

from collections.abc import Sequence

from tests.quality.extraction.texts import bare
from tests.quality.extraction.truth import TruePhoto


def right_candidates(true: TruePhoto, texts: Sequence[str]) -> frozenset[int] | None:
    """The places of the texts that are the caption; None where the label was doubted.

    Empty where the picture has no caption, and where its caption is none of these texts
    (``true.caption`` tells which): no weight can reach that one.
    """
    if not true.sure_of("caption"):
        return None
    return frozenset(place for place, text in enumerate(texts) if _meant(true, text))


def _meant(true: TruePhoto, text: str) -> bool:
    wanted, given = bare(true.caption), bare(text)
    if not wanted or not given:
        return False
    loosely = not true.sure_of("extent") and (wanted in given or given in wanted)
    return wanted == given or loosely
