"""Casualties stage: decomposable graphical models averaged over all graphs (Madigan & York 1997).

Goes in: capture histories of three to six lists. Comes out: the posterior of the population, exact for each graph
under a hyper-Dirichlet prior (Dawid & Lauritzen 1993), over a grid that grows until nothing of the posterior lies
beyond it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from time import perf_counter

import numpy as np
from scipy.special import gammaln

from byname.casualties.fitting.hierarchical import interactions, notation
from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate
from byname.errors import CannotEstimate

FEWEST, MOST = 3, 6
_FINE = 2000  # below this many people on no list the grid holds every number
_PER_FOLD = 150  # points for each factor e beyond
_FARTHEST = 1e12
_TAIL = 1e-6


@dataclass(frozen=True, slots=True)
class Posterior:
    """The posterior over the people on no list.

    `unseen`: the grid; `weights`: probability of each stretch of it; `graphs`: probability of each graph, in the
    order of `decomposable_graphs`; `beyond`: probability of the last tenth of the grid, which shows whether it is
    long enough.
    """

    unseen: Floats
    weights: Floats
    graphs: Floats
    beyond: float

    def quantile(self, share: float) -> float:
        """The number below which this share of the probability lies."""
        return float(self.unseen[min(int(np.searchsorted(np.cumsum(self.weights), share)), len(self.unseen) - 1)])

    @property
    def mean(self) -> float:
        """The mean number of people on no list."""
        return float(self.weights @ self.unseen)


@cache
def decomposable_graphs(lists: int) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Every chordal graph of the lists as its cliques and separators, each a mask: 8, 61, 822, 18,154 for 3 to 6
    lists.
    """
    edges = interactions(lists, 2)
    found = []
    for chosen in range(1 << len(edges)):
        near = [0] * lists
        for i, edge in enumerate(edges):
            if chosen >> i & 1:
                low = (edge & -edge).bit_length() - 1
                high = edge.bit_length() - 1
                near[low] |= 1 << high
                near[high] |= 1 << low
        parts = _cliques(near)
        if parts is not None:
            found.append(parts)
    return tuple(found)


