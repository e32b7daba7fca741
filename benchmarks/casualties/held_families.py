"""Families held back: simulated populations of known size again, by another hand than the method's, opened once.

Lists are made in turn, so a table is drawn from the chance of each history, and a million people cost no more than a
thousand. Which lists lean on which is drawn too: no family gives a list its part by its place. All of it is synthetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from benchmarks.casualties.families import Drawn, Family, Flags, Floats, Random, chances, drawn, number
from byname.casualties.histories import CaptureHistories

Counts = npt.NDArray[np.int64]
Pairs = tuple[tuple[int, int], ...]


def histories(lists: int) -> Flags:
    """Every history that a person can have (2**lists x lists), by its mask; the first stands on no list."""
    return np.asarray((np.arange(1 << lists)[:, None] >> np.arange(lists)) & 1, dtype=bool)


def cells_of(chance: Floats) -> Floats:
    """The chance of each history from that of each list (lists), or of each list given the rest (2**lists x lists)."""
    return np.asarray(np.where(histories(chance.shape[-1]), chance, 1 - chance).prod(axis=1))


def mixed(shares: Floats, chance: Floats) -> Floats:
    """The chance of each history where classes (shares) differ in their chances (classes x lists)."""
    return np.asarray(sum(share * cells_of(row) for share, row in zip(shares, chance, strict=True)))


def table_of_counts(counts: Counts) -> CaptureHistories:
    """The table of a number of people by mask, without those on no list."""
    names = tuple(f"L{j + 1}" for j in range(len(counts).bit_length() - 1))
    return CaptureHistories.from_masks(names, np.concatenate([[0.0], counts[1:].astype(float)]))


def draw_counts(random: Random, people: int, cells: Floats) -> Counts:
    return np.asarray(random.multinomial(people, cells / cells.sum()), dtype=np.int64)


def without_the_highest(cells: Floats) -> float:
    """The chance of standing on no list that the other histories make where no interaction of all lists is taken.

    Histories of no chance are those with a list that does not work; the others are those of the lists that do.
    """
    odd = histories(len(cells).bit_length() - 1).sum(axis=1) % 2 == 1
    seen = (cells > 0) & (np.arange(len(cells)) > 0)
    logs = np.log(cells[seen] / cells.sum())
    return float(np.exp(logs[odd[seen]].sum() - logs[~odd[seen]].sum()))


def whole(random: Random, people: int, cells: Floats, right: Pairs | None = None) -> Drawn:
    """A population in one piece."""
    table = table_of_counts(draw_counts(random, people, cells))
    return Drawn(people, {"": table}, right, float(cells[0] / cells.sum()) / without_the_highest(cells))


def regional(random: Random, people: int, shares: Floats, cells: Sequence[Floats]) -> Drawn:
    """A population in regions that are known."""
    living = random.multinomial(people, shares)
    counts = [draw_counts(random, int(n), region) for n, region in zip(living, cells, strict=True)]
    unseen = float(shares @ [region[0] / region.sum() for region in cells])
    factor = unseen / float(shares @ [without_the_highest(region) for region in cells])
    return Drawn(people, {f"region {r + 1}": table_of_counts(table) for r, table in enumerate(counts)}, None, factor)


def likely(random: Random, people: int, lists: int, high: float = 0.35) -> Floats:
    """Chances of lists so long that any two, by chance alone, would share four people or more."""
    return chances(random, lists, max(0.03, (4 / people) ** 0.5), high)


def shifted(chance: Floats, log_odds: Floats | float) -> Floats:
    """The same chance with its log odds shifted."""
    odds = chance / (1 - chance) * np.exp(log_odds)
    return np.asarray(odds / (1 + odds))


def either(one: Floats, other: float) -> Floats:
    """The chance that one of two ways leads onto a list."""
    return np.asarray(1 - (1 - one) * (1 - other))


def some(random: Random, lists: int, size: int) -> tuple[int, ...]:
    return tuple(int(j) for j in random.permutation(lists)[:size])


def pairs(*links: tuple[int, int]) -> Pairs:
    return tuple(sorted((min(link), max(link)) for link in links))


def in_turn(chance: Floats) -> tuple[Floats, Flags]:
    """The chance of each list given the rest of each history, alike to begin with, and the histories."""
    return np.tile(chance, (1 << len(chance), 1)), histories(len(chance))


def lean(given: Floats, seen: Flags, on: int, who: int, log_odds: float) -> None:
    """Let one list have the people of another more, or less, readily than others."""
    given[seen[:, on], who] = shifted(given[seen[:, on], who], log_odds)


def sign(random: Random) -> int:
    return int(random.choice([-1, 1]))


def independent(random: Random) -> Drawn:
    """Four to eight lists that know nothing of one another, of two hundred to a million people."""
    people, lists = number(random, 200, 1_000_000), int(random.integers(4, 9))
    return whole(random, people, cells_of(likely(random, people, lists, 0.45)), ())


def few_people(random: Random) -> Drawn:
    """Independent lists of a village or a camp: two to six hundred people."""
    people, lists = int(random.integers(200, 601)), int(random.integers(4, 7))
    return whole(random, people, cells_of(likely(random, people, lists, 0.4)), ())


def falling(random: Random) -> Drawn:
    """Each list three to six tenths as long as the one before it."""
    people, lists = number(random, 20_000, 1_000_000), int(random.integers(4, 7))
    chance = random.uniform(0.3, 0.6) * random.uniform(0.3, 0.6) ** np.arange(lists)
    return whole(random, people, cells_of(random.permutation(np.maximum(chance, 0.003))), ())


def register(random: Random) -> Drawn:
    """One register of nearly everybody, and short lists beside it."""
    people, lists = number(random, 1_500, 200_000), int(random.integers(4, 8))
    chance = np.append(chances(random, lists - 1, max(0.03, (4 / people) ** 0.5), 0.12), random.uniform(0.65, 0.9))
    return whole(random, people, cells_of(random.permutation(chance)), ())


def _sourced(random: Random, copiers: int) -> tuple[int, Floats, tuple[int, ...]]:
    """People, cells and the lists that drew on one file of a part of the people, which is itself lost."""
    people, lists = number(random, 2_000, 500_000), int(random.integers(4, 7))
    plain, copying = likely(random, people, lists, 0.25), some(random, lists, copiers)
    filed, share = plain.copy(), float(random.uniform(0.15, 0.5))
    for who in copying:
        filed[who] = either(filed[who], float(random.uniform(0.15, 0.6)))
    return people, mixed(np.array([share, 1 - share]), np.stack([filed, plain])), copying


def common_source(random: Random) -> Drawn:
    """Two lists that drew on one lost file besides their own people."""
    people, cells, (a, b) = _sourced(random, 2)
    return whole(random, people, cells, pairs((a, b)))


def source_of_three(random: Random) -> Drawn:
    """Three lists that drew on one lost file: more than their pairs depend."""
    people, cells, _ = _sourced(random, 3)
    return whole(random, people, cells)


def avoiding(random: Random) -> Drawn:
    """A list that leaves out most or some of those whom another already has."""
    people, lists = number(random, 2_000, 500_000), int(random.integers(4, 8))
    given, seen = in_turn(likely(random, people, lists))
    a, b = some(random, lists, 2)
    given[seen[:, a], b] *= random.uniform(0.1, 0.7)
    return whole(random, people, cells_of(given), pairs((a, b)))


def chain(random: Random) -> Drawn:
    """A second list that leans on a first, and a third that leans on the second, together or apart."""
    people, lists = number(random, 2_000, 500_000), int(random.integers(4, 8))
    given, seen = in_turn(likely(random, people, lists))
    a, b, c = some(random, lists, 3)
    lean(given, seen, a, b, float(random.uniform(0.5, 1.8)))
    lean(given, seen, b, c, sign(random) * float(random.uniform(0.4, 1.5)))
    return whole(random, people, cells_of(given), pairs((a, b), (b, c)))


def leaning_on_two(random: Random) -> Drawn:
    """A list that leans on two others, on either of them together or apart."""
    people, lists = number(random, 3_000, 500_000), int(random.integers(5, 8))
    given, seen = in_turn(likely(random, people, lists))
    a, b, c = some(random, lists, 3)
    for on in (a, b):
        lean(given, seen, on, c, sign(random) * float(random.uniform(0.4, 1.4)))
    return whole(random, people, cells_of(given), pairs((a, b), (a, c), (b, c)))


def weak_pairs(random: Random) -> Drawn:
    """Every pair of lists leans a little, some together and some apart: a log-linear model of all pairs."""
    people, lists = number(random, 5_000, 500_000), int(random.integers(4, 7))
    seen, chance = histories(lists).astype(float), chances(random, lists, 0.06, 0.3)
    lean_of = np.triu(random.normal(0.05, random.uniform(0.1, 0.35), (lists, lists)), 1)
    weight = seen @ np.log(chance / (1 - chance)) + np.einsum("hi,ij,hj->h", seen, lean_of, seen)
    every = tuple((i, j) for i in range(lists) for j in range(i + 1, lists))
    return whole(random, people, np.exp(weight), every)


def referral_chain(random: Random) -> Drawn:
    """Each of three or four lists sends a part of its people on to the next."""
    people, lists = number(random, 2_000, 500_000), int(random.integers(5, 8))
    given, seen = in_turn(likely(random, people, lists, 0.25))
    order = some(random, lists, int(random.integers(3, 5)))
    links = tuple(pairwise(order))
    for a, b in links:
        given[seen[:, a], b] = either(given[seen[:, a], b], float(random.uniform(0.08, 0.4)))
    return whole(random, people, cells_of(given), pairs(*links))


def few_people_leaning(random: Random) -> Drawn:
    """Two to six hundred people, and two lists that lean together or apart."""
    people, lists = int(random.integers(200, 601)), int(random.integers(4, 6))
    given, seen = in_turn(likely(random, people, lists, 0.45))
    a, b = some(random, lists, 2)
    lean(given, seen, a, b, sign(random) * float(random.uniform(0.5, 1.3)))
    return whole(random, people, cells_of(given), pairs((a, b)))


def _shares(random: Random, regions: int) -> Floats:
    """Shares of regions of which some have fifty times the people of others."""
    shares = random.dirichlet(np.full(regions, 0.9)) + 0.02
    return np.asarray(shares / shares.sum())


def _reach(random: Random, regions: int, lists: int, least: float = 0.04) -> Floats:
    """The chance of each list in each region (regions x lists)."""
    centre = chances(random, lists, 0.08, 0.3)
    return np.clip(shifted(centre, random.normal(0, random.uniform(0.4, 1.1), (regions, lists))), least, 0.7)


def many_regions(random: Random) -> Drawn:
    """Four to nine known regions, some of them small, in each of which every list works differently."""
    people, regions, lists = number(random, 8_000, 400_000), int(random.integers(4, 10)), int(random.integers(4, 7))
    reach = _reach(random, regions, lists)
    return regional(random, people, _shares(random, regions), [cells_of(chance) for chance in reach])


def _absent(random: Random, regions: int, lists: int) -> Flags:
    """Which list does not work in which region: two or more work in each."""
    gone = random.random((regions, lists)) < random.uniform(0.15, 0.4)
    for region in gone:
        region[list(some(random, lists, 2))] = False
    return gone


def absent_lists(random: Random) -> Drawn:
    """Known regions, and lists that do not work in some of them."""
    people, regions, lists = number(random, 8_000, 400_000), int(random.integers(3, 8)), int(random.integers(4, 8))
    reach = np.where(_absent(random, regions, lists), 0, _reach(random, regions, lists, 0.08))
    return regional(random, people, _shares(random, regions), [cells_of(chance) for chance in reach])


def leaning_regions(random: Random) -> Drawn:
    """Known regions, and two lists that lean together or apart in all of them, more in one than in another."""
    people, regions, lists = number(random, 10_000, 400_000), int(random.integers(2, 6)), int(random.integers(4, 7))
    (a, b), shift = some(random, lists, 2), sign(random) * float(random.uniform(0.5, 1.3))
    cells = []
    for chance in _reach(random, regions, lists):
        given, seen = in_turn(chance)
        lean(given, seen, a, b, shift * float(random.uniform(0.6, 1.4)))
        cells.append(cells_of(given))
    return regional(random, people, _shares(random, regions), cells)


def classes_in_regions(random: Random) -> Drawn:
    """Known regions, each with a part of its people who are less visible on every list."""
    people, regions, lists = number(random, 10_000, 400_000), int(random.integers(2, 6)), int(random.integers(4, 7))
    cells = []
    for chance in _reach(random, regions, lists):
        share, fainter = float(random.uniform(0.2, 0.6)), shifted(chance, -float(random.uniform(0.4, 1.3)))
        cells.append(mixed(np.array([share, 1 - share]), np.stack([fainter, chance])))
    return regional(random, people, _shares(random, regions), cells)


def crossing_classes(random: Random) -> Drawn:
    """Three or four classes, each well seen by some lists and badly by others; nobody wrote the class down."""
    people, lists, kinds = number(random, 3_000, 500_000), int(random.integers(4, 8)), int(random.integers(3, 5))
    turn = random.choice([-1.0, 1.0], (kinds, lists)) * random.uniform(0.2, 1.2, (kinds, lists))
    chance = shifted(chances(random, lists, 0.08, 0.3), turn)
    return whole(random, people, mixed(random.dirichlet(np.full(kinds, 3.0)), chance))


def beta_binomial(random: Random) -> Drawn:
    """A visibility of each person's own, from a beta distribution, the same on every list."""
    people, lists = number(random, 1_000, 200_000), int(random.integers(4, 8))
    mean, shape = random.uniform(0.1, 0.35), random.uniform(0.8, 5)
    own = random.beta(shape, shape * (1 - mean) / mean, people)
    return drawn(random.random((people, lists)) < own[:, None])


