from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.fitting.convergence import effective_size, split_rhat


def test_rhat_and_effective_size_of_known_chains() -> None:
    random = np.random.default_rng(4)
    independent = random.normal(size=(4, 2000))
    assert split_rhat(independent) == pytest.approx(1, abs=0.01)
    assert effective_size(independent) == pytest.approx(8000, rel=0.15)
    apart = independent + np.arange(4)[:, None]
    assert split_rhat(apart) > 1.5
    slow = np.empty((4, 20_000))
    slow[:, 0] = 0
    for i in range(1, 20_000):  # an autoregression of 0.9 is worth (1 - 0.9) / (1 + 0.9) of its draws
        slow[:, i] = 0.9 * slow[:, i - 1] + random.normal(size=4)
    assert effective_size(slow) == pytest.approx(80_000 / 19, rel=0.25)
