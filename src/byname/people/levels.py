"""People stage: the level of one comparison for many pairs, with how common the agreeing value is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from byname.people.features import Flags, Shares


@dataclass(frozen=True, slots=True)
class Levels:
    """For each pair the code of its level (0 missing) and the share of the agreeing value (0 where it has no part)."""

    codes: npt.NDArray[np.uint8]
    shares: Shares

    @staticmethod
    def empty(pairs: int) -> Levels:
        """All missing."""
        return Levels(np.zeros(pairs, np.uint8), np.zeros(pairs, np.float32))

    def fill(self, where: Flags, code: int, shares: Shares | None = None) -> None:
        """Set the level of some pairs; a later call overrides an earlier one."""
        self.codes[where] = code
        self.shares[where] = 0 if shares is None else shares[where]
