"""Families of simulated populations of known size, each replicate with parameters of its own.

Written before the method that they examine; `held_families` holds as many again, by another hand, opened once. All of
it is synthetic. A family says what made its lists; whether lists alone can tell its size is what the benchmark asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from byname.casualties.histories import CaptureHistories

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Drawn:
    """One replicate: the true number of people and a table for each stratum (one, named "", where there are none).

    `right`: the pairs of lists, counted from 0, of the right log-linear model, where there is one. `factor`: the people
    on no list over those of the same population without an interaction of all lists together, which no table shows,
    where the chance of each history is known.
    """

    people: int
    tables: Mapping[str, CaptureHistories]
    right: tuple[tuple[int, int], ...] | None = None
    factor: float | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """How one kind of population comes about.

    `kind`: what the targets speak of; `bounded`: whether the true number lies within the bounds of dependence that an
    estimate states by default; people who could stand on no list at all, and lists with false links, need not.
    """

    name: str
    kind: str
    draw: Callable[[Random], Drawn]
    bounded: bool = True


def table_of(held: Flags) -> CaptureHistories:
    """The table of people (people x lists); those on no list fall out, as they do in life."""
    lists = held.shape[1]
    masks = held.astype(np.int64) @ (1 << np.arange(lists, dtype=np.int64))
    cells = np.bincount(masks, minlength=1 << lists).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(tuple(f"L{j + 1}" for j in range(lists)), cells)


def drawn(held: Flags, right: tuple[tuple[int, int], ...] | None = None) -> Drawn:
    return Drawn(len(held), {"": table_of(held)}, right)


def number(random: Random, low: float = 1_000, high: float = 30_000) -> int:
    """A number of people, as often in one order of magnitude as in another."""
    return int(np.exp(random.uniform(np.log(low), np.log(high))))


def chances(random: Random, lists: int, low: float = 0.06, high: float = 0.35) -> Floats:
    return np.asarray(np.exp(random.uniform(np.log(low), np.log(high), lists)))


def _lists(random: Random) -> int:
    return int(random.choice([4, 4, 5, 5, 6]))


def _logit(chance: Floats) -> Floats:
    return np.asarray(np.log(chance / (1 - chance)))


def _seen(random: Random, logits: Floats) -> Flags:
    return np.asarray(random.random(logits.shape) < 1 / (1 + np.exp(-logits)))


def independent(random: Random) -> Drawn:
    people, lists = number(random), _lists(random)
    return drawn(random.random((people, lists)) < chances(random, lists), ())


def unequal(random: Random) -> Drawn:
    """One list of two fifths of the people, one of a fiftieth, others between."""
    people, lists = number(random, 3_000), _lists(random)
    chance = np.concatenate([[0.4, 0.02], chances(random, lists - 2, 0.05, 0.3)])
    return drawn(random.random((people, lists)) < random.permutation(chance), ())


def pairwise(random: Random) -> Drawn:
    """One or two pairs of lists that lean together or apart, drawn as one list that depends on the other."""
    people, lists = number(random, 2_000), _lists(random)
    logits = np.broadcast_to(_logit(chances(random, lists, 0.08, 0.35)), (people, lists)).copy()
    order = random.permutation(lists)
    pairs = [(int(order[0]), int(order[1])), (int(order[2]), int(order[3]))][: int(random.integers(1, 3))]
    held = _seen(random, logits)
    for a, b in pairs:
        shift = float(random.uniform(0.4, 1.4) * random.choice([-1, 1]))
        logits[:, b] += shift * held[:, a]
        held[:, b] = _seen(random, logits[:, [b]])[:, 0]
    return drawn(held, tuple((min(p), max(p)) for p in pairs))


def _regions(random: Random, people: int, lists: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """The region of each person and the chance of each list in each of three regions."""
    region = random.choice(3, people, p=random.dirichlet(np.full(3, 4.0)))
    centre = _logit(chances(random, lists, 0.08, 0.3))
    logits = centre + random.normal(0, 0.7, (3, lists))
    return region, np.asarray(1 / (1 + np.exp(-logits)))


def regions_known(random: Random) -> Drawn:
    """Every list works differently in each of three regions, and the region of each person is known."""
    people, lists = number(random, 4_000), _lists(random)
    region, chance = _regions(random, people, lists)
    held = random.random((people, lists)) < chance[region]
    return Drawn(people, {f"region {r + 1}": table_of(held[region == r]) for r in range(3)})


def regions_unknown(random: Random) -> Drawn:
    """The same, and nobody wrote the regions down."""
    people, lists = number(random, 4_000), _lists(random)
    region, chance = _regions(random, people, lists)
    return drawn(random.random((people, lists)) < chance[region])


def classes(random: Random) -> Drawn:
    """Two classes of people, one two to five times as visible as the other on every list."""
    people, lists = number(random, 2_000), _lists(random)
    low = chances(random, lists, 0.05, 0.15)
    visible = random.random(people) < random.uniform(0.25, 0.6)
    high = np.minimum(low * random.uniform(2, 5) * random.uniform(0.8, 1.2, lists), 0.8)
    return drawn(random.random((people, lists)) < np.where(visible[:, None], high, low))


def spread(random: Random) -> Drawn:
    """Log odds of visibility that are normal among people, with a standard deviation of 0.3 to 1.2."""
    people, lists = number(random, 2_000), _lists(random)
    shift = random.normal(0, random.uniform(0.3, 1.2), people)
    return drawn(_seen(random, _logit(chances(random, lists)) + shift[:, None]))


def drift(random: Random) -> Drawn:
    """Lists made one after the other, of events in a window of their own that overlaps with the next."""
    people, lists = number(random, 2_000), _lists(random)
    when = random.random(people)
    centres, width = (np.arange(lists) + 0.5) / lists, random.uniform(0.35, 0.8)
    logits = _logit(chances(random, lists, 0.15, 0.4)) - ((when[:, None] - centres) / width) ** 2 / 2
    return drawn(_seen(random, logits))


def referral(random: Random) -> Drawn:
    """The first list sends a tenth to a half of its people on to the second."""
    people, lists = number(random, 2_000), _lists(random)
    held = random.random((people, lists)) < chances(random, lists, 0.08, 0.3)
    held[:, 1] |= held[:, 0] & (random.random(people) < random.uniform(0.1, 0.5))
    return drawn(held, ((0, 1),))


def aggregator(random: Random) -> Drawn:
    """The last list was compiled from the others: it has a half to nine tenths of their people, and nobody else."""
    people, lists = number(random, 2_000), _lists(random)
    held = random.random((people, lists)) < chances(random, lists, 0.08, 0.3)
    held[:, -1] = held[:, :-1].any(axis=1) & (random.random(people) < random.uniform(0.5, 0.9))
    return drawn(held)


def missed_links(random: Random) -> Drawn:
    """Independent lists in which 2 to 10 in 100 entries were not joined to the person's others."""
    people, lists = number(random), _lists(random)
    held = random.random((people, lists)) < chances(random, lists, 0.08, 0.35)
    lost = held & (held.sum(axis=1, keepdims=True) > 1) & (random.random(held.shape) < random.uniform(0.02, 0.1))
    alone = [np.eye(lists, dtype=bool)[j].repeat(int(lost[:, j].sum())).reshape(lists, -1).T for j in range(lists)]
    return Drawn(people, {"": table_of(np.concatenate([held & ~lost, *alone]))})


