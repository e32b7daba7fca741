"""Swapped deeds: sentences of a day of somebody's life, and the same with another deed on that day.

A sentence is made of each dated fact that says what was done to one person on a day ("Bukharin was sentenced to death
on 13 March 1938"). Then another deed is put in its place ("Bukharin was shot on 13 March 1938"). A verdict of
"supported" must stay for the first and fall for the others.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter

from byname.claims.audit import audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.text.reading import document_of

SEED, SWAPS = 11, 5
DEEDS = (
    "shot", "arrested", "released", "rehabilitated", "born", "sentenced to ten years", "expelled from the party",
    "appointed marshal", "exiled", "awarded the Order of Lenin", "dismissed", "awarded a prize",
)  # fmt: skip
_FACT = re.compile(r"((?:[A-Z][\w’'-]+ ){1,3})was (\w+)[^.]*? on (\d{1,2} [A-Z]\w+ 1\d{3})")
_ALIKE = ({"shot", "executed", "killed", "murdered"}, {"exiled", "deported", "expelled"}, {"dismissed", "removed"})


def measure(seed: int = SEED) -> dict[str, Counter[str]]:
    """How often each verdict was given: on the sentences as facts say them (`unchanged`) and with another deed."""
    random_ = random.Random(seed)
    found: dict[str, Counter[str]] = {"unchanged": Counter(), "swapped": Counter()}
    for fact in shipped_evidence().dates:
        match = _FACT.match(fact.words)
        if match is None:
            continue
        name, told, day = match.groups()
        found["unchanged"][verdict_on(f"{match[0]}.")] += 1
        others = [deed for deed in DEEDS if not _is_one(deed.split()[0], told)]
        for deed in random_.sample(others, SWAPS):
            found["swapped"][verdict_on(f"{name}was {deed} on {day}.")] += 1
    return found


def _is_one(deed: str, told: str) -> bool:
    """Whether two words tell one deed."""
    return deed == told or any({deed, told} <= words for words in _ALIKE)


def verdict_on(sentence: str) -> str:
    """The firmest verdict on a sentence."""
    audit = audit_document(document_of(sentence.encode(), "sentence.txt"), shipped_evidence())
    verdicts = {claim.judgement.verdict for claim in audit.claims}
    order = ("contradicted", "supported", "contested", "imprecise", "not in our sources", "not checkable")
    return next((verdict for verdict in order if verdict in verdicts), "not found")


def main() -> None:
    """Print how often each verdict was given; the seed may be named."""
    for name, verdicts in measure(int(sys.argv[1]) if len(sys.argv) > 1 else SEED).items():
        print(f"{name}: {sum(verdicts.values())} sentences, {dict(verdicts.most_common())}")


if __name__ == "__main__":
    main()
