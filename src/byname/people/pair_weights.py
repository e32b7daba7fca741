"""People stage: the weight of every pair that is kept, part by part of what it is made of.

Goes in: pairs of rows, the features and the model. Comes out: their comparisons with the weights of each, of the prior,
of relatives, of rivals, of what no comparison foresees and of judgements, and the probability that follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.calibration import Calibration, calibrate
from byname.people.clusters import Scored
from byname.people.comparison.comparison import Compared, Features, compare
from byname.people.list_priors import priors
from byname.people.lists import RowsOfLists
from byname.people.model import LinkageModel
from byname.people.result_tables import pairs_table
from byname.people.training_pairs import JudgedRows

Rows = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]
_CHUNK: Final = 500_000
_UNFORESEEN_SLOPE: Final = 0.02
_USUAL: Final = 20.0  # log2 odds of a usual pair that agrees on nearly all
_SURE: Final = 60.0  # log2 odds of a judged pair


@dataclass(frozen=True, slots=True)
class Evidence:
    """Pairs of rows with their comparisons and the weights of the prior, of relatives and of each comparison."""

    a: Rows
    b: Rows
    compared: Compared
    prior: Weights
    relatives: Weights
    weights: Weights

    @property
    def so_far(self) -> Weights:
        """The weight of each pair before rivals."""
        total: Weights = self.prior + self.relatives + self.weights.sum(axis=1)
        return total

    @property
    def odds(self) -> npt.NDArray[np.float64]:
        """The odds of each pair before rivals."""
        found: npt.NDArray[np.float64] = np.exp2(np.clip(self.so_far.astype(np.float64), -60, 60))
        return found

    def beside(self, other: Evidence) -> tuple[Evidence, npt.NDArray[np.int64]]:
        """These pairs and others, sorted; and the place that each had in the two behind one another."""
        levels, shares = (
            np.concatenate([getattr(part.compared, name) for part in (self, other)]) for name in ("levels", "shares")
        )
        a, b, prior, relatives, weights = (
            np.concatenate([getattr(self, name), getattr(other, name)])
            for name in ("a", "b", "prior", "relatives", "weights")
        )
        order = np.lexsort((b, a))
        compared = Compared(levels[order], shares[order])
        return Evidence(a[order], b[order], compared, prior[order], relatives[order], weights[order]), order


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs, with doubles among them, and the weight of the rivals of each."""

    evidence: Evidence
    rivals: Weights

    @property
    def before(self) -> Weights:
        """The weight of each pair before rare misfortunes and judgements."""
        total: Weights = self.evidence.so_far + self.rivals
        return total

    def unforeseen(self, share: float) -> Weights:
        """The weight of what no comparison foresees."""
        return unforeseen_weight(self.before, share)

    def before_judgements(self, share: float) -> Weights:
        """The weight of each pair with what no comparison foresees."""
        total: Weights = self.before + self.unforeseen(share)
        return total


def evidence_of(features: Features, lists: RowsOfLists, a: Rows, b: Rows, model: LinkageModel) -> Evidence:
    """The comparisons of pairs of rows and their weights."""
    compared = compare(features, a, b)
    prior = priors(model, lists.names)[lists.of_rows(a), lists.of_rows(b)].astype(np.float32)
    return Evidence(a, b, compared, prior, *_weights(model, compared))


def _weights(model: LinkageModel, compared: Compared) -> tuple[Weights, Weights]:
    """The weights of each pair: of relatives, and of each comparison (pairs x comparisons)."""
    weights = np.empty(compared.shares.shape, np.float32)
    relatives = np.empty(len(weights), np.float32)
    for start in range(0, len(weights), _CHUNK):
        part = slice(start, start + _CHUNK)
        some = Compared(compared.levels[part], compared.shares[part])
        relatives[part], weights[part] = model.relative_weight(some), model.weights(some)
    return relatives, weights


def with_doubles(found: Evidence, lowered: npt.NDArray[np.float64], doubles: Evidence) -> Weighed:
    """The pairs with what rivals lower them by, and entries that look printed twice, which have no rivals."""
    both, order = found.beside(doubles)
    rivals = np.append(lowered, np.zeros(len(doubles.a)))[order].astype(np.float32)
    return Weighed(both, rivals)


def unforeseen_weight(weight: Weights, share: float) -> Weights:
    """What brings the probability p of each weight down to about (1 - share) p: what no comparison foresees.

    The more agrees, the rarer it is that chance alone made it agree: the bound rises by _UNFORESEEN_SLOPE bits a bit,
    so that no two weights become one.
    """
    bits = np.maximum(weight.astype(np.float64), 0.0)
    bound = np.log2(1 - share) - np.log2(share) + _UNFORESEEN_SLOPE * (bits - _USUAL)
    change: Weights = -np.logaddexp2(0.0, weight.astype(np.float64) - bound).astype(np.float32)
    return change


@dataclass(frozen=True, slots=True)
class JudgedPlaces:
    """Judged pairs that are among some pairs: which of the judgements, and the place of the pair."""

    judgement: npt.NDArray[np.int64]
    place: npt.NDArray[np.int64]


def judged_places(a: Rows, b: Rows, judged: JudgedRows) -> JudgedPlaces:
    """The judged pairs among pairs that are sorted."""
    rows = np.sort(judged.pairs.astype(np.int64), axis=1)
    if not len(rows) or not len(a):
        return JudgedPlaces(np.empty(0, np.int64), np.empty(0, np.int64))
    size = max(int(b.max()), int(rows.max())) + 1
    packed, wanted = a.astype(np.int64) * size + b, rows[:, 0] * size + rows[:, 1]
    place = np.minimum(np.searchsorted(packed, wanted), len(packed) - 1)
    found = np.flatnonzero(packed[place] == wanted)
    return JudgedPlaces(found, place[found])


def calibration_of(weights: Weights, judged: JudgedRows) -> Calibration:
    """What judgements bear out; `weights`: of all judged pairs, in their order."""
    return calibrate(weights, np.arange(len(weights)) < len(judged.same))


def judged_weight(weight: Weights, places: JudgedPlaces, calibration: Calibration | None, same: int) -> Weights:
    """What judgements add: the calibration they bear out, and for a judged pair all that lacks to certainty; the first
    `same` judgements say "same"."""
    if calibration is None:
        return np.zeros(len(weight), np.float32)
    change = calibration.change(weight)
    change[places.place] = np.where(places.judgement < same, _SURE, -_SURE) - weight[places.place]
    return change


def scored_table(
    ids: Callable[[Rows], pl.Series], weighed: Weighed, judged: Weights, model: LinkageModel
) -> tuple[pl.DataFrame, Scored]:
    """The table of pairs, and the pairs with their probability; `ids` gives the record ids of rows."""
    found, settings = weighed.evidence, model.settings
    whole = (found.prior, found.relatives, weighed.rivals, weighed.unforeseen(settings.prior.unforeseen), judged)
    chance = model.probability(np.sum(whole, axis=0) + found.weights.sum(axis=1))
    scored = Scored(found.a, found.b, chance)
    return pairs_table(ids, scored, found.compared, whole, found.weights, settings), scored
