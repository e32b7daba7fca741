"""Casualties stage: draws from the posterior of a latent class model with a stick-breaking prior.

Goes in: a table by bit mask and a starting point. Comes out: draws of the people on no list. Each draw is one Gibbs
sweep (Manrique-Vallier 2016), which moves between classes, and one Hamiltonian trajectory over shares and chances
with the people on no list summed out (Neal 2011), which moves along the ridges where Gibbs sampling creeps.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Cells = npt.NDArray[np.int64]

SHAPE, RATE = 0.25, 0.25  # of the gamma prior of the stick-breaking parameter, as LCMCR has them
_STEPS = 12
_TARGET = 0.8


@njit(cache=True, nogil=True)
def _log_density(point: Floats, gradient: Floats, cells: Cells, counts: Floats, classes: int, lists: int) -> float:
    """The log posterior of logit sticks, log stick parameter and logit chances, and its gradient; cell 0 first."""
    sticks = classes - 1
    gradient[:] = 0.0
    shares, chance, weight = np.empty(classes), np.empty((classes, lists)), np.zeros(classes)
    alpha = math.exp(min(point[sticks], 20.0))
    left, value = 1.0, 0.0
    stick = np.empty(classes)
    log_left = 0.0
    for k in range(sticks):
        x = max(min(point[k], 30.0), -30.0)
        v = 1.0 / (1.0 + math.exp(-x))
        stick[k] = v
        shares[k] = left * v
        left *= 1.0 - v
        value += math.log(v) + alpha * math.log1p(-v)
        log_left += math.log1p(-v)
    shares[sticks] = left
    value += (sticks + SHAPE) * point[sticks] - RATE * alpha
    gradient[sticks] = sticks + SHAPE + alpha * (log_left - RATE)
    at = classes
    for k in range(classes):
        for j in range(lists):
            x = max(min(point[at + k * lists + j], 30.0), -30.0)
            p = 1.0 / (1.0 + math.exp(-x))
            chance[k, j] = p
            value += math.log(p) + math.log1p(-p)
            gradient[at + k * lists + j] = 1.0 - 2.0 * p
    people = counts.sum()
    joint = np.empty(classes)
    for i in range(len(cells)):
        c, total = cells[i], 0.0
        for k in range(classes):
            p = shares[k]
            for j in range(lists):
                p *= chance[k, j] if (c >> j) & 1 else 1.0 - chance[k, j]
            joint[k] = p
            total += p
        if c == 0:
            seen = max(1.0 - total, 1e-300)
            value -= people * math.log(seen)
            factor = people / seen
        else:
            value += counts[i] * math.log(max(total, 1e-300))
            factor = counts[i] / max(total, 1e-300)
        for k in range(classes):
            r = factor * joint[k]
            weight[k] += r
            for j in range(lists):
                hit = 1.0 if (c >> j) & 1 else 0.0
                gradient[at + k * lists + j] += r * (hit - chance[k, j])
    later = weight[sticks]
    for k in range(sticks - 1, -1, -1):
        gradient[k] += (1.0 - stick[k]) * (1.0 + weight[k]) - stick[k] * (later + alpha)
        later += weight[k]
    return float(value)


@njit(cache=True, nogil=True)
def _trajectory(
    point: Floats, scale: Floats, step: float, cells: Cells, counts: Floats, classes: int, lists: int
) -> float:
    """One Hamiltonian trajectory; moves `point` where it is accepted and returns the chance of that."""
    size = len(point)
    gradient, new = np.empty(size), point.copy()
    value = _log_density(new, gradient, cells, counts, classes, lists)
    momentum = np.random.standard_normal(size)
    energy = value - 0.5 * np.sum(momentum**2)
    length = step * (0.8 + 0.4 * np.random.random())
    momentum += 0.5 * length * scale * gradient
    steps = 1 + np.random.randint(_STEPS * 2)
    after = value
    for s in range(steps):
        new += length * scale * momentum
        after = _log_density(new, gradient, cells, counts, classes, lists)
        momentum += (length if s < steps - 1 else 0.5 * length) * scale * gradient
    difference = after - 0.5 * np.sum(momentum**2) - energy
    if not np.isfinite(difference):
        return 0.0
    accept = min(1.0, math.exp(min(difference, 0.0)))
    if np.random.random() < accept:
        point[:] = new
    return float(accept)


@njit(cache=True, nogil=True)
def _split(count: int, chances: Floats, into: Floats) -> None:
    """Distribute `count` people over classes in proportion to `chances`, adding to `into`."""
    total = chances.sum()
    for k in range(len(chances)):
        if count <= 0 or total <= 0.0:
            break
        share = 1.0 if k == len(chances) - 1 else min(1.0, chances[k] / total)
        drawn = np.random.binomial(count, share) if share < 1.0 else count
        into[k] = drawn
        count -= drawn
        total -= chances[k]


@njit(cache=True, nogil=True)
def _people_on_no_list(point: Floats, people: float, classes: int, lists: int, joint: Floats) -> float:
    """Draw the people on no list, negative binomial; `joint` is filled with each class's chance of being missed."""
    left = 1.0
    for k in range(classes):
        v = 1.0 if k == classes - 1 else 1.0 / (1.0 + math.exp(-point[k]))
        p = left * v
        left *= 1.0 - v
        for j in range(lists):
            p /= 1.0 + math.exp(point[classes + k * lists + j])
        joint[k] = p
    missed = min(joint.sum(), 1.0 - 1e-12)
    rate = np.random.gamma(people, missed / (1.0 - missed)) if missed > 0.0 else 0.0
    return float(np.random.poisson(rate)) if rate < 1e15 else rate


