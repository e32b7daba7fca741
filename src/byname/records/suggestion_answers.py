"""Records stage: what a suggested mapping leaves to a person: the questions, and the answers written into its lines.

Takes the text of a suggested mapping and answers by key; gives the text with them. What nobody answered stays unknown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

QUESTIONS = {
    "title": "What is the list called?",
    "universe": "Whom does it claim to cover, in words?",
    "citation": "How does a historian cite it?",
    "licence": "Under which terms may its data be used?",
    "person_twice": "Can one person stand in it twice: yes or no?",
    "standing": "What does it mean to stand in it: dead, disappeared, persecuted or official?",
    "country": "Of which country is it, in two letters of ISO 3166 such as AR?",
}
_TRUTHS = {"yes": "true", "y": "true", "true": "true", "no": "false", "n": "false", "false": "false"}


def with_answers(mapping: str, answers: Mapping[str, str]) -> str:
    """Write the answers into the lines of a suggested mapping; blank ones and `unknown` leave their line as it is.

    >>> with_answers("title: a\\n# country: AR  # of which?\\n", {"title": "My list", "country": " CL "})
    'title: "My list"\\ncountry: "CL"\\n'
    """
    lines = mapping.splitlines(keepends=True)
    for key in QUESTIONS:
        answer = answers.get(key, "").strip()
        if answer and answer.lower() != "unknown":
            place = next((n for n, line in enumerate(lines) if re.match(rf"(?:# )?{key}: ", line)), len(lines))
            lines[place : place + 1] = [f"{key}: {_value(key, answer)}\n"]
    return "".join(lines)


def _value(key: str, answer: str) -> str:
    if key == "person_twice":
        return _TRUTHS.get(answer.lower(), json.dumps(answer, ensure_ascii=False))
    return json.dumps(answer.lower() if key == "standing" else answer, ensure_ascii=False)
