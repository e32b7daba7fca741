"""Casualties stage: whether a log-linear model's maximum likelihood exists in a sparse table, and what it identifies.

Goes in: a table and a model. Comes out: its facial set, the cells whose expected count is not 0 in the limit, found
by one linear programme (Fienberg & Rinaldo 2012), and whether those cells fix the number of people no list holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from byname.casualties.fitting.hierarchical import Terms
from byname.casualties.fitting.poisson_fit import Flags, Floats, Masks, present_terms


@dataclass(frozen=True, slots=True)
class Support:
    """The cells a model can fill and the terms that they fix.

    `face`: cells other than 0 with a positive expected count; `terms`: a largest set of independent terms on it,
    intercept first; `identified`: whether the cells of the face fix the expected count of cell 0.
    """

    face: Flags
    terms: Masks
    identified: bool


def support(cells: Floats, model: Terms) -> Support:
    """The exact support of a model on a table: minus-infinity parameters removed, then any direction of recession.

    Only which cells have people matters, so tables with people in the same cells share what is found.
    """
    return _support((cells > 0).astype(float).tobytes(), model)


@lru_cache(maxsize=4096)  # one model of a table is asked for by its profile, its fit and its tilted fits
def _support(table: bytes, model: Terms) -> Support:
    cells = np.frombuffer(table)
    terms = np.array(model, dtype=np.int64)
    inside = np.ones(len(cells), dtype=bool)
    inside[0] = False
    kept, face = np.zeros(len(terms), dtype=np.int64), inside.copy()
    n = present_terms(cells, inside, terms, kept, face)
    kept = kept[:n]
    if not _fixes_intercept(design_of(np.flatnonzero(face), kept)):  # fewer cells cannot fix it either
        return Support(face, kept, False)
    face = _facial_set(cells, kept, face)
    design = design_of(np.flatnonzero(face), kept)
    chosen = _independent_columns(design)
    identified = 0 in chosen and _fixes_intercept(design)
    return Support(face, kept[chosen], identified)


def design_of(cells: Masks, terms: Masks) -> Floats:
    """Cells x terms: 1 where a history, as a mask of lists, has all lists of an interaction, else 0."""
    result: Floats = ((cells[:, None] & terms) == terms).astype(float)
    return result


def _facial_set(cells: Floats, terms: Masks, face: Flags) -> Flags:
    """The face of the cone in whose relative interior the sufficient statistics lie, by the largest set of cells that
    one direction sends to 0 while it leaves every cell with people alone.
    """
    empty, filled = np.flatnonzero(face & (cells == 0)), np.flatnonzero(face & (cells > 0))
    free = _null_space(design_of(filled, terms)) if len(empty) and len(filled) else np.zeros((len(terms), 0))
    if not free.shape[1]:
        return face
    directions, z, p = design_of(empty, terms) @ free, len(empty), free.shape[1]
    found = milp(  # without whole numbers it is a plain linear programme, and its wrapper a light one
        np.concatenate([np.zeros(p), -np.ones(z)]),
        constraints=LinearConstraint(np.hstack([directions, np.eye(z)]), -np.inf, 0.0),
        bounds=Bounds(np.repeat([-np.inf, 0.0], [p, z]), np.repeat([np.inf, 1.0], [p, z])),
    )
    smaller = face.copy()
    if found.status == 0:
        smaller[empty[found.x[p:] > 0.5]] = False
    return smaller


def _independent_columns(design: Floats) -> list[int]:
    """A largest set of independent columns that favours the first ones."""
    chosen: list[int] = []
    basis = np.zeros((design.shape[0], 0))
    for j in range(design.shape[1]):
        rest = design[:, j] - basis @ (basis.T @ design[:, j])
        rest -= basis @ (basis.T @ rest)
        norm = np.linalg.norm(rest)
        if norm > 1e-9 * max(1.0, float(np.linalg.norm(design[:, j]))):
            chosen.append(j)
            basis = np.column_stack([basis, rest / norm])
    return chosen


def _fixes_intercept(design: Floats) -> bool:
    """Whether the intercept is a combination of the design's rows: every null direction leaves it alone."""
    return bool(design.size) and bool((np.abs(_null_space(design)[0]) < 1e-7).all())


def _null_space(design: Floats) -> Floats:
    """An orthonormal basis (terms x directions) of what the rows of a design of 0 and 1 leave alone."""
    values, vectors = np.linalg.eigh(design.T @ design)
    found: Floats = vectors[:, values < 1e-9 * max(float(values[-1]), 1.0)]
    return found
