"""Casualties stage: one estimate for each stratum (region, period, group) and one for all, with partial pooling.

Goes in: capture histories by stratum, and those of people whose stratum is not known. Comes out: estimates in which
strata with few people borrow from the others, and a sum whose interval carries all of it. People without a stratum
are assigned anew in each of several imputations, inside the estimate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from byname.casualties.diagnostics import FEWEST_LISTS, OWN_PEOPLE, SIZES, VISIBILITY, Examined, checks_of
from byname.casualties.estimators.averaging import PRIOR_DIFFER, averaged
from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.headline import UNSEEN, examined
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Check, DependenceRange, MethodEstimate, Verdict, verdict_of
from byname.casualties.sensitivity import default_bounds, dependence_range
from byname.errors import CannotEstimate
from byname.statistics.normal import normal_quantile

IMPUTATIONS = 20
DOUBTFUL_SHARE = 0.25  # of the people observed: strata with a doubt that hold more of them make the total doubtful
_DRAWS = 4000
_SURE = 1e-9
_SPREADS = np.linspace(0.0, 3.0, 61)
MISSING_AT_RANDOM = (
    "People whose stratum is not stated are given to the strata by the lists that name them; where it was left out for "
    "another reason (in one region more than in others), the strata are wrong by that."
)


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """The estimate of each stratum, the total, how much the log odds of being on no list differ between strata, and the
    draws (draws x strata, in the order of `strata`) that they summarise.

    `checks` are those of each stratum's own table, `together` is what all say of equal visibility, `verdict` the word
    for the total, `range` the total where a dependence that no table shows is the same in all strata.
    """

    strata: dict[str, MethodEstimate]
    total: MethodEstimate
    spread: float
    draws: Floats
    checks: dict[str, tuple[Check, ...]]
    together: Check
    verdict: Verdict
    range: DependenceRange

    @property
    def identified(self) -> bool:
        """Whether no doubt is visible in the strata that hold most people."""
        return self.verdict == "no doubt visible"


def estimate_strata(
    tables: Mapping[str, CaptureHistories],
    level: float = 0.95,
    seed: int = 0,
    *,
    unknown: CaptureHistories | None = None,
    imputations: int = IMPUTATIONS,
    bounds: tuple[float, float] | None = None,
) -> Strata:
    """Estimate each stratum and their sum.

    `tables`: capture histories over the same lists; `unknown`: those of people whose stratum is not known, assigned
    anew in each of `imputations` rounds. The log of unseen to seen people is normal across strata (a random-effects
    model with flat priors, integrated over a grid). `bounds`: of the dependence that no table shows, as factors of the
    people on no list (what published tables show where None). Raises CannotEstimate where no stratum can be estimated
    alone.
    """
    start = perf_counter()
    names = list(tables)
    if len({tuple(table.lists) for table in tables.values()}) != 1:
        raise CannotEstimate(
            "the strata do not have the same lists", where="strata", fix="give every stratum all lists"
        )
    random = np.random.default_rng(seed)
    has_unknown = unknown is not None and unknown.observed > 0
    rounds = imputations if has_unknown else 1
    draws, spreads, lost = [], [], set()
    seen_alone = {name: _examined(table, level, seed) for name, table in tables.items()}
    for _ in range(rounds):
        filled = _imputed(tables, unknown, random)
        own = {name: _own(filled[name], one, level, same=not has_unknown) for name, one in seen_alone.items()}
        odds, errors = _log_odds(own, filled, level)
        lost |= {name for name, error in zip(names, errors, strict=True) if math.isinf(error)}
        pooled, spread = _pooled(odds, errors, random, _DRAWS // rounds)
        seen = np.array([table.observed for table in filled.values()])
        draws.append(seen * (1 + np.exp(np.minimum(pooled, 50.0))))
        spreads.append(spread)
    people = np.concatenate(draws)
    checks = {name: checks_of(one) if isinstance(one, Examined) else (one,) for name, one in seen_alone.items()}
    together = _together([one for one in seen_alone.values() if isinstance(one, Examined)])
    verdict = "doubt" if together.outcome == "failed" else _verdict(tables, _that_count(tables, seen_alone, checks))
    warnings = [f"The stratum {name} says nothing alone; it takes the others' odds." for name in sorted(lost)]
    warnings += [f"There is a doubt about the stratum {name}: {said}." for name, said in _doubts(checks)]
    if together.outcome == "failed":
        warnings.append(f"There is a doubt about all strata together: {together.finding}.")
    if rounds > 1:
        warnings.append(MISSING_AT_RANDOM)
    strata = {name: _summary(name, people[:, i], level, 0.0, ()) for i, name in enumerate(names)}
    total = _summary("All strata", people.sum(axis=1), level, perf_counter() - start, (*warnings, UNSEEN))
    observed = sum(table.observed for table in tables.values()) + (unknown.observed if unknown is not None else 0)
    lists = len(next(iter(tables.values())).lists)
    found = dependence_range(total, observed, bounds or default_bounds(lists))
    return Strata(strata, total, float(np.mean(spreads)), people, checks, together, verdict, found)


def _at_work(table: CaptureHistories) -> list[str]:
    """The lists that name anybody in a stratum: that a list does not work there is no doubt by itself."""
    sizes = table.patterns.T.astype(np.int64) @ table.counts
    return [name for name, size in zip(table.lists, sizes, strict=True) if size]


def _examined(table: CaptureHistories, level: float, seed: int) -> Examined | Check:
    """One stratum's own table with all that its checks look at, or why it cannot be checked."""
    lists = _at_work(table)
    if len(lists) < 3:
        return Check("lists enough", "powerless", "fewer than three lists name anybody here")
    try:
        return examined(table.of_lists(lists), level, seed)
    except CannotEstimate as error:
        return Check("a model that fixes a number", "powerless", error.what)


