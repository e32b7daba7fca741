"""People stage: the Fellegi-Sunter model, learnt by EM without labels.

Goes in: the levels of candidate pairs, of random pairs and of pairs known to be of different people. Comes out: the
share of each level among pairs of the same person, of relatives and of strangers, and with them the probability of
every pair. Relatives and namesakes are a class of their own, because they agree on much that strangers agree on by
chance only: the independence of fields that Fellegi and Sunter (1969) assume holds within the classes far better than
across them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import BadMapping
from byname.people.comparison.comparison import Compared
from byname.people.settings import CLASSES, LinkageSettings

Table = npt.NDArray[np.float64]
_MOST_LEVELS = 16
_CLIP = 20.0
MOST_RELATIVE_SHIFT = 2.0  # relatives share a common value more often, yet no chance may pass 1
_LN2 = math.log(2.0)


@dataclass(frozen=True, slots=True)
class LevelShares:
    """For one class of pairs the share of each level: a row a comparison, a column a level; column 0 (missing) is 1."""

    table: Table

    def log2(self, levels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """The log2 share of each level of each pair (pairs x comparisons)."""
        logs = np.log2(self.table).astype(np.float32)
        return logs[np.arange(levels.shape[1]), levels]

    def log2_sum(self, levels: npt.NDArray[np.uint8]) -> Table:
        """The log2 chance of all levels of each pair together (pairs)."""
        total = np.zeros(len(levels))
        for column, logs in enumerate(np.log2(self.table)):
            total += logs[levels[:, column]]
        return total


@dataclass(frozen=True, slots=True)
class LinkageModel:
    """What EM learnt.

    `match_rate` and `relative_rate` are the shares of such pairs among all pairs that the lists allow; `rounds` the
    rounds EM took and `converged` whether it came to rest; `expected_matches` the number of matching pairs it expects;
    `offsets` what is added to the prior of a pair of lists (list_pairs.py).
    """

    settings: LinkageSettings = field(repr=False)
    same: LevelShares
    relative: LevelShares
    stranger: LevelShares
    match_rate: float
    relative_rate: float
    rounds: int
    converged: bool
    expected_matches: float
    offsets: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def weights(self, compared: Compared) -> npt.NDArray[np.float32]:
        """The match weight of each comparison of each pair: log2 of the Bayes factor of same person against stranger.

        Fellegi & Sunter (1969), eq. 5; an agreement on a value is weighed by the value's share (Winkler 1989).
        """
        stranger = self.stranger.log2(compared.levels)
        np.log2(compared.shares, out=stranger, where=compared.shares > 0)
        result: npt.NDArray[np.float32] = self.same.log2(compared.levels) - stranger
        return result

    def relative_weight(self, compared: Compared) -> npt.NDArray[np.float32]:
        """For each pair the log2 factor, never positive, by which being relatives instead lowers the odds."""
        stranger_log = self.stranger.log2(compared.levels)
        own = self.stranger_shift(compared, relatives=False)
        relatives = self.relative.log2(compared.levels).sum(axis=1) + self.stranger_shift(compared, relatives=True)
        odds = relatives - stranger_log.sum(axis=1) - own + np.log2(self.relative_rate / self.stranger_rate)
        result: npt.NDArray[np.float32] = -np.logaddexp2(0.0, odds).astype(np.float32)
        return result

    def stranger_shift(self, compared: Compared, *, relatives: bool) -> npt.NDArray[np.float32]:
        """How the shares of the agreeing values move the log2 chance of the levels among relatives or strangers."""
        return frequency_shift(compared, self.stranger, self.settings, relatives=relatives)

    @property
    def stranger_rate(self) -> float:
        """The share of pairs of strangers among the pairs that the lists allow."""
        return max(1.0 - self.match_rate - self.relative_rate, 1e-12)

    @property
    def prior_weight(self) -> float:
        """The log2 odds that two random records are the same person, against strangers."""
        return math.log2(self.match_rate / self.stranger_rate)

    def probability(self, weight: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The probability of the total weight (prior, comparisons and relatives together)."""
        return 1.0 / (1.0 + np.exp2(-np.clip(weight.astype(np.float64), -60, 60)))

    def as_dict(self) -> dict[str, object]:
        """The parameters as plain values for JSON."""
        comparisons = {
            comparison.name: {
                level.name: {
                    "same": float(self.same.table[row, number]),
                    "relative": float(self.relative.table[row, number]),
                    "stranger": float(self.stranger.table[row, number]),
                }
                for number, level in enumerate(comparison.levels, 1)
            }
            for row, comparison in enumerate(self.settings.comparisons)
        }
        return {
            "match_rate": self.match_rate,
            "relative_rate": self.relative_rate,
            "expected_matches": self.expected_matches,
            "rounds": self.rounds,
            "converged": self.converged,
            "comparisons": comparisons,
            "offsets": [[one, other, offset] for (one, other), offset in sorted(self.offsets.items())],
        }


