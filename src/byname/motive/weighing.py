"""Motive stage: explanations and elements of crimes as analyses for the report and the command.

Goes in: the subjects and facts of an archive. Comes out: the table of evidence for and against each explanation, the
balance of each, explanations against each other, and the matrix of elements of crimes beside the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from byname.motive.crimes import NOT_ADVICE, elements_of, matrix
from byname.motive.evidence import Material
from byname.motive.explanations import explanations_of
from byname.motive.holding import Held, balance, hold
from byname.motive.rivals import Rivals, against_each_other
from byname.values.analysis import Analysis, counted, estimated, refusal
from byname.values.printed import Condition, PrintedNumber

Row = dict[str, object]
_TITLE = "Explanations held against evidence"
_NONE = (
    "The archive brings no explanations, and those that ship with Byname are about other events. Add your own: "
    "`byname facts add DIR explanations.csv` (the columns are in docs/motive.md)."
)
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def explained(material: Material) -> Iterator[Analysis]:
    """Explanations side by side: the evidence, and the balance of each. Never one verdict."""
    explanations = explanations_of(material.facts)
    if not explanations:
        yield refusal("explanations", _TITLE, _NONE)
        return
    held = hold(explanations, material)
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    for one in held:
        key = f"explanation-{one.explanation.id}-{one.expectation.id}"
        ratio, factor = (one.evidence.ratio if one.evidence else None), one.ratio
        if one.evidence and "subjects" in one.evidence.from_ and ratio is not None:
            where = (Condition("persecuted", "is", True),)
            numbers.append(
                estimated(key, one.evidence.words, ratio, one.expectation.test, "subjects", where, "ratio", 2)
            )
        rows.append({
            "explanation": one.explanation.title, "expects": one.expectation.says, "weight": one.expectation.weight,
            "shared_with": ", ".join(one.expectation.shared_with),
            "found": one.evidence.words if one.evidence else one.reason,
            "verdict": one.verdict, "effect": ratio.value if ratio else None,
            "effect_low": ratio.low if ratio else None, "effect_high": ratio.high if ratio else None,
            "likelihood_ratio": factor.value if factor else None,
            "likelihood_ratio_low": factor.low if factor else None,
            "likelihood_ratio_high": factor.high if factor else None,
        })  # fmt: skip
    note = ("Likelihood ratios compare the explanation's effect with no effect, not with its rivals; they are cut at "
            "1,000 and range over what size of effect is expected. Totals that others "
            "published have none.",)  # fmt: skip
    yield Analysis("explanations", _TITLE, "process tracing (Bennett and Checkel 2014); "
                   "approximate Bayes factors (Wakefield 2009)", pl.DataFrame(rows, infer_schema_length=None),
                   (_side_by_side(len(explanations)),), note,
                   tuple(numbers))  # fmt: skip
    yield _balanced(held)
    yield _rivals(held)


def _side_by_side(explanations: int) -> str:
    """That no explanation wins.

    >>> _side_by_side(2), _side_by_side(12)[:15]
    ('Two explanations stand side by side; none is declared the winner.', '12 explanations')
    """
    if explanations == 1:
        return "One explanation stands alone: no rival is held against the same evidence."
    number = _NUMBERS[explanations] if explanations < len(_NUMBERS) else str(explanations)
    return f"{number} explanations stand side by side; none is declared the winner."


def _balanced(held: Sequence[Held]) -> Analysis:
    rows = [
        {"explanation": one.explanation.title, "held_by": one.explanation.held_by, **one.verdicts,
         "log10_ratio": one.all_ratios, "log10_ratio_low": one.least, "log10_ratio_high": one.most,
         "log10_ratio_not_shared": one.own_ratios, "assumes": " ".join(one.explanation.assumptions)}
        for one in balance(held)
    ]  # fmt: skip
    warning = ("The sums of log ratios are not probabilities: expectations depend on each other and on the "
               "assumptions. The bounds show the sum when any one expectation is left out.",)  # fmt: skip
    return Analysis("explanations-balance", "The evidence on each explanation, and what it rests on", "counts and sums "
                    "of log likelihood ratios, each left out in turn", pl.DataFrame(rows), (), warning)  # fmt: skip


def _rivals(held: Sequence[Held]) -> Analysis:
    rows = [
        {"explanation": one.first.title, "against": one.second.title, "log10_ratio": one.log_ratio,
         "log10_ratio_low": one.least, "log10_ratio_high": one.most, "told_apart_by": ", ".join(one.observations),
         "reading": _reading(one)}
        for one in against_each_other(held)
    ]  # fmt: skip
    id, title = "explanations-rivals", "Explanations against each other"
    method = "likelihood ratios between rivals (Fairfield and Charman 2017), sums of logarithms to base 10"
    return Analysis(id, title, method, pl.DataFrame(rows), (), _OF_RIVALS)


_OF_RIVALS = (
    "Above nought the findings are likelier under the first explanation. An explanation that says nothing of a finding "
    "is taken to expect an effect of either sign (the value) or none (within the bounds). The latter weighs against it "
    "where an effect is found; it may simply not have been asked.",
    "The bounds also show other sizes of effect, and the sum with any one finding left out. Both can be true together.",
)


def _reading(one: Rivals) -> str:
    if not one.observations:
        return "no finding with an error of chance tells them apart"
    return "open: the bounds let either fit better" if one.open else "the findings lean to one side"


def elements(material: Material) -> Analysis:
    """The matrix of elements of crimes."""
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    for cell in matrix(elements_of(material.facts), material):
        one = cell.element
        key = f"element-{one.id}"
        if one.where:
            numbers.append(counted(key, f"persons: {one.says}", cell.persons, "subjects", *one.where))
        rows.append({"crime": one.crime, "law": one.law, "element": one.says, "state": cell.state,
                     "persons": cell.persons if one.where else None, "persons_id": key if one.where else None,
                     "documents": "; ".join(cell.documents), "figures": "; ".join(cell.figures),
                     "contested": one.contested, "missing": one.missing})  # fmt: skip
    return Analysis("elements", "Elements of crimes beside the evidence", "counted; the elements are data",
                    pl.DataFrame(rows, infer_schema_length=None), (NOT_ADVICE,), (), tuple(numbers))  # fmt: skip