@njit(cache=True, nogil=True)
def _beta_logit(a: float, b: float) -> float:
    """The logit of a beta draw."""
    x, y = max(np.random.gamma(a, 1.0), 1e-12), max(np.random.gamma(b, 1.0), 1e-12)
    return max(min(math.log(x / y), 27.0), -27.0)


@njit(cache=True, nogil=True)
def _gibbs(point: Floats, cells: Cells, counts: Floats, classes: int, lists: int) -> None:
    """One Gibbs sweep over the class of everyone, the shares, the chances and the stick parameter."""
    people = counts.sum()
    joint, drawn = np.empty(classes), np.zeros(classes)
    size, hits = np.zeros(classes), np.zeros((classes, lists))
    unseen = _people_on_no_list(point, people, classes, lists, joint)
    missing = joint.copy()
    for i in range(len(cells)):
        c = cells[i]
        count = int(min(unseen, 4e18)) if c == 0 else int(counts[i])
        for k in range(classes):
            p = missing[k]
            for j in range(lists):
                if (c >> j) & 1:
                    p *= math.exp(point[classes + k * lists + j])
            joint[k] = p
        drawn[:] = 0.0
        _split(count, joint, drawn)
        for k in range(classes):
            size[k] += drawn[k]
            for j in range(lists):
                if (c >> j) & 1:
                    hits[k, j] += drawn[k]
    alpha = math.exp(point[classes - 1])
    later = size.sum()
    log_left = 0.0
    for k in range(classes):
        later -= size[k]
        for j in range(lists):
            point[classes + k * lists + j] = _beta_logit(1.0 + hits[k, j], 1.0 + size[k] - hits[k, j])
        if k < classes - 1:
            point[k] = _beta_logit(1.0 + size[k], alpha + max(later, 0.0))
            log_left -= math.log1p(math.exp(point[k]))
    point[classes - 1] = math.log(max(np.random.gamma(SHAPE + classes - 1, 1.0 / (RATE - log_left)), 1e-6))


@njit(cache=True, nogil=True)
def draw_chain(
    point: Floats, scale: Floats, tuning: Floats, cells: Cells, counts: Floats, classes: int, lists: int, draws: int,
    warm_up: bool, seed: int,
) -> Floats:  # fmt: skip
    """Draw the people on no list so many times from where the chain stands.

    `point` moves on; while warming up, `scale` and the step in `tuning[0]` adapt. The same seed gives the same draws.
    """
    np.random.seed(seed)
    found, joint = np.empty(draws), np.empty(classes)
    people = counts.sum()
    for d in range(draws):
        _gibbs(point, cells, counts, classes, lists)
        accepted = _trajectory(point, scale, tuning[0], cells, counts, classes, lists)
        if warm_up:
            tuning[0] *= math.exp((accepted - _TARGET) / math.sqrt(1.0 + d))
            tuning[0] = min(max(tuning[0], 1e-4), 1.5)
        found[d] = _people_on_no_list(point, people, classes, lists, joint)
    return found