def gamma_visibility(random: Random) -> Drawn:
    """A rate of each person's own, from a gamma distribution, times the reach of each list."""
    people, lists = number(random, 1_000, 200_000), int(random.integers(4, 7))
    shape = random.uniform(1, 6)
    rate = random.gamma(shape, 1 / shape, people)[:, None] * chances(random, lists, 0.08, 0.4)
    return drawn(random.random((people, lists)) < 1 - np.exp(-rate))


def absent_unknown(random: Random) -> Drawn:
    """Regions that nobody wrote down, and lists that do not work in some of them."""
    people, regions, lists = number(random, 5_000, 400_000), int(random.integers(2, 5)), int(random.integers(5, 8))
    reach = np.where(_absent(random, regions, lists), 0, _reach(random, regions, lists, 0.08))
    return whole(random, people, mixed(random.dirichlet(np.full(regions, 3.0)), reach))


def _months(random: Random) -> tuple[Floats, Floats]:
    """The middle of each of sixty months, from 0 to 1, and its share of the people: a wave above a constant."""
    when = (np.arange(60) + 0.5) / 60
    wave = np.exp(-(((when - random.uniform(0.2, 0.8)) / random.uniform(0.1, 0.3)) ** 2) / 2) + random.uniform(0.2, 0.8)
    return when, wave / wave.sum()


