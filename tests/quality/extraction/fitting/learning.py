"""Both tables of weights learned on families, and how a corpus is read with them.

First the weights of pictures that are looked at alone, without habits; then, with the habits that
these give, all of them; then once more with the habits that those give, as ``captions.decision``
looks twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indexer.inspection import Inspection
from indexer.posts.article import Article
from indexer.posts.captions.decision import find_captions, look, look_once
from indexer.posts.captions.scoring import Table
from indexer.posts.captions.weights import WEIGHTS
from indexer.posts.extract import parse_article
from indexer.sources.folder import survey
from indexer.sources.post_file import PostError, open_post
from indexer.sources.skipped import Skipped
from tests.quality.extraction.families import Family
from tests.quality.extraction.fitting.examples import LabelledPost, examples, labelled_posts
from tests.quality.extraction.fitting.logistic import fitted
from tests.quality.extraction.held_out import Learner

PRIOR = {name: weight.prior for name, weight in WEIGHTS.items()}
_OF_HABITS = ("habit", "sole_")


@dataclass(frozen=True, slots=True)
class Tables:
    """What features are worth where a picture is looked at alone, and in the habits of its post."""

    alone: Table
    together: Table


def learned(families: Sequence[Family]) -> Tables:
    """Fit both tables."""
    return tables_of(labelled_posts(families))


def tables_of(posts: Sequence[LabelledPost]) -> Tables:
    """Fit both tables on posts whose blocks were read."""
    own = {name: value for name, value in PRIOR.items() if not name.startswith(_OF_HABITS)}
    alone = fitted(examples(posts, partial(look_once, alone=PRIOR)), own)
    together = fitted(examples(posts, partial(look_once, alone=alone)), PRIOR)
    again = examples(posts, partial(look, alone=alone, together=together))
    return Tables(alone, fitted(again, PRIOR))


def reading_with(tables: Tables) -> Callable[[Path], Inspection]:
    """Read a corpus as ``inspect_corpus`` does, with other tables."""
    find = partial(find_captions, alone=tables.alone, together=tables.together)

    def read(corpus: Path) -> Inspection:
        posts: list[Article] = []
        skipped: list[Skipped] = []
        for path in survey(corpus).paths:
            try:
                data = open_post(corpus, path).data
                posts.append(parse_article(data, corpus, path, find=find))
            except PostError as error:
                skipped.append(Skipped(path, error.reason))
        return Inspection(tuple(posts), tuple(skipped))

    return read


LEARNER = Learner(fit=learned, reading=reading_with)