def model_from(parameters: Mapping[str, Any], settings: LinkageSettings) -> LinkageModel:
    """The model that `LinkageModel.as_dict` wrote; raises BadMapping where its levels are not those of the settings."""
    tables = {share: np.full((len(settings.comparisons), _MOST_LEVELS), 1e-12) for share in CLASSES}
    try:
        for row, comparison in enumerate(settings.comparisons):
            for number, level in enumerate(comparison.levels, 1):
                for share, table in tables.items():
                    table[row, number] = parameters["comparisons"][comparison.name][level.name][share]
        for table in tables.values():
            table[:, 0] = 1.0
        return LinkageModel(
            settings,
            LevelShares(tables["same"]),
            LevelShares(tables["relative"]),
            LevelShares(tables["stranger"]),
            parameters["match_rate"],
            parameters["relative_rate"],
            parameters["rounds"],
            parameters["converged"],
            parameters["expected_matches"],
            {(one, other): offset for one, other, offset in parameters["offsets"]},
        )
    except KeyError as error:
        fix = "link everything anew"
        raise BadMapping(f"the model has no {error}", where="linkage settings", fix=fix) from error


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs that people judged, and whether they are the same person."""

    pairs: Compared
    same: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TrainingPairs:
    """What the model learns from: candidate pairs, pairs known to be of different people, and random pairs.

    `possible` and `possible_known` are the numbers of pairs in the populations that the first two were drawn from;
    `pairs_step` and `known_step` say how many pairs each one stands for; `records` is the number of records; `judged`
    are pairs that people judged, each of which counts as `prior.judgement_weight` pairs; `ends` the
    lists of the two records of each candidate.
    """

    pairs: Compared
    known: Compared
    random: Compared
    possible: int
    possible_known: int
    known_step: int
    records: int
    pairs_step: int = 1
    judged: Judged | None = None
    ends: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]] | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    levels: npt.NDArray[np.uint8]
    shift: Table
    relative_shift: Table
    pairs: Table
    known: Table


def learn(evidence: TrainingPairs, settings: LinkageSettings) -> LinkageModel:
    """Learn the model by EM (Dempster, Laird & Rubin 1977; Winkler 1988).

    The shares among strangers come from random pairs and stay fixed; those among the same person and among relatives
    and the rates move. Pairs known to be of different people are relatives or strangers, but for entries that a list
    prints twice though it promises not to. The priors of the settings act as pseudo-pairs, so that a small collection
    leans on what larger ones taught.
    """
    prior = settings.prior
    drawn = _counts(evidence.random.levels)
    stranger = _smoothed(drawn, _prior(settings, "stranger"), prior.stranger_weight, settings)
    patterns = _patterns(evidence, stranger, settings)
    judged = _judged_counts(evidence.judged, settings)
    same, relative = LevelShares(_prior(settings, "same")), LevelShares(_prior(settings, "relative"))
    rates = _start(evidence, settings)
    rounds, converged = 0, False
    while rounds < prior.rounds and not converged:
        rounds += 1
        posterior, known = _expect(patterns, same, relative, stranger, rates)
        before = same, relative
        same, relative = _maximise(patterns, posterior, known, settings, judged)
        rates = _rates(patterns, posterior, known, evidence, settings)
        moved = max(np.abs(new.table - old.table).max() for new, old in zip((same, relative), before, strict=True))
        converged = bool(moved < prior.tolerance)
    matches = float(rates[0] * max(evidence.possible, 1))
    return LinkageModel(
        settings, same, relative, stranger, float(rates[0]), float(rates[1]), rounds, converged, matches
    )


def _start(evidence: TrainingPairs, settings: LinkageSettings) -> Table:
    matches = settings.prior.matches_per_record * evidence.records
    rate = min(matches / max(evidence.possible, 1), 0.3)
    known = matches / max(evidence.possible_known, 1)
    return np.clip([rate, rate, known, known * settings.prior.within_list], 1e-12, 0.3)


def _judged_counts(judged: Judged | None, settings: LinkageSettings) -> tuple[Table, Table]:
    """What judged pairs add to the counts of the same person and of others alike (relatives and namesakes)."""
    if judged is None:
        nothing = np.zeros((len(settings.comparisons), _MOST_LEVELS))
        return nothing, nothing
    levels, weight = judged.pairs.levels, settings.prior.judgement_weight
    same = np.where(judged.same, weight, 0.0)
    return _weighted(levels, same), _weighted(levels, weight - same)


def _maximise(
    patterns: _Patterns, posterior: Table, known: Table, settings: LinkageSettings, judged: tuple[Table, Table]
) -> tuple[LevelShares, LevelShares]:
    matches, weight = posterior[:, 0] * patterns.pairs, settings.prior.match_weight
    relatives = posterior[:, 1] * patterns.pairs + known[0] * patterns.known
    same = _with_settled(_weighted(patterns.levels, matches), settings)
    return (
        _smoothed(same + judged[0], _prior(settings, "same"), weight, settings),
        _smoothed(_weighted(patterns.levels, relatives) + judged[1], _prior(settings, "relative"), weight, settings),
    )


def _rates(
    patterns: _Patterns, posterior: Table, known: Table, evidence: TrainingPairs, settings: LinkageSettings
) -> Table:
    prior, possible = settings.prior, max(evidence.possible, 1)
    believed = prior.record_weight * np.array([prior.matches_per_record, prior.relatives_per_record])
    part = evidence.records / (evidence.records + prior.record_weight)
    expected = [(posterior[:, column] * patterns.pairs).sum() for column in (0, 1)]
    rates = [(count + more) * part / possible for count, more in zip(expected, believed, strict=True)]
    rates += [(part * patterns.known).sum() / max(evidence.possible_known, 1) for part in known[:2]]
    clipped: Table = np.clip(np.array(rates), 1e-12, 0.4)
    return clipped


def frequency_shift(
    compared: Compared, stranger: LevelShares, settings: LinkageSettings, *, relatives: bool
) -> npt.NDArray[np.float32]:
    """The sum over comparisons of log2 (share of the value / share of the level); fewer of them for relatives, and for
    them how seldom two are alike (`alike_relatives`)."""
    total = _alike_weight(compared.levels, settings) if relatives else np.zeros(len(compared.levels), np.float32)
    for column, comparison in enumerate(settings.comparisons):
        if comparison.frequency and not (relatives and comparison.shared_by_relatives):
            level, share = compared.levels[:, column], compared.shares[:, column]
            used = share > 0
            shift = np.log2(share[used]) - np.log2(stranger.table[column, level[used]])
            total[used] += np.minimum(shift, MOST_RELATIVE_SHIFT) if relatives else shift
    return total


def _alike_weight(levels: npt.NDArray[np.uint8], settings: LinkageSettings) -> npt.NDArray[np.float32]:
    """What the chance of relatives loses (log2) where all comparisons that have such levels are at one of them."""
    marked = settings.alike()
    if not marked:
        return np.zeros(len(levels), np.float32)
    alike = np.logical_and.reduce([np.isin(levels[:, place], list(codes)) for place, codes in marked])
    return np.where(alike, math.log2(settings.prior.alike_relatives), 0.0).astype(np.float32)


def _expect(
    patterns: _Patterns, same: LevelShares, relative: LevelShares, stranger: LevelShares, rates: Table
) -> tuple[Table, Table]:
    log_same = same.log2_sum(patterns.levels) + np.log2(rates[0])
    chance = relative.log2_sum(patterns.levels) + patterns.relative_shift
    other = stranger.log2_sum(patterns.levels) + patterns.shift
    logs = np.stack(
        [log_same, chance + np.log2(rates[1]), other + np.log2(max(1 - rates[0] - rates[1], 1e-12))], axis=1
    )
    posterior = np.exp2(logs - logs.max(axis=1, keepdims=True))
    posterior /= posterior.sum(axis=1, keepdims=True)
    apart = np.stack(
        [chance + np.log2(rates[2]), same.log2_sum(patterns.levels) + np.log2(rates[3]), other + np.log2(1 - rates[2])]
    )
    known = np.exp2(apart - apart.max(axis=0))
    return posterior, known / known.sum(axis=0)


def _patterns(evidence: TrainingPairs, stranger: LevelShares, settings: LinkageSettings) -> _Patterns:
    frames = []
    drawn = ((evidence.pairs, float(evidence.pairs_step), 0.0), (evidence.known, 0.0, float(evidence.known_step)))
    for compared, pairs, known in drawn:
        packed = np.zeros(len(compared.levels), np.int64)
        for column in range(compared.levels.shape[1]):
            packed = packed * _MOST_LEVELS + compared.levels[:, column]
        shifts = [
            np.clip(np.round(frequency_shift(compared, stranger, settings, relatives=relatives)), -_CLIP, _CLIP)
            for relatives in (False, True)
        ]
        frame = pl.DataFrame({"packed": packed, "shift": shifts[0], "relative_shift": shifts[1]})
        frames.append(frame.with_columns(pairs=pl.lit(pairs), known=pl.lit(known)))
    keys = ["packed", "shift", "relative_shift"]
    table = pl.concat(frames).group_by(keys).agg(pl.col("pairs", "known").sum()).sort(keys)
    packed, columns = table["packed"].to_numpy().copy(), len(settings.comparisons)
    levels = np.zeros((len(table), columns), np.uint8, order="F")
    for column in reversed(range(columns)):
        packed, levels[:, column] = np.divmod(packed, _MOST_LEVELS)
    values = (table[name].to_numpy().astype(np.float64) for name in ("shift", "relative_shift", "pairs", "known"))
    return _Patterns(levels, *values)


def _prior(settings: LinkageSettings, which: str) -> Table:
    table = np.zeros((len(settings.comparisons), _MOST_LEVELS))
    for row, comparison in enumerate(settings.comparisons):
        table[row, 1 : len(comparison.levels) + 1] = [getattr(level, which) for level in comparison.levels]
    return _normalised(table, settings)


def _with_settled(counts: Table, settings: LinkageSettings) -> Table:
    """Counts among entries of one person in which the settled levels have their prior share, however many were seen."""
    result, prior = counts.copy(), _prior(settings, "same")
    for row, comparison in enumerate(settings.comparisons):
        for group in {level.group for level in comparison.levels if level.settled}:
            levels = [(number, level) for number, level in enumerate(comparison.levels, 1) if level.group == group]
            settled = [number for number, level in levels if level.settled]
            learnt = sum(counts[row, number] for number, level in levels if not level.settled)
            result[row, settled] = prior[row, settled] * learnt / (1.0 - prior[row, settled].sum())
    return result


def _counts(levels: npt.NDArray[np.uint8]) -> Table:
    return _weighted(levels, np.ones(len(levels)))


def _weighted(levels: npt.NDArray[np.uint8], weights: Table) -> Table:
    return np.stack([np.bincount(levels[:, c], weights, _MOST_LEVELS) for c in range(levels.shape[1])])


def _smoothed(counts: Table, prior: Table, weight: float, settings: LinkageSettings) -> LevelShares:
    return LevelShares(_normalised(counts + weight * prior, settings))


def _normalised(table: Table, settings: LinkageSettings) -> Table:
    result = np.full(table.shape, 1e-12)
    for row, comparison in enumerate(settings.comparisons):
        for group in {level.group for level in comparison.levels}:
            columns = [number for number, level in enumerate(comparison.levels, 1) if level.group == group]
            result[row, columns] = np.maximum(table[row, columns] / table[row, columns].sum(), 1e-12)
    result[:, 0] = 1.0
    return result
