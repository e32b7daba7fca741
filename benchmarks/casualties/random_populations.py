"""Populations drawn at random: other numbers of lists, classes, dependences and behaviour than any we have named.

The thresholds of the headline were chosen on these with even numbers; its coverage is measured on odd ones.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from benchmarks.casualties.populations import cells, of_behaviour, of_classes, of_logits

Floats = npt.NDArray[np.float64]
Random = np.random.Generator


def _chances(random: Random, lists: int, low: float = 0.05, high: float = 0.35) -> list[float]:
    return [float(p) for p in np.exp(random.uniform(np.log(low), np.log(high), lists))]


def independent(random: Random, lists: int) -> Floats:
    """Lists that have nothing to do with each other."""
    return of_classes([1.0], [_chances(random, lists)])


def dependent_pairs(random: Random, lists: int) -> Floats:
    """Some pairs of lists that lean together or apart."""
    grid = cells(lists)
    weight = independent(random, lists)
    for _ in range(int(random.integers(1, max(2, lists - 1)))):
        i, j = random.choice(lists, 2, replace=False)
        strength = float(random.uniform(0.3, 1.5) * random.choice([-1, 1]))
        weight = weight * np.exp(strength * grid[:, i] * grid[:, j])
    return np.asarray(weight / weight.sum())


def classes(random: Random, lists: int) -> Floats:
    """Two or three classes of people who differ in visibility, in about the same way on every list."""
    count = int(random.integers(2, 4))
    shares = [float(s) for s in random.dirichlet(np.full(count, 3.0))]
    centre = np.array(_chances(random, lists))
    shifts = random.normal(0, random.uniform(0.3, 1.2), count)
    logits = np.log(centre / (1 - centre)) + shifts[:, None] + random.normal(0, 0.2, (count, lists))
    return of_classes(shares, (1 / (1 + np.exp(-logits))).tolist())


def spread_logits(random: Random, lists: int) -> Floats:
    """Log odds of visibility that are normal among people."""
    return of_logits(_chances(random, lists), float(random.uniform(0.2, 1.2)), 401)


def blind_list(random: Random, lists: int) -> Floats:
    """One list sees only one of two classes."""
    share = float(random.uniform(0.2, 0.6))
    first = np.array(_chances(random, lists, 0.1, 0.4))
    second = first * random.uniform(0.3, 0.9, lists)
    second[int(random.integers(lists))] = 0.0
    return of_classes([share, 1 - share], [first.tolist(), second.tolist()])


def behaviour(random: Random, lists: int) -> Floats:
    """Being on one list makes later ones likelier or less likely."""
    change = float(np.exp(random.uniform(0.3, 1.0) * random.choice([-1, 1])))
    return of_behaviour(_chances(random, lists, 0.08, 0.3), change)


def sparse(random: Random, lists: int) -> Floats:
    """Short lists with few overlaps."""
    return of_classes([1.0], [_chances(random, lists, 0.01, 0.09)])


KINDS: dict[str, Callable[[Random, int], Floats]] = {
    "independent": independent,
    "dependent pairs": dependent_pairs,
    "classes": classes,
    "normal log odds": spread_logits,
    "one list sees one class": blind_list,
    "behaviour": behaviour,
    "sparse": sparse,
}


def random_population(kind: str, number: int) -> tuple[int, Floats]:
    """The true number of people and the probability of each history, three to eight lists."""
    random = np.random.default_rng([20261125, list(KINDS).index(kind), number])
    lists = int(random.choice([3, 4, 4, 4, 5, 5, 6, 7, 8]))
    people = int(np.exp(random.uniform(np.log(1500), np.log(40_000))))
    return people, KINDS[kind](random, lists)