def _cliques(near: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Cliques and separators by maximum cardinality search (Tarjan & Yannakakis 1984); None if the graph is not
    chordal.
    """
    done, cliques, separators = 0, [], []
    current = 0
    left = set(range(len(near)))
    while left:
        vertex = max(left, key=lambda v: ((near[v] & done).bit_count(), -v))
        before = near[vertex] & done
        if any((before & ~near[u] & ~(1 << u)) for u in range(len(near)) if before >> u & 1):
            return None
        if before != current:
            cliques.append(current)
            separators.append(before)
        current = before | 1 << vertex
        done |= 1 << vertex
        left.remove(vertex)
    return (*cliques, current), tuple(separators)


@cache
def _coefficients(lists: int) -> Floats:
    """How often each subset of lists counts in each graph: +1 a clique, -1 a separator (graphs x subsets)."""
    graphs = decomposable_graphs(lists)
    result = np.zeros((len(graphs), 1 << lists))
    for row, (cliques, separators) in zip(result, graphs, strict=True):
        np.add.at(row, list(cliques), 1.0)
        np.add.at(row, list(separators), -1.0)
    return result


def posterior(histories: CaptureHistories, prior_count: float | None = None) -> Posterior:
    """Average over all decomposable graphs.

    `prior_count`: the hyper-Dirichlet's count for each history, 2^-lists where None; the prior of the population is
    proportional to 1 / N, N the people in all, and all graphs are equally likely. Raises CannotEstimate for fewer than
    three or more than six lists.
    """
    lists = len(histories.lists)
    if not FEWEST <= lists <= MOST:
        raise CannotEstimate(
            f"graphs are averaged over {FEWEST} to {MOST} lists, not {lists}",
            where=histories.where,
            fix="leave lists out",
        )
    end = 50.0 * max(histories.observed, 100)
    while True:
        found = _over_grid(histories, prior_count or 2.0**-lists, end)
        if found.beyond < _TAIL or end >= _FARTHEST:
            return found
        end = min(end * 100, _FARTHEST)


def _grid(end: float) -> tuple[Floats, Floats]:
    """Numbers of people on no list, and how many whole numbers each stands for."""
    folds = max(0.0, math.log(end / _FINE))
    far = np.unique(np.rint(_FINE * np.exp(np.linspace(0, folds, int(folds * _PER_FOLD) + 2))))
    unseen = np.concatenate([np.arange(1.0, _FINE), far])
    middle = np.concatenate([[0.5], (unseen[1:] + unseen[:-1]) / 2, [unseen[-1] + 0.5]])
    return unseen, np.diff(middle)


def _over_grid(histories: CaptureHistories, prior_count: float, end: float) -> Posterior:
    cells, lists, n = histories.by_mask(), len(histories.lists), histories.observed
    unseen, stretch = _grid(end)
    terms = np.array([_subset_terms(cells, subset, lists, prior_count, unseen) for subset in range(1 << lists)])
    people = n + unseen
    common = gammaln(people + 1) - gammaln(unseen + 1) - np.log(people) + np.log(stretch)
    joint = _coefficients(lists) @ terms
    joint += common
    joint = np.exp(joint - joint.max())
    joint /= joint.sum()
    weights = joint.sum(axis=0)
    last = unseen > 0.9 * end
    return Posterior(unseen, weights, joint.sum(axis=1), float(weights[last].sum()))


def _subset_terms(cells: Floats, subset: int, lists: int, prior_count: float, unseen: Floats) -> Floats:
    """The log marginal likelihood of the table of a subset of lists, for each number of people on no list."""
    members = [j for j in range(lists) if subset >> j & 1]
    index = np.zeros(len(cells), dtype=np.int64)
    for place, j in enumerate(members):
        index |= ((np.arange(len(cells)) >> j) & 1) << place
    counts = np.bincount(index, weights=cells, minlength=1 << len(members))
    alpha = prior_count * 2.0 ** (lists - len(members))
    total = prior_count * 2.0**lists
    rest = float((gammaln(alpha + counts[1:]) - gammaln(alpha)).sum())
    empty = gammaln(alpha + counts[0] + unseen) - gammaln(alpha)
    result: Floats = rest + empty + gammaln(total) - gammaln(total + cells.sum() + unseen)
    return result


def graph_average(histories: CaptureHistories, level: float = 0.95, prior_count: float | None = None) -> MethodEstimate:
    """Estimate by averaging over all decomposable graphs: the posterior mean and its central interval.

    A warning says where the number hangs on the prior: where counts of 1/2 in place of 2^-lists move the median by a
    tenth.
    """
    start = perf_counter()
    found, n = posterior(histories, prior_count), histories.observed
    other = posterior(histories, 0.5)
    tail = (1 - level) / 2
    best = int(np.argmax(found.graphs))
    shift = (n + other.quantile(0.5)) / (n + found.quantile(0.5))
    diagnostics: dict[str, Diagnostic] = {
        "median": n + found.quantile(0.5),
        "best graph": notation(_model(decomposable_graphs(len(histories.lists))[best][0])),
        "weight of the best graph": float(found.graphs[best]),
        "posterior beyond the grid": found.beyond,
        "median with prior counts of 1/2": n + other.quantile(0.5),
    }
    warnings = []
    if not 0.9 < shift < 1.1:
        warnings.append("The average over graphs hangs on the prior.")
    if found.beyond >= _TAIL:
        warnings.append("The average over graphs sets no upper bound.")
    if found.mean > 1.5 * found.quantile(0.5):
        warnings.append("The average over graphs has a long tail; its median says more than its mean.")
    low, high = min(n + found.quantile(tail), n + found.mean), max(n + found.quantile(1 - tail), n + found.mean)
    return MethodEstimate(
        "Graphs, averaged", n + found.mean, low, high, perf_counter() - start, diagnostics, tuple(warnings)
    )


def _model(cliques: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted({part for clique in cliques for part in range(1, clique + 1) if part & clique == part}))
