"""Claims stage: definitions of a text beside the elements of the legal text (data/definitions.yaml)."""

from __future__ import annotations

from dataclasses import dataclass

from byname.claims.frames.frames import ClaimFrame
from byname.claims.lexicon.subject_pack import pack_yaml, per_subject
from byname.claims.verdicts.verdict import ClaimVerdict


@dataclass(frozen=True, slots=True)
class LegalDefinition:
    """A legal definition: the concept, its elements with the words that show them, and what lies beyond it."""

    concept: str
    name: str
    source: str
    address: str
    elements: tuple[tuple[str, tuple[str, ...]], ...]
    beyond: tuple[str, ...]
    beyond_note: str


@per_subject
def legal_definitions() -> tuple[LegalDefinition, ...]:
    """All definitions."""
    return tuple(
        LegalDefinition(
            row["concept"],
            row["name"],
            row["source"],
            row["address"],
            tuple((element["name"], tuple(element["words"])) for element in row["elements"]),
            tuple(row["beyond"]["words"]),
            row["beyond"]["note"],
        )
        for row in pack_yaml("definitions.yaml") or ()
    )


def judge_definition(frame: ClaimFrame) -> ClaimVerdict | None:
    """The verdict on a definition: imprecise where elements are missing, naming them; None where no legal text is
    known."""
    definition = next((d for d in legal_definitions() if d.concept in frame.entities.own), None)
    if definition is None:
        return None
    present, missing = elements_in(frame.text, definition)
    if not missing:
        return ClaimVerdict("supported", f"it names every element of the {definition.name}", (definition.source,), True)
    if not present:
        return ClaimVerdict("contradicted", f"it names no element of the {definition.name}", (definition.source,), True)
    wider = any(f" {word} " in _plain(frame.text) for word in definition.beyond)
    note = f"; {definition.beyond_note}" if wider else ""
    reason = f"beside the {definition.name} it leaves out: {', '.join(missing)}{note}"
    return ClaimVerdict("imprecise", reason, (definition.source,), True)


def elements_in(text: str, definition: LegalDefinition) -> tuple[list[str], list[str]]:
    """The elements that a text names and those that it does not."""
    plain = _plain(text)
    present = [name for name, words in definition.elements if any(f" {word} " in plain for word in words)]
    return present, [name for name, _ in definition.elements if name not in present]


def _plain(text: str) -> str:
    """The words of a text in lower case, between single spaces."""
    return f" {' '.join(''.join(char if char.isalnum() else ' ' for char in text.lower()).split())} "
