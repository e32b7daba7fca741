"""People stage: the model as tables for the compiled pass over all pairs.

Goes in: a linkage model and the probability from which a pair is kept. Comes out: plain arrays of log2 values.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from byname.people.comparison.comparison import DEFERRED, KINDS
from byname.people.list_priors import priors
from byname.people.model import MOST_RELATIVE_SHIFT, LinkageModel


class ScoringTables(NamedTuple):
    """The model for the compiled pass; log2 throughout, comparisons x levels.

    `weight` is the match weight of a level without the share of its value, `same` the log share among the same person,
    `relative` and `stranger` those of the other classes. `upper` is the most that a comparison of texts can still add.
    `kin` marks comparisons whose values relatives share, `weighed` those that weigh a value by its share. `prior` is
    the log2 odds before comparing, by the lists of both records, `relatives` those of relatives against strangers,
    `least` the weight from which a pair is kept, `shift` the most that a common value moves the chance of relatives.
    `alike` are the levels that relatives hardly ever have in all `marked` comparisons with such levels, `alike_weight`
    what they then lose.
    """

    weight: npt.NDArray[np.float64]
    same: npt.NDArray[np.float64]
    relative: npt.NDArray[np.float64]
    stranger: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]
    weighed: npt.NDArray[np.bool_]
    kin: npt.NDArray[np.bool_]
    prior: npt.NDArray[np.float64]
    relatives: float
    least: float
    shift: float
    alike: npt.NDArray[np.bool_]
    marked: int
    alike_weight: float


def tables_of(model: LinkageModel, names: Sequence[str], keep: float) -> ScoringTables:
    """The tables of a model for the lists of these names, in order; pairs from the probability `keep` on are kept."""
    same, relative, stranger = (np.log2(of.table) for of in (model.same, model.relative, model.stranger))
    comparisons = model.settings.comparisons
    deferred = list(KINDS)[:DEFERRED]
    weight = same - stranger
    upper = weight.max(axis=1)
    return ScoringTables(
        weight=weight,
        same=same,
        relative=relative,
        stranger=stranger,
        upper=np.where([c.name in deferred for c in comparisons], np.maximum(upper, 0.0), 0.0),
        weighed=np.array([c.frequency for c in comparisons], bool),
        kin=np.array([c.shared_by_relatives for c in comparisons], bool),
        prior=priors(model, names),
        relatives=math.log2(model.relative_rate / model.stranger_rate),
        least=math.log2(keep / (1 - keep)),
        shift=MOST_RELATIVE_SHIFT,
        alike=_alike(model, weight.shape),
        marked=len(model.settings.alike()),
        alike_weight=math.log2(model.settings.prior.alike_relatives),
    )


def _alike(model: LinkageModel, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    alike = np.zeros(shape, bool)
    for place, codes in model.settings.alike():
        alike[place, list(codes)] = True
    return alike
