"""Casualties stage: whether chains of draws have converged, and how much they are worth.

Goes in: draws, chains x draws. Comes out: split R-hat and effective sample size (Vehtari, Gelman, Simpson, Carpenter &
Buerkner 2021, equations 3, 4 and 10 to 13).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def split_rhat(draws: Floats) -> float:
    """How much the halves of the chains disagree; 1 where they do not, infinite where a chain stands still."""
    halves = _halves(draws)
    within = halves.var(axis=1, ddof=1).mean()
    between = halves.mean(axis=1).var(ddof=1)
    if within <= 0:
        return 1.0 if between <= 0 else float("inf")
    count = halves.shape[1]
    return float(np.sqrt((count - 1) / count + between / within))


def effective_size(draws: Floats) -> float:
    """How many independent draws the chains are worth for their mean."""
    halves = _halves(draws)
    chains, count = halves.shape
    centred = halves - halves.mean(axis=1, keepdims=True)
    size = 1 << (2 * count - 1).bit_length()
    spectrum = np.fft.rfft(centred, size, axis=1)
    covariance = np.fft.irfft(np.abs(spectrum) ** 2, size, axis=1)[:, :count] / count
    within = covariance[:, 0].mean() * count / (count - 1)
    pooled = within * (count - 1) / count + halves.mean(axis=1).var(ddof=1)
    if pooled <= 0:
        return float(chains * count)
    rho = 1 - (within - covariance.mean(axis=0) * count / (count - 1)) / pooled
    pairs = rho[: count // 2 * 2].reshape(-1, 2).sum(axis=1)
    stop = np.flatnonzero(pairs < 0)
    pairs = np.minimum.accumulate(pairs[: stop[0] if len(stop) else len(pairs)])
    time = max(-1 + 2 * float(pairs.sum()), 1 / np.log10(chains * count))
    return float(chains * count / time)


def _halves(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])