def opening_and_closing(random: Random) -> Drawn:
    """One list kept throughout, others that close at some time and others that open at some time."""
    people, lists = number(random, 3_000, 500_000), int(random.integers(4, 8))
    when, shares = _months(random)
    order, opens, closes = some(random, lists, lists), np.zeros(lists), np.ones(lists)
    for place, which in enumerate(order[1:]):
        if place % 2:
            opens[which] = random.uniform(0.1, 0.5)
        else:
            closes[which] = random.uniform(0.5, 0.9)
    at_work = (when[:, None] >= opens) & (when[:, None] <= closes)
    return whole(random, people, mixed(shares, np.where(at_work, chances(random, lists, 0.1, 0.35), 0)))


def tiring(random: Random) -> Drawn:
    """Lists that tire and lists that wake as time goes on."""
    people, lists = number(random, 3_000, 500_000), int(random.integers(4, 8))
    when, shares = _months(random)
    slope = random.choice([-1.0, 1.0], lists) * random.uniform(0.3, 2.5, lists)
    return whole(
        random, people, mixed(shares, shifted(chances(random, lists, 0.1, 0.3), (when[:, None] - 0.5) * slope))
    )


def _compiled(random: Random, sources: int | None) -> Drawn:
    """A list compiled from others (all, or so many), which has a few people of its own too."""
    people, lists = number(random, 3_000, 500_000), int(random.integers(4, 8))
    given, seen = in_turn(likely(random, people, lists, 0.28))
    compiled, *others = some(random, lists, lists)
    given[:, compiled] = random.uniform(0.01, 0.08)
    had = seen[:, others[:sources]].any(axis=1)
    given[had, compiled] = either(given[had, compiled], float(random.uniform(0.35, 0.95)))
    return whole(random, people, cells_of(given))


