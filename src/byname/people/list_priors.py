"""People stage: how likely two records of two given lists are one person, learnt for each pair of lists.

Goes in: the model, and candidates drawn evenly with the lists of their records. Comes out: for each pair of lists what
is added to the prior (bits). Two books of one trial share most people, a book of soldiers and one of deported families
few; where the records say little of a pair of lists, its prior stays near that of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from byname.people.comparison.comparison import Compared
from byname.people.model import LinkageModel

Offsets = Mapping[tuple[str, str], float]
Matrix = npt.NDArray[np.float64]
_ROUNDS: Final = 4  # the offsets move by less than a tenth of a bit after three


def learn_offsets(
    model: LinkageModel,
    compared: Compared,
    ends: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]],
    names: Sequence[str],
    sizes: npt.NDArray[np.int64],
    step: int,
) -> dict[tuple[str, str], float]:
    """The offset of each pair of lists that candidates bring together.

    `ends` are the lists of the two records of each drawn candidate, each of which stands for `step` pairs; `sizes` the
    records of each list. The matches of a pair of lists are summed from the probabilities, with `list_weight` matches
    at the rate of all lists added to both sides.
    """
    number, weight = len(names), model.settings.prior.list_weight
    cell = np.minimum(*ends).astype(np.int64) * number + np.maximum(*ends)
    base = model.weights(compared).sum(axis=1) + model.relative_weight(compared) + model.prior_weight
    possible = np.outer(sizes, sizes).astype(np.float64)
    np.fill_diagonal(possible, sizes * (sizes - 1) / 2 * model.settings.prior.within_list)
    at_rate = (model.match_rate * possible).ravel() + weight
    offset = np.zeros(number * number)
    rarer = np.where(ends[0] == ends[1], np.log2(model.settings.prior.within_list), 0.0)
    for _ in range(_ROUNDS):
        chance = model.probability((base + rarer + offset[cell]).astype(np.float32))
        offset = np.log2((np.bincount(cell, chance, number * number) * step + weight) / at_rate)
    met = np.unique(cell)
    return {(names[place // number], names[place % number]): float(offset[place]) for place in met.tolist()}


def priors(model: LinkageModel, names: Sequence[str]) -> Matrix:
    """The log2 odds before comparing, for each pair of lists; a pair that nothing was learnt of has that of all."""
    matrix = np.full((max(len(names), 1),) * 2, model.prior_weight)
    place = {name: number for number, name in enumerate(names)}
    for (one, other), offset in model.offsets.items():
        if one in place and other in place:
            matrix[place[one], place[other]] = matrix[place[other], place[one]] = model.prior_weight + offset
    matrix[np.diag_indices(len(matrix))] += np.log2(model.settings.prior.within_list)
    return matrix
