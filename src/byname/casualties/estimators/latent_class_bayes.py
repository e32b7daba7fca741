"""Casualties stage: Bayesian latent classes, as many as the data ask for (Manrique-Vallier 2016).

Goes in: capture histories. Comes out: the posterior of the population, from several chains that run until they agree;
where they do not, the estimate says so.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from byname.casualties.fitting.class_sampler import Floats, draw_chain
from byname.casualties.fitting.convergence import effective_size, split_rhat
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate

CLASSES = 10
_WARM_UP = 1000
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to sample: until split R-hat on the log of the population is below `rhat` and the draws are worth
    `effective` independent ones, but no more than `batches` batches of a thousand draws a chain."""

    chains: int = 4
    batches: int = 8
    rhat: float = 1.01
    effective: float = 400.0


@dataclass(frozen=True, slots=True)
class ClassPosterior:
    """Draws of the population, chains x draws, with their convergence."""

    people: Floats
    rhat: float
    effective: float
    converged: bool
    seconds: float


class _Chain:
    """One chain: where it stands and its step."""

    def __init__(self, histories: CaptureHistories, classes: int, seed: int, number: int) -> None:
        lists = len(histories.lists)
        table = histories.by_mask()
        seen = np.flatnonzero(table)
        self.cells = np.concatenate([[0], seen]).astype(np.int64)
        self.counts = np.concatenate([[0.0], table[seen]])
        self.classes, self.lists, self.seed, self.number = classes, lists, seed, number
        random = np.random.default_rng([seed, number])
        crude = np.clip(histories.patterns.T @ histories.counts / max(histories.observed, 1), 1e-3, 0.9)
        chances = np.log(crude / (1 - crude)) - 1 + random.normal(0, 1, (classes, lists))
        self.point = np.concatenate([random.normal(-1, 1, classes - 1), [-1.0], chances.reshape(-1)])
        self.scale, self.tuning = np.ones(len(self.point)), np.array([0.05])

    def draw(self, batch: int) -> Floats:
        seed = int(np.random.SeedSequence([self.seed, self.number, batch]).generate_state(1)[0])
        draws = _WARM_UP if batch == 0 else _BATCH
        return draw_chain(
            self.point,
            self.scale,
            self.tuning,
            self.cells,
            self.counts,
            self.classes,
            self.lists,
            draws,
            batch == 0,
            seed,
        )


def class_posterior(
    histories: CaptureHistories, seed: int = 0, *, classes: int = CLASSES, effort: Effort | None = None
) -> ClassPosterior:
    """Sample the posterior of the population; the prior of the population is 1 / N, of every chance uniform."""
    start, effort = perf_counter(), effort or Effort()
    chains = [_Chain(histories, classes, seed, i) for i in range(effort.chains)]
    kept: list[Floats] = []
    rhat, effective = float("inf"), 0.0
    with ThreadPoolExecutor(effort.chains) as pool:
        list(pool.map(lambda chain: chain.draw(0), chains))
        for batch in range(1, effort.batches + 1):
            kept.append(np.array(list(pool.map(lambda chain, b=batch: chain.draw(b), chains))))
            draws = np.log(histories.observed + np.concatenate(kept, axis=1))
            rhat, effective = split_rhat(draws), effective_size(draws)
            if rhat < effort.rhat and effective >= effort.effective:
                break
    people = histories.observed + np.concatenate(kept, axis=1)
    converged = rhat < effort.rhat and effective >= effort.effective
    return ClassPosterior(people, rhat, effective, converged, perf_counter() - start)


def latent_classes_bayes(
    histories: CaptureHistories, level: float = 0.95, seed: int = 0, *, effort: Effort | None = None
) -> MethodEstimate:
    """Estimate by the posterior median, with its central interval; a warning stands where the chains do not agree."""
    found = class_posterior(histories, seed, effort=effort)
    tail = (1 - level) / 2
    low, middle, high = (float(q) for q in np.quantile(found.people, [tail, 0.5, 1 - tail]))
    diagnostics: dict[str, Diagnostic] = {
        "mean": float(found.people.mean()),
        "split R-hat": found.rhat,
        "effective draws": found.effective,
        "draws": int(found.people.size),
        "converged": found.converged,
    }
    warnings: tuple[str, ...] = ()
    if not found.converged:
        warnings = (
            f"The latent class chains did not converge (split R-hat {found.rhat:.2f}, worth {found.effective:.0f} "
            "draws); their interval is not to be trusted.",
        )
    return MethodEstimate("Latent classes, Bayesian", middle, low, high, found.seconds, diagnostics, warnings)