def _own(filled: CaptureHistories, seen: Examined | Check, level: float, *, same: bool) -> MethodEstimate | None:
    """The estimate from a stratum's own people, without lists that were left out; None where it says nothing.

    `filled`: its table with its share of the people whose stratum is not known; `seen`: its table without them; `same`:
    there are none.
    """
    if same and isinstance(seen, Examined):
        return seen.conditional
    copied = seen.copied if isinstance(seen, Examined) else ()
    lists = [name for name in _at_work(filled) if name not in copied]
    try:
        return averaged(filled.of_lists(lists), level) if len(lists) > 1 else None
    except CannotEstimate:  # a stratum too sparse for any model takes the others' odds, and a warning says so
        return None


def _together(strata: Sequence[Examined]) -> Check:
    """Whether people differ in visibility, in all strata or in none: the Bayes factors of the strata multiplied."""
    averages = [stratum.average for stratum in strata if len(stratum.histories.lists) >= FEWEST_LISTS]
    if not averages:
        return Check(VISIBILITY, "powerless", "no stratum has four lists, without which it cannot be tested")
    before = math.log(PRIOR_DIFFER / (1 - PRIOR_DIFFER))
    odds = before
    for average in averages:
        alike = min(max(average.probability_alike, _SURE), 1 - _SURE)
        odds += math.log((1 - alike) / alike) - before
    chance = 1 / (1 + math.exp(min(odds, 500.0)))
    said = (
        f"that people are alike in visibility in every stratum has a probability of {chance:.2f}, "
        f"before the table {1 - PRIOR_DIFFER:.2f}"
    )
    return Check(VISIBILITY, "failed" if odds > before else "passed", said)


def _that_count(
    tables: Mapping[str, CaptureHistories],
    seen: Mapping[str, Examined | Check],
    checks: Mapping[str, tuple[Check, ...]],
) -> Mapping[str, tuple[Check, ...]]:
    """The checks of each stratum that count for the total.

    What three lists cannot test is answered by the strata with four or more, where these hold most of the people.
    """
    lists = {name: len(one.histories.lists) if isinstance(one, Examined) else 0 for name, one in seen.items()}
    answering = sum(tables[name].observed for name, n in lists.items() if n >= FEWEST_LISTS)
    if answering <= sum(table.observed for table in tables.values()) / 2:
        return checks
    open_ones = {name: tuple(c for c in found if not _wants_a_list(c)) for name, found in checks.items()}
    return {name: open_ones[name] if lists[name] == FEWEST_LISTS - 1 else found for name, found in checks.items()}


def _wants_a_list(check: Check) -> bool:
    return check.outcome == "powerless" and check.name in (VISIBILITY, SIZES, OWN_PEOPLE)