def false_links(random: Random) -> Drawn:
    """Independent lists in which 2 to 10 in 100 entries were joined to another person's."""
    people, lists = number(random), _lists(random)
    held = random.random((people, lists)) < chances(random, lists, 0.08, 0.35)
    wrong = held & (random.random(held.shape) < random.uniform(0.02, 0.1))
    joined = held & ~wrong
    for j in range(lists):
        seen = np.flatnonzero(joined.any(axis=1) & ~joined[:, j])
        takers = random.choice(seen, min(int(wrong[:, j].sum()), len(seen)), replace=False)
        joined[takers, j] = True
    return drawn(joined)


def unreachable(random: Random) -> Drawn:
    """Independent lists, and a tenth to two fifths of the people who could come onto none of them."""
    people, lists = number(random, 2_000), _lists(random)
    hidden = random.random(people) < random.uniform(0.1, 0.4)
    held = random.random((people, lists)) < chances(random, lists, 0.08, 0.35)
    return drawn(held & ~hidden[:, None])


def two_lists(random: Random) -> Drawn:
    """Two lists with an odds ratio of a half to three."""
    people = number(random)
    logits = np.broadcast_to(_logit(chances(random, 2, 0.1, 0.4)), (people, 2)).copy()
    held = _seen(random, logits)
    logits[:, 1] += random.uniform(np.log(0.5), np.log(3)) * held[:, 0]
    held[:, 1] = _seen(random, logits[:, [1]])[:, 0]
    return drawn(held)


