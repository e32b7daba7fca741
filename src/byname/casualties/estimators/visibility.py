"""Casualties stage: people who differ in how visible they were, by how much being unknown (Mth, integrated out).

Goes in: capture histories and a log-linear model. Comes out: how well the model fits if people differ, over all
strengths of difference that a prior allows, and what it then expects on no list. How visible the people on no list
would have been follows a law: normal (Darroch, Fienberg, Glonek & Junker 1993), Poisson or gamma (Rivest & Baillargeon
2007), or two classes (Pledger 2000). A law adds to the log of each cell a number that hangs on how many lists hold the
cell, its cumulant function, so that each strength is a log-linear model with an offset.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from byname.casualties.fitting.existence import Support, design_of
from byname.casualties.fitting.poisson_fit import FITTED, Floats, fit_terms, fit_tilted

# The prior of the spread of visibility in log odds is half normal with standard deviation 1 (Gelman 2006: weakly
# informative on the logit scale), that of the difference of two classes as well; every law is as likely as the others.
PRIOR_SPREAD = 1.0
_SHARES = (0.05, 0.15, 0.3, 0.5, 0.75)  # of the more visible class among people on no list, each as likely
_COARSE = np.array([0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1.2, 1.5, 1.9, 2.4, 3.0])
_FINE = 11
_OUT_OF_REACH = 9.0  # how far below the best a log density may lie before its strength is left out

Tilt = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Law:
    """One law of visibility: its offset of each cell by strength and number of lists (strengths x cells), and its share
    of the prior."""

    name: str
    tilt: Tilt
    prior: float


def _shaped(shape: Callable[[Floats], Floats]) -> Tilt:
    """The spread's square times a cumulant function, scaled so that two lists get 1 and one list 0."""

    def scaled(lists: Floats) -> Floats:
        fixed = shape(np.array([0.0, 1.0, 2.0]))
        straight = fixed[0] + lists * (fixed[1] - fixed[0])
        return np.asarray((shape(lists) - straight) / (fixed[2] - 2 * fixed[1] + fixed[0]))

    return lambda strength, lists: strength[:, None] ** 2 * scaled(lists)


def _two_classes(share: float) -> Tilt:
    return lambda strength, lists: np.logaddexp(math.log(1 - share), math.log(share) + strength[:, None] * lists)


LAWS: tuple[Law, ...] = (
    Law("normal", _shaped(lambda k: k**2 / 2), 1 / 4),
    Law("Poisson", _shaped(lambda k: 2.0**k), 1 / 4),
    Law("gamma", _shaped(lambda k: -np.log(3.5 + k)), 1 / 4),
    *(Law("two classes", _two_classes(share), 1 / 4 / len(_SHARES)) for share in _SHARES),
)


@dataclass(frozen=True, slots=True)
class Differing:
    """What a model expects if people differ: the log of its Bayes factor against the model without differences, and for
    each law and strength its probability, the log of the people on no list, and the standard error of that.
    """

    log_factor: float
    probabilities: Floats
    log_unseen: Floats
    errors: Floats

    @staticmethod
    def of(joint: Floats, log_unseen: Floats, variance: Floats) -> Differing | None:
        """Fits weighed by their joint log densities with the prior; None where none of these is finite.

        `log_unseen`, `variance`: of each fit the log of the people on no list and the variance of that.
        """
        top = float(joint.max())
        if not math.isfinite(top):
            return None
        share = np.exp(joint - top)
        bounded = np.minimum(log_unseen, 60.0)
        errors = np.sqrt(np.maximum(variance + np.exp(-np.maximum(bounded, -5.0)), 1e-8))
        return Differing(top + math.log(share.sum()), share / share.sum(), bounded, errors)

    def below(self, unseen: float) -> float:
        """The posterior probability of fewer people on no list than this."""
        return float(self.probabilities @ ndtr((math.log(max(unseen, 1e-9)) - self.log_unseen) / self.errors))


