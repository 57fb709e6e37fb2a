"""The fit of the weights: what it finds, what it keeps, and that the table is what it writes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.captions.decision import Looked
from indexer.posts.captions.weights import WEIGHTS
from tests.conftest import real_data
from tests.quality.extraction.calibration import WANTED, believed, claims
from tests.quality.extraction.families import POSTS, labelled
from tests.quality.extraction.fitting.examples import Example
from tests.quality.extraction.fitting.learning import LEARNER, learned
from tests.quality.extraction.fitting.logistic import fitted
from tests.quality.extraction.rows import ALL_SHAPES, rows_of

WITHIN = 0.06
"""How far the figure of families held out may lie below that of the fitted weights."""

NEAR = 0.05
"""Logits by which a weight may differ from machine to machine."""


def example(right: int | None, *features: dict[str, float]) -> Example:
    looked = Looked(picture=0, candidates=(), features=features)
    return Example(family="甲", looked=looked, right=right, weight=1.0)


def test_what_tells_right_from_wrong_gains_weight() -> None:
    examples = [example(0, {"arrow": 1.0}, {"long": 1.0}), example(None, {"long": 1.0})] * 20
    found = fitted(examples, {"arrow": 0.5, "long": -0.5, "bold": -1.0})
    assert found["arrow"] > 2
    assert found["long"] < -1
    assert found["bold"] == pytest.approx(-1.0), "nothing was seen of it"


@given(st.lists(st.sampled_from([0, 1, None]), min_size=1, max_size=8))
def test_no_weight_changes_its_sign(rights: list[int | None]) -> None:
    features = ({"arrow": 1.0, "bold": 0.5}, {"bold": 1.0})
    found = fitted([example(right, *features) for right in rights], {"arrow": 0.3, "bold": -0.3})
    assert found["arrow"] >= 0
    assert found["bold"] <= 0


def test_an_example_counts_by_its_weight() -> None:
    one = example(0, {"arrow": 1.0})
    for_it = [one, *[replace(example(None, {"arrow": 1.0}), weight=0.1)] * 3]
    against = [replace(one, weight=0.1), *[example(None, {"arrow": 1.0})] * 3]
    prior = {"arrow": 1.0}
    assert fitted(for_it, prior)["arrow"] > fitted(against, prior)["arrow"]


@pytest.mark.long
@pytest.mark.untraced
@pytest.mark.real
def test_the_table_is_what_the_fit_writes() -> None:
    """A weight that somebody changed by hand would be gone with the next fit."""
    tables = learned(labelled(real_data(".")))
    for name, weight in WEIGHTS.items():
        assert weight.alone == pytest.approx(tables.alone.get(name, 0.0), abs=NEAR), name
        assert weight.together == pytest.approx(tables.together[name], abs=NEAR), name


@pytest.mark.long
@pytest.mark.untraced
@pytest.mark.real
def test_what_is_fitted_on_other_families_does_as_well() -> None:
    families = labelled(real_data("."))
    held_out = LEARNER.held_out(families)
    mine, theirs = (
        {row.name: row.figures["caption_f1"] for row in rows_of(reads)}
        for reads in ([(family.name, family.read()) for family in families], held_out)
    )
    for name in (ALL_SHAPES, POSTS):
        fit, other = mine[name], theirs[name]
        assert fit is not None
        assert other is not None
        assert other >= fit - WITHIN, name
    sure = believed([claim for _, reads in held_out for claim in claims(reads)])
    assert sure.share is not None
    assert sure.share >= WANTED
