"""Consequences stage: the chains of succession of a table of terms, as analyses for the report and the command.

Goes in: a table of terms of office from the facts. Comes out: one analysis for each level of office (of the whole
country, of its parts), in which a row is an office with its holders in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from byname.consequences.offices import Succession, chains
from byname.sources.facts import FactTable
from byname.values.analysis import Analysis, refusal

_SOON = 731  # days: two years
_MOST_TOLD = 5


def successions(terms: FactTable) -> Iterator[Analysis]:
    """The chains of a table of terms, those of each level (`level`; one where the table has none) together."""
    by_level: dict[str, list[list[Succession]]] = {}
    for chain in chains(terms).values():
        by_level.setdefault(chain[0].level, []).append(chain)
    if not by_level:
        yield refusal("succession", _title(""), "The table of terms is empty.")
    for place, (level, found) in enumerate(by_level.items()):
        yield _analysis("succession" if not place else f"succession-{'-'.join(level.split())}", level, found)


def _title(level: str) -> str:
    return "Who held which office, and who followed" + (f": offices of {level}" if level else "")


def _analysis(id: str, level: str, found: Sequence[Sequence[Succession]]) -> Analysis:
    rows = [
        {"office": chain[0].office, "holders": _holders(chain),
         "lost_by": "; ".join(f"{step.holder}: {step.ended_by}" for step in chain if step.ended_by),
         "dead_within_two_years": sum(_soon(step) for step in chain),
         "source": "; ".join(dict.fromkeys(title for step in chain for title in step.source.split(" ; ")))}
        for chain in found
    ]  # fmt: skip
    warnings = (
        "Terms are as published; a date that was not read is left open, and where a term between two is not read no "
        "successor is named.",
    )
    return Analysis(id, _title(level), "published dates", pl.DataFrame(rows), tuple(_sentences(found)), warnings)


def _holders(chain: Sequence[Succession]) -> str:
    """The holders in order; an arrow leads to a successor."""
    joints = [" → " if step.successor else "; " for step in chain[:-1]]
    return "".join(step.term + joint for step, joint in zip(chain, [*joints, ""], strict=True))


def _soon(step: Succession) -> bool:
    return step.survived_days is not None and step.survived_days[1] <= _SOON


def _sentences(found: Sequence[Sequence[Succession]]) -> Iterator[str]:
    steps = [step for chain in found for step in chain]
    dated = [step for step in steps if step.survived_days is not None]
    soon = [step for step in dated if _soon(step)]
    if dated:
        yield (
            f"{len(steps)} terms of {len({step.office for step in steps})} offices were read. Of {len(dated)} that "
            f"ended and whose holder's death is dated, {len(soon)} ended within two years of the holder's death."
        )
    later = sorted((step for step in soon if step.survived_days != (0, 0)), key=lambda step: step.survived_days or ())
    if later:
        told = ", ".join(f"{step.holder} ({_days(step)})" for step in later[:_MOST_TOLD])
        yield f"Fewest days from the loss of the office to the holder's death: {told}."
    for chain in found:
        yield f"{chain[0].office[0].upper()}{chain[0].office[1:]}: {_holders(chain)}.{_removals(chain)}"


def _removals(chain: Sequence[Succession]) -> str:
    return "".join(f" {step.holder} was removed by {step.removed_by}." for step in chain if step.removed_by)


def _days(step: Succession) -> str:
    low, high = step.survived_days or (0, 0)
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