def _verdict(tables: Mapping[str, CaptureHistories], checks: Mapping[str, tuple[Check, ...]]) -> Verdict:
    """The word that stands for the total: that of the strata which together hold enough people to matter."""
    observed = max(sum(table.observed for table in tables.values()), 1)
    for word in ("doubt", "cannot tell"):
        names = [name for name, found in checks.items() if verdict_of(found) == word]
        if sum(tables[name].observed for name in names) > DOUBTFUL_SHARE * observed:
            return word
    return "no doubt visible"


def _doubts(checks: Mapping[str, tuple[Check, ...]]) -> list[tuple[str, str]]:
    return [(name, check.finding) for name, found in checks.items() for check in found if check.outcome == "failed"]


def _summary(name: str, draws: Floats, level: float, seconds: float, warnings: tuple[str, ...]) -> MethodEstimate:
    tail = (1 - level) / 2
    low, middle, high = (float(q) for q in np.quantile(draws, [tail, 0.5, 1 - tail]))
    return MethodEstimate(name, middle, low, high, seconds, {"draws": len(draws)}, warnings)


def _imputed(
    tables: Mapping[str, CaptureHistories], unknown: CaptureHistories | None, random: np.random.Generator
) -> dict[str, CaptureHistories]:
    """Assign each person without a stratum to one, by how common the history is in each; the shares are drawn too."""
    cells = np.array([table.by_mask() for table in tables.values()])
    lists = next(iter(tables.values())).lists
    if unknown is not None:
        share = cells.sum(axis=1, keepdims=True) / cells.sum()
        for cell, count in enumerate(unknown.by_mask()):
            if count > 0:
                chances = random.dirichlet(cells[:, cell] + share[:, 0] + 1e-6)
                cells[:, cell] += random.multinomial(int(count), chances)
    return {name: CaptureHistories.from_masks(lists, table) for name, table in zip(tables, cells, strict=True)}


def _log_odds(
    found: Mapping[str, MethodEstimate | None], tables: Mapping[str, CaptureHistories], level: float
) -> tuple[Floats, Floats]:
    """The log of unseen to seen people of each stratum and its standard error, infinite where one says nothing."""
    odds, errors = [], []
    for name, table in tables.items():
        one = found[name]
        n = table.observed
        if one is None or math.isinf(one.high) or one.estimate <= n or not n:
            odds.append(0.0)
            errors.append(math.inf)
            continue
        low = max(one.low - n, 1e-3 * (one.estimate - n))
        odds.append(math.log((one.estimate - n) / n))
        errors.append(max(math.log((one.high - n) / low) / (2 * normal_quantile(level)), 1e-3))
    if all(math.isinf(error) for error in errors):
        raise CannotEstimate("no stratum can be estimated alone", where="strata", fix="join strata")
    return np.array(odds), np.array(errors)


def _pooled(odds: Floats, errors: Floats, random: np.random.Generator, draws: int) -> tuple[Floats, float]:
    """Draws of each stratum's log odds (draws x strata) given all, and the mean spread between strata."""
    known = np.isfinite(errors)
    y, e = odds[known], errors[known]
    weights = 1 / (e**2 + _SPREADS[:, None] ** 2)
    centres = (weights * y).sum(axis=1) / weights.sum(axis=1)
    fit = 0.5 * np.log(weights).sum(axis=1) - 0.5 * np.log(weights.sum(axis=1))
    fit -= 0.5 * (weights * (y - centres[:, None]) ** 2).sum(axis=1)
    chance = np.exp(fit - fit.max())
    chance /= chance.sum()
    if len(y) == 1:  # one stratum alone tells nothing of how much strata differ
        chance = np.full(len(_SPREADS), 1 / len(_SPREADS))
    place = random.choice(len(_SPREADS), size=draws, p=chance)
    spread = _SPREADS[place]
    centre = centres[place] + random.normal(size=draws) / np.sqrt(weights.sum(axis=1))[place]
    precision = np.where(known, 1 / np.where(known, errors, 1.0) ** 2, 0.0)
    between = 1 / np.maximum(spread, 1e-6)[:, None] ** 2
    total = precision + between
    middle = (precision * odds + between * centre[:, None]) / total
    return middle + random.normal(size=middle.shape) / np.sqrt(total), float(chance @ _SPREADS)