def aggregator_with_own(random: Random) -> Drawn:
    """A list compiled from all others, with a few people of its own."""
    return _compiled(random, None)


def aggregator_of_two(random: Random) -> Drawn:
    """A list compiled from two of the others, with a few people of its own."""
    return _compiled(random, 2)


def one_list_missed(random: Random) -> Drawn:
    """Independent lists; 2 to 10 in 100 entries of one of them were not joined to the person's others."""
    people, lists = number(random, 1_000, 500_000), int(random.integers(4, 7))
    counts, seen = draw_counts(random, people, cells_of(likely(random, people, lists))), histories(lists)
    which = int(random.integers(lists))
    joined = np.flatnonzero(seen[:, which] & (seen.sum(axis=1) > 1))
    lost = random.binomial(counts[joined], random.uniform(0.02, 0.1))
    counts[joined] -= lost
    counts[joined ^ (1 << which)] += lost
    counts[1 << which] += lost.sum()
    return Drawn(people, {"": table_of_counts(counts)})


def copying_with_errors(random: Random) -> Drawn:
    """A list that copies from another; 2 to 10 in 100 copies are so wrong that they seem to be somebody else."""
    people, lists = number(random, 2_000, 500_000), int(random.integers(4, 7))
    given, seen = in_turn(likely(random, people, lists, 0.28))
    (a, b), copied, wrong = some(random, lists, 2), random.uniform(0.15, 0.6), random.uniform(0.02, 0.1)
    given[seen[:, a], b] = either(given[seen[:, a], b], float(copied * (1 - wrong)))
    counts = draw_counts(random, people, cells_of(given))
    counts[1 << b] += random.binomial(counts[seen[:, a]].sum(), copied * wrong)
    return Drawn(people, {"": table_of_counts(counts)})


