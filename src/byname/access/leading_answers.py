"""The sentences that answer first: who was targeted, when, why; what followed (data/leading-answers.yaml).

Takes the analyses of an archive as a build left them; gives one sentence a question, with its interval in it, the
method and the caution it rests on, and the id of the number that it states. Which analysis answers which question is
data; nothing is computed anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from byname.values.shipped import shipped_yaml

ESTIMATE = "estimate"  # stands for the estimate of those on no list among the analyses of the file


@dataclass(frozen=True, slots=True)
class LeadingAnswer:
    """One question with one sentence; `analysis` is the id of the analysis, `number` that of the number it states
    (empty where it states none), `rests_on` the method, `caution` the first warning."""

    question: str
    sentence: str
    analysis: str
    number: str
    rests_on: str
    caution: str


_IN_WORDS = {"1": "one", "5": "five", "10": "ten", "20": "twenty"}


def leading_answers(
    part: str, analyses: Sequence[Mapping[str, Any]], estimates: Sequence[Mapping[str, Any]] = ()
) -> tuple[LeadingAnswer, ...]:
    """The first answers of `motive` or `consequences`; questions that nothing answers are passed over."""
    answered = [one for one in analyses if not one["refused"] and (one["sentences"] or one["rows"])]
    found = (_answer(row["question"], row["analyses"], answered, estimates) for row in _questions(part))
    return tuple(one for one in found if one is not None)


def _questions(part: str) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = shipped_yaml("access", "leading-answers.yaml")[part]
    return rows


def _answer(
    question: str,
    wanted: Sequence[str],
    answered: Sequence[Mapping[str, Any]],
    estimates: Sequence[Mapping[str, Any]],
) -> LeadingAnswer | None:
    if ESTIMATE in wanted:
        return _of_estimate(question, estimates[0]) if estimates else None
    for beginning in wanted:
        for one in answered:
            if str(one["id"]).startswith(beginning):
                return _of_analysis(question, one)
    return None


def _of_estimate(question: str, one: Mapping[str, Any]) -> LeadingAnswer:
    spread = f"range-{one['id']}" if one.get("range") else ""
    return LeadingAnswer(
        question,
        str(one["sentences"][0]),
        ESTIMATE,
        spread,
        f"the lists {', '.join(one['lists'])}; {str(one['method']).lower()}",
        str(next(iter(one["warnings"]), "")),
    )


def _of_analysis(question: str, one: Mapping[str, Any]) -> LeadingAnswer:
    tell = _TOLD.get(str(one["id"]))
    told = tell(one) if tell else ""
    sentence = told or _first_sentence(one)
    number = "" if told else _number_in(sentence, one["rows"])  # what is told of many rows is no number of one
    caution = str(next(iter(one["warnings"]), ""))
    return LeadingAnswer(question, sentence, str(one["id"]), number, str(one["method"]), caution)


def _first_sentence(one: Mapping[str, Any]) -> str:
    return str(next(iter(one["sentences"]), one["title"]))


def _ends(one: Mapping[str, Any]) -> str:
    """How many have a known end, and which."""
    ends: Counter[str] = Counter()
    for row in one["rows"]:
        if row["to"] == "ended":
            ends[str(row["target"])] += int(row["people"])
    told = [f"{end} {count:,}" for end, count in ends.most_common() if end != "not stated"]
    return f"{_first_sentence(one).rstrip('.')}: {', '.join(told)}." if told else ""


def _balance(one: Mapping[str, Any]) -> str:
    """Explanations beside one another: what speaks for and against each, and the sum of its log likelihood ratios."""
    told = [
        f"{row['explanation']}: {row['for']} for, {row['against']} against, {row['open']} open "
        f"(log10 likelihood ratio {row['log10_ratio']:.1f}, "
        f"{row['log10_ratio_low']:.1f} to {row['log10_ratio_high']:.1f})"
        for row in one["rows"]
        if row.get("log10_ratio") is not None
    ]
    return f"None of {len(told)} explanations is declared the winner. {'; '.join(told)}." if told else ""


_TOLD: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"explanations-balance": _balance, "paths": _ends}


def _number_in(sentence: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The id of the number that a sentence states: a share before the count that it is of; empty where it states none.

    A sentence states a number where the words of its value stand in it, with those of the interval where it has one.
    Where a row gives the same for several times (`within_5`, `within_10`), it is the one whose time the sentence names.
    """
    stated = [
        (name, str(row[f"{name}_id"]), row.get(f"{name}_low") is not None)
        for row in rows
        for name in (key.removesuffix("_id") for key in row if key.endswith("_id") and row[key])
        if _states(sentence, row, name)
    ]
    with_interval = [(name, id) for name, id, has_interval in stated if has_interval]
    named = [id for name, id in with_interval if _names_the_time(sentence, name)]
    found = [*named, *(id for _, id in with_interval), *(id for _, id, _ in stated)]
    return found[0] if found else ""


def _states(sentence: str, row: Mapping[str, Any], name: str) -> bool:
    values = [row.get(f"{name}{end}") for end in ("", "_low", "_high")]
    return values[0] is not None and all(_stands_in(sentence, value) for value in values if value is not None)


def _names_the_time(sentence: str, name: str) -> bool:
    """Whether a sentence has the number at the end of a column's name, in digits or in words."""
    number = name.rpartition("_")[2]
    return number.isdigit() and any(
        f" {word} " in f"{sentence.rstrip('.')} " for word in (number, _IN_WORDS.get(number, number))
    )


def _stands_in(sentence: str, value: float) -> bool:
    padded = f" {sentence.translate(_SIGNS)} "
    return any(f" {form} " in padded for form in _forms(value))


# What stands around a number in a sentence; points and commas stand in numbers, too, and go where a space follows.
_SIGNS = str.maketrans(dict.fromkeys("();:", " "))


def _forms(value: float) -> Iterator[str]:
    """A value as sentences print it: a count, one or two digits behind the point, percent."""
    for form in (f"{value:,.0f}", f"{value:.1f}", f"{value:.2f}", f"{value:.0%}", f"{value:.1%}"):
        yield from (form, f"{form},", f"{form}.")