def differing(cells: Floats, found: Support) -> Differing | None:
    """Integrate a model over all laws and strengths; None where it leaves the people on no list open or where its
    dependences already take up what differences between people would do.
    """
    lists = np.array([int(mask).bit_count() for mask in range(len(cells))], dtype=float)
    if not found.identified or _taken_up(found, lists * (lists - 1)):
        return None
    start = np.zeros(len(found.terms))
    status, alike, _ = fit_terms(cells, found.face, found.terms, start, False)
    if status != FITTED:
        return None
    grids = [_COARSE] * len(LAWS)
    coarse = _fitted(cells, found, _offsets(grids, lists), np.tile(start, (len(LAWS) * len(_COARSE), 1)))
    grids = [_reach(gain - alike) for gain in coarse.log_likelihood.reshape(len(LAWS), -1)]
    starts = _starts(coarse.beta.reshape(len(LAWS), len(_COARSE), -1), grids)
    fine = _fitted(cells, found, _offsets(grids, lists), starts)
    return _integrated(fine, float(alike), grids)


@dataclass(frozen=True, slots=True)
class _Fits:
    """Fits x terms `beta`; of each fit the log likelihood and the variance of beta[0]."""

    beta: Floats
    log_likelihood: Floats
    variance: Floats


def _fitted(cells: Floats, found: Support, offsets: Floats, starts: Floats) -> _Fits:
    values, variances = np.zeros(len(offsets)), np.zeros(len(offsets))
    fit_tilted(cells, found.face, found.terms, offsets, starts, values, variances)
    return _Fits(starts, values, variances)


def _taken_up(found: Support, term: Floats) -> bool:
    """Whether the model's terms already span a term of the cells."""
    masks = np.flatnonzero(found.face)
    design = design_of(masks, found.terms)
    inside = term[masks]
    rest = inside - design @ np.linalg.lstsq(design, inside, rcond=None)[0]
    return bool(np.linalg.norm(rest) < 1e-8 * max(float(np.linalg.norm(inside)), 1e-9))


def _offsets(grids: list[Floats], lists: Floats) -> Floats:
    return np.concatenate([law.tilt(grid, lists) for law, grid in zip(LAWS, grids, strict=True)])


def _prior(strength: Floats) -> Floats:
    """The log density of the half normal prior."""
    return np.asarray(math.log(2 / (math.sqrt(2 * math.pi) * PRIOR_SPREAD)) - (strength / PRIOR_SPREAD) ** 2 / 2)


def _reach(gain: Floats) -> Floats:
    """The strengths of one law that the table and the prior leave possible, evenly spaced."""
    joint = np.where(np.isfinite(gain), gain, -np.inf) + _prior(_COARSE)
    good = np.flatnonzero(joint > joint.max() - _OUT_OF_REACH)
    first, last = max(int(good[0]) - 1, 0), min(int(good[-1]) + 1, len(_COARSE) - 1)
    return np.linspace(_COARSE[first], _COARSE[last], _FINE)


def _starts(beta: Floats, grids: list[Floats]) -> Floats:
    """Parameters between those of the coarse strengths, for each law and fine strength."""
    found = [
        np.column_stack([np.interp(grid, _COARSE, column) for column in of_law.T])
        for of_law, grid in zip(beta, grids, strict=True)
    ]
    return np.concatenate(found)


def _integrated(fine: _Fits, alike: float, grids: list[Floats]) -> Differing | None:
    pieces = []
    for law, grid in zip(LAWS, grids, strict=True):
        width = np.full(len(grid), grid[1] - grid[0])
        width[[0, -1]] /= 2
        pieces.append(_prior(grid) + np.log(width) + math.log(law.prior))
    joint = fine.log_likelihood - alike + np.concatenate(pieces)
    joint[~np.isfinite(joint)] = -np.inf
    return Differing.of(joint, fine.beta[:, 0], fine.variance)