def namesakes(random: Random) -> Drawn:
    """Independent lists; 2 to 10 in 100 people were taken for one with another, with all of their entries."""
    people, lists = number(random, 1_000, 500_000), int(random.integers(4, 7))
    counts = draw_counts(random, people, cells_of(likely(random, people, lists)))
    masks = random.permutation(np.repeat(np.arange(1, len(counts)), counts[1:]))
    taken = int(len(masks) * random.uniform(0.02, 0.1))
    made_one = np.concatenate([masks[:taken] | masks[taken : 2 * taken], masks[2 * taken :]])
    return Drawn(people, {"": table_of_counts(np.bincount(made_one, minlength=len(counts)))})


def one_list_misjoined(random: Random) -> Drawn:
    """Independent lists; 2 to 10 in 100 entries of one of them were joined to somebody on another list."""
    people, lists = number(random, 1_000, 500_000), int(random.integers(4, 7))
    counts, seen = draw_counts(random, people, cells_of(likely(random, people, lists))), histories(lists)
    which = int(random.integers(lists))
    having, free = np.flatnonzero(seen[:, which]), np.flatnonzero(~seen[:, which])[1:]
    moved = random.binomial(counts[having], random.uniform(0.02, 0.1))
    takers = random.multivariate_hypergeometric(counts[free], min(int(moved.sum()), int(counts[free].sum())))
    counts[having] -= moved
    counts[having ^ (1 << which)] += moved
    counts[free] -= takers
    counts[free ^ (1 << which)] += takers
    return Drawn(people, {"": table_of_counts(counts)})


def hidden_and_leaning(random: Random) -> Drawn:
    """A tenth to two fifths of the people could come onto no list, and two lists lean together or apart."""
    people, lists = number(random, 2_000, 500_000), int(random.integers(4, 8))
    given, seen = in_turn(likely(random, people, lists))
    a, b = some(random, lists, 2)
    lean(given, seen, a, b, sign(random) * float(random.uniform(0.4, 1.2)))
    cells = cells_of(given) * (1 - (hidden := random.uniform(0.1, 0.4)))
    cells[0] += hidden
    return whole(random, people, cells)


