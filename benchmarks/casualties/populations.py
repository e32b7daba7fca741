"""Populations of known size beyond those of the shared simulator, for the coverage of the headline interval."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def cells(lists: int) -> npt.NDArray[np.int64]:
    """Every history of so many lists, the first list slowest."""
    return np.array(list(product([0, 1], repeat=lists)))


def of_classes(shares: list[float], chances: list[list[float]]) -> Floats:
    """The probability of each history where people fall into classes."""
    grid = cells(len(chances[0]))
    parts = [a * np.where(grid == 1, q, 1 - np.array(q)).prod(axis=1) for a, q in zip(shares, chances, strict=True)]
    return np.asarray(np.sum(parts, axis=0))


def of_behaviour(chances: list[float], change: float) -> Floats:
    """The probability of each history where being on a list multiplies the odds of standing on later ones by
    `change`.
    """
    grid = cells(len(chances))
    result = np.ones(len(grid))
    for j, chance in enumerate(chances):
        odds = chance / (1 - chance) * np.where(grid[:, :j].any(axis=1), change, 1.0)
        result *= np.where(grid[:, j] == 1, odds, 1.0) / (1 + odds)
    return result


def of_logits(chances: list[float], spread: float, draws: int = 20_001) -> Floats:
    """The probability of each history where people's log odds are normal with this standard deviation."""
    from scipy.stats import norm

    shift = spread * norm.ppf((np.arange(draws) + 0.5) / draws)
    logit = np.log(np.array(chances) / (1 - np.array(chances)))
    each = 1 / (1 + np.exp(-(logit + shift[:, None])))
    return np.array([np.where(c == 1, each, 1 - each).prod(axis=1).mean() for c in cells(len(chances))])


OWN: dict[str, tuple[int, Floats]] = {
    "E one list sees one class": (8000, of_classes([0.3, 0.7], [[0.35, 0.3, 0.25, 0.2], [0.0, 0.2, 0.15, 0.15]])),
    "E trap-happy": (6000, of_behaviour([0.2, 0.2, 0.15, 0.2], 2.0)),
    "E trap-shy": (6000, of_behaviour([0.2, 0.2, 0.15, 0.2], 0.5)),
    "E tiny lists": (400, of_classes([1.0], [[0.15, 0.1, 0.12, 0.08]])),
    "E normal log odds": (10_000, of_logits([0.12, 0.15, 0.1, 0.12, 0.08], 1.0)),
    "E slight differences": (10_000, of_logits([0.2, 0.15, 0.25, 0.12], 0.35)),
    "E three independent": (3000, of_classes([1.0], [[0.3, 0.25, 0.2]])),
    "E three lists, two classes": (5000, of_classes([0.4, 0.6], [[0.4, 0.45, 0.35], [0.1, 0.1, 0.08]])),
    "E six lists, two classes": (8000, of_classes([0.4, 0.6], [[0.3, 0.25, 0.2, 0.3, 0.2, 0.2], [0.05, 0.06] * 3])),
}