def three_lists(random: Random) -> Drawn:
    people = number(random)
    return drawn(random.random((people, 3)) < chances(random, 3, 0.1, 0.4), ())


def small_leans(random: Random) -> Drawn:
    """Each list leans a little on each of the others, on some together and on some apart."""
    people, lists = number(random, 4_000, 100_000), _lists(random)
    logits = np.broadcast_to(_logit(chances(random, lists, 0.08, 0.3)), (people, lists)).copy()
    held, most = np.zeros((people, lists), dtype=bool), random.uniform(0.1, 0.4)
    for a in range(lists):
        held[:, a] = _seen(random, logits[:, [a]])[:, 0]
        logits[:, a + 1 :] += held[:, [a]] * random.uniform(-most, most, lists - a - 1)
    every = tuple((i, j) for i in range(lists) for j in range(i + 1, lists))
    return drawn(held[:, random.permutation(lists)], every)


def lists_at_work(random: Random) -> Drawn:
    """Two to four known regions, in each of which up to two of five or six lists do not work, or hardly."""
    people, lists, regions = number(random, 6_000, 60_000), int(random.choice([5, 5, 6])), int(random.integers(2, 5))
    region = random.choice(regions, people, p=random.dirichlet(np.full(regions, 3.0)))
    logits = _logit(chances(random, lists, 0.1, 0.3)) + random.normal(0, 0.6, (regions, lists))
    chance = 1 / (1 + np.exp(-logits))
    for row in chance:
        row[random.permutation(lists)[: int(random.integers(0, 3))]] = random.choice([0, 0, 0.002])
    held = random.random((people, lists)) < chance[region]
    return Drawn(people, {f"region {r + 1}": table_of(held[region == r]) for r in range(regions)})


def aggregator_with_own(random: Random) -> Drawn:
    """The last list has four to nine tenths of the others' people and, besides, a few in a hundred of all people."""
    people, lists = number(random, 2_000), _lists(random)
    held = random.random((people, lists)) < chances(random, lists, 0.08, 0.3)
    held[:, -1] = random.random(people) < random.uniform(0.02, 0.12)
    held[:, -1] |= held[:, :-1].any(axis=1) & (random.random(people) < random.uniform(0.4, 0.9))
    return drawn(held)


FAMILIES = (
    Family("independent", "independent", independent),
    Family("unequal lists", "unequal", unequal),
    Family("pairs that depend", "pairwise", pairwise),
    Family("three regions, known", "regional", regions_known),
    Family("three regions, unknown", "mixture", regions_unknown),
    Family("two classes", "mixture", classes),
    Family("normal log odds", "mixture", spread),
    Family("drift in time", "drift", drift),
    Family("referral", "pairwise", referral),
    Family("aggregator", "aggregator", aggregator),
    Family("missed links", "missed links", missed_links),
    Family("false links", "false links", false_links),
    Family("unreachable", "unreachable", unreachable, bounded=False),
    Family("two lists", "few lists", two_lists),
    Family("three lists", "few lists", three_lists),
    Family("small leans among lists", "pairwise", small_leans),
    Family("lists at work in some regions", "regional", lists_at_work),
    Family("compiled list with people of its own", "aggregator", aggregator_with_own),
)