def hidden_in_regions(random: Random) -> Drawn:
    """Known regions, and in each another part of the people who could come onto no list; 10 to 40 in 100 of all."""
    people, regions, lists = number(random, 8_000, 400_000), int(random.integers(2, 6)), int(random.integers(4, 7))
    shares, uneven = _shares(random, regions), random.uniform(0.6, 1.4, regions)
    hidden = np.minimum(uneven * random.uniform(0.1, 0.4) / (uneven @ shares), 0.85)
    cells = [cells_of(chance) * (1 - gone) for chance, gone in zip(_reach(random, regions, lists), hidden, strict=True)]
    for region, gone in zip(cells, hidden, strict=True):
        region[0] += gone
    return regional(random, people, shares, cells)


def two_of_one_source(random: Random) -> Drawn:
    """Two lists that drew on one lost file besides their own people."""
    people, share = number(random, 500, 300_000), float(random.uniform(0.15, 0.5))
    plain = likely(random, people, 2)
    filed = either(plain, float(random.uniform(0.1, 0.4)))
    return whole(random, people, mixed(np.array([share, 1 - share]), np.stack([filed, plain])))


def two_that_avoid(random: Random) -> Drawn:
    """Two lists, the second of which leaves out a part of those whom the first has."""
    people = number(random, 1_000, 300_000)
    given, seen = in_turn(chances(random, 2, max(0.08, (12 / people) ** 0.5), 0.4))
    given[seen[:, 0], 1] *= random.uniform(0.4, 0.9)
    return whole(random, people, cells_of(given))


def three_with_a_pair(random: Random) -> Drawn:
    """Three lists of which two lean together or apart."""
    people = number(random, 1_000, 300_000)
    given, seen = in_turn(likely(random, people, 3, 0.4))
    a, b = some(random, 3, 2)
    lean(given, seen, a, b, sign(random) * float(random.uniform(0.4, 1.4)))
    return whole(random, people, cells_of(given), pairs((a, b)))


def three_in_a_chain(random: Random) -> Drawn:
    """Three lists, the first of which sends people on to the second, and the second to the third."""
    people = number(random, 1_000, 300_000)
    given, seen = in_turn(likely(random, people, 3, 0.3))
    a, b, c = some(random, 3, 3)
    for on, who in ((a, b), (b, c)):
        given[seen[:, on], who] = either(given[seen[:, on], who], float(random.uniform(0.08, 0.4)))
    return whole(random, people, cells_of(given), pairs((a, b), (b, c)))


HELD: tuple[Family, ...] = (
    Family("independent, of any size", "independent", independent),
    Family("few people", "independent", few_people),
    Family("falling lengths", "unequal", falling),
    Family("one near-complete register", "unequal", register),
    Family("common source of two", "pairwise", common_source),
    Family("common source of three", "pairwise", source_of_three),
    Family("a list that avoids another", "pairwise", avoiding),
    Family("chain of three", "pairwise", chain),
    Family("a list that leans on two", "pairwise", leaning_on_two),
    Family("every pair leans a little", "pairwise", weak_pairs),
    Family("referral chain", "pairwise", referral_chain),
    Family("few people, a pair that leans", "pairwise", few_people_leaning),
    Family("many regions, some small", "regional", many_regions),
    Family("lists absent from known regions", "regional", absent_lists),
    Family("a pair that leans in known regions", "regional", leaning_regions),
    Family("two classes in known regions", "mixture", classes_in_regions),
    Family("crossing classes", "mixture", crossing_classes),
    Family("beta-binomial visibility", "mixture", beta_binomial),
    Family("gamma visibility", "mixture", gamma_visibility),
    Family("lists absent from unknown regions", "mixture", absent_unknown),
    Family("opening and closing lists", "drift", opening_and_closing),
    Family("lists that tire or wake", "drift", tiring),
    Family("aggregator with people of its own", "aggregator", aggregator_with_own),
    Family("aggregator of two lists", "aggregator", aggregator_of_two),
    Family("missed links of one list", "missed links", one_list_missed),
    Family("copying with errors", "missed links", copying_with_errors),
    Family("namesakes made one", "false links", namesakes),
    Family("false links of one list", "false links", one_list_misjoined),
    Family("unreachable, a pair that leans", "unreachable", hidden_and_leaning, bounded=False),
    Family("unreachable in known regions", "unreachable", hidden_in_regions, bounded=False),
    Family("two lists of one source", "few lists", two_of_one_source),
    Family("two lists, one avoids", "few lists", two_that_avoid),
    Family("three lists with a pair", "few lists", three_with_a_pair),
    Family("three lists in a chain", "few lists", three_in_a_chain),
)
