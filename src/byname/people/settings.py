"""People stage: the settings of the linkage, read from linkage.yaml into frozen values.

Goes in: the data file of thresholds, blocking rules and comparison levels, each with the experiment that chose it.
Comes out: one `LinkageSettings`, built at the entry point and passed down; nothing is read at import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

from byname.errors import BadMapping
from byname.values.shipped import parse_yaml, shipped

CLASSES = ("same", "relative", "stranger")


class _LevelRow(TypedDict, total=False):
    words: str
    m: float
    relative: float
    u: float
    exact: bool
    group: str
    settled: bool
    alike: bool


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: its name, its words, and the prior share of it in each class of pairs.

    Levels of one `group` exclude those of the others by what the sources give (an initial or the full name), so shares
    add up to 1 within the group and how often sources give only initials is no evidence. The share of a `settled`
    level among entries of one person is not learnt from pairs that nobody judged: a mother and the child named after
    her agree on all else. Levels that are `alike` are those that two relatives hardly ever have in all comparisons with
    such levels together: one given name and one age.
    """

    name: str
    words: str
    same: float
    relative: float
    stranger: float
    exact: bool = False
    group: str = ""
    settled: bool = False
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group of fields that is compared as a whole; level 0 is "missing", level k is `levels[k - 1]`.

    `background_share` and `background_weight` smooth the frequency of a value: how common a value is that the records
    do not show to be common, and how many records that belief is worth.
    """

    name: str
    words: str
    levels: tuple[Level, ...]
    frequency: bool = False
    shared_by_relatives: bool = False
    background_share: float = 0.0
    background_weight: float = 0.0

    def code(self, level: str) -> int:
        """The number that stands for a level; raises BadMapping where the comparison has no such level."""
        for number, known in enumerate(self.levels, 1):
            if known.name == level:
                return number
        raise BadMapping(f"no level {level!r}", where=f"comparison {self.name}", fix="add it to the linkage settings")


@dataclass(frozen=True, slots=True)
class BlockingRule:
    """Records that agree on all `keys` are compared; blocks too large are split by the keys of `split` in turn."""

    keys: tuple[str, ...]
    split: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The rule in words."""
        return " + ".join(self.keys)


@dataclass(frozen=True, slots=True)
class Blocking:
    """The blocking rules and the limits that keep the number of pairs linear in the number of records."""

    rules: tuple[BlockingRule, ...]
    limit: int
    window: int
    examples: int
    known_different: int


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities at which something happens to a pair.

    It is kept; it may join clusters; a merge is supported well enough; it overrules facts; two entries of a list that
    names nobody twice count as one person printed twice.
    """

    keep: float
    link: float
    support: float
    overrule: float
    double: float


@dataclass(frozen=True, slots=True)
class Prior:
    """Where EM starts, what the prior shares weigh, and when it stops."""

    matches_per_record: float
    relatives_per_record: float
    within_list: float
    record_weight: float
    match_weight: float
    stranger_weight: float
    judgement_weight: float
    unforeseen: float
    alike_relatives: float
    list_weight: float
    random_pairs: int
    rounds: int
    tolerance: float


@dataclass(frozen=True, slots=True)
class LinkageSettings:
    """Everything that a person may choose about the linkage."""

    thresholds: Thresholds
    prior: Prior
    blocking: Blocking
    comparisons: tuple[Comparison, ...] = field(repr=False)

    @staticmethod
    def default() -> LinkageSettings:
        """The settings of linkage.yaml."""
        return _default()

    @staticmethod
    def read(path: Path) -> LinkageSettings:
        """Settings from a file of the same form as linkage.yaml; raises BadMapping where the form is wrong."""
        return _parse(path.read_text(encoding="utf-8"), str(path))

    def alike(self) -> tuple[tuple[int, frozenset[int]], ...]:
        """The comparisons that have levels of relatives who are alike, by number, each with the codes of these."""
        every = (
            (place, frozenset(code for code, level in enumerate(comparison.levels, 1) if level.alike))
            for place, comparison in enumerate(self.comparisons)
        )
        return tuple((place, codes) for place, codes in every if codes)

    def comparison(self, name: str) -> Comparison:
        """The comparison of that name; raises BadMapping where there is none."""
        for known in self.comparisons:
            if known.name == name:
                return known
        raise BadMapping(f"no comparison {name!r}", where="linkage settings", fix="add it")


@cache
def _default() -> LinkageSettings:
    text = shipped("people", "linkage.yaml").read_text(encoding="utf-8")
    return _parse(text, "linkage.yaml")


def _parse(text: str, where: str) -> LinkageSettings:
    try:
        data = parse_yaml(text)
        blocking = data["blocking"]
        rules = tuple(BlockingRule(tuple(row["keys"]), tuple(row.get("split", ()))) for row in blocking.pop("rules"))
        return LinkageSettings(
            thresholds=Thresholds(**data["thresholds"]),
            prior=Prior(**data["prior"]),
            blocking=Blocking(rules=rules, **blocking),
            comparisons=tuple(_comparison(name, row, where) for name, row in data["comparisons"].items()),
        )
    except (KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise BadMapping(f"not linkage settings ({error})", where=where, fix="compare it with linkage.yaml") from error


def _comparison(name: str, row: Mapping[str, object], where: str) -> Comparison:
    levels, background = row["levels"], row.get("background", {})
    if not isinstance(levels, dict) or not isinstance(background, dict):
        raise BadMapping(
            "levels and background are tables", where=f"{where}, comparison {name}", fix="see linkage.yaml"
        )
    built = tuple(_level(key, value) for key, value in levels.items())
    for share in CLASSES:
        for group in {level.group for level in built}:
            total = sum(getattr(level, share) for level in built if level.group == group)
            if not 0.99 <= total <= 1.01:
                what = f"the {share} shares of group {group!r} add up to {total:.3f}"
                raise BadMapping(what, where=f"{where}, comparison {name}", fix="make them add up to 1")
    return Comparison(
        name,
        str(row["words"]),
        built,
        frequency=bool(row.get("frequency", False)),
        shared_by_relatives=bool(row.get("shared_by_relatives", False)),
        background_share=float(background.get("share", 0.0)),
        background_weight=float(background.get("weight", 0.0)),
    )


def _level(name: str, row: _LevelRow) -> Level:
    exact, settled, alike = (row.get(key, False) for key in ("exact", "settled", "alike"))
    return Level(
        name,
        row["words"],
        row["m"],
        row["relative"],
        row["u"],
        bool(exact),
        row.get("group", ""),
        bool(settled),
        bool(alike),
    )
