"""The fit: multinomial logistic regression with a prior.

A picture has candidates and "no caption", whose score is 0; the probability of each is the softmax
of the scores (the conditional logit of McFadden, "Conditional logit analysis of qualitative choice
behavior", 1974). The weights are those of the highest posterior: the likelihood of the labels by a
normal prior around what an editor would say, with deviation ``SIGMA``. A weight never changes its
sign: what speaks for a caption is not made to speak against it by a few posts.

Some hundred pictures of a few dozen posts are little. The prior keeps what they say nothing of, and
the sign keeps out what happens to go together in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.quality.extraction.fitting.examples import Example

SIGMA = 1.0
_STEPS = 250
_RATE = 0.05
_DECAY = (0.9, 0.999)
_TINY = 1e-8

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Data:
    """Candidates of all pictures as rows, each picture ending with the row of no caption.

    Attributes:
        rows: shape (rows, features). starts: the first row of each picture, shape (pictures,).
        right: its right row. weights: what it counts. picture: of each row.
    """

    rows: Array
    starts: NDArray[np.intp]
    right: NDArray[np.intp]
    weights: Array
    picture: NDArray[np.intp]


def fitted(examples: Sequence[Example], prior: Mapping[str, float]) -> dict[str, float]:
    """Fit the features of ``prior``; by Adam (Kingma and Ba, 2014), in a fixed number of steps."""
    data = _data(examples, list(prior))
    start = np.array(list(prior.values()))
    sign, weights = np.sign(start), start.copy()
    mean, square = np.zeros_like(start), np.zeros_like(start)
    for step in range(1, _STEPS + 1):
        slope = _slope(data, weights) - (weights - start) / SIGMA**2
        mean = _DECAY[0] * mean + (1 - _DECAY[0]) * slope
        square = _DECAY[1] * square + (1 - _DECAY[1]) * slope**2
        there, far = mean / (1 - _DECAY[0] ** step), square / (1 - _DECAY[1] ** step)
        weights = weights + _RATE * there / (np.sqrt(far) + _TINY)
        weights = np.where(np.sign(weights) == -sign, 0.0, weights)
    return {name: float(value) for name, value in zip(prior, weights, strict=True)}


def _slope(data: _Data, weights: Array) -> Array:
    """The gradient of the log likelihood."""
    scores = data.rows @ weights
    parts = np.exp(scores - np.maximum.reduceat(scores, data.starts)[data.picture])
    chances = parts / np.add.reduceat(parts, data.starts)[data.picture]
    wanted: Array = data.rows[data.right].T @ data.weights
    given: Array = data.rows.T @ (chances * data.weights[data.picture])
    return wanted - given


def _data(examples: Sequence[Example], names: Sequence[str]) -> _Data:
    column = {name: at for at, name in enumerate(names)}
    sizes = [len(one.looked.features) + 1 for one in examples]
    starts = np.cumsum([0, *sizes[:-1]])
    rows = np.zeros((sum(sizes), len(names)))
    for start, one in zip(starts, examples, strict=True):
        for at, features in enumerate(one.looked.features):
            for name, value in features.items():
                if name in column:
                    rows[start + at, column[name]] = value
    right = [
        start + (size - 1 if one.right is None else one.right)
        for start, size, one in zip(starts, sizes, examples, strict=True)
    ]
    return _Data(
        rows=rows,
        starts=starts,
        right=np.array(right),
        weights=np.array([one.weight for one in examples]),
        picture=np.repeat(np.arange(len(examples)), sizes),
    )
