"""What a form of a checked text says: the text, how its reader corrects the readings, and what is asked for next.

Takes the fields of a form; gives the text with its corrections, as rows of a file of corrections (claims/corrections.py
has their keys). The corrections travel in the form itself, for a text and what is said of it are kept nowhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from byname.claims.audit import Audit, Claim
from byname.claims.corrections import anchor_of
from byname.site.web.problems import Problem

MOST_CHARACTERS = 60_000
MOST_CORRECTIONS = 200
AS_READ, EVERYONE = "", "-"  # what a choice may be instead of an id
_LONGEST_JSON, _LONGEST_FIELD = 100_000, 200
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AuditForm:
    """A text with its corrections, and what its reader wants: a claim to be corrected (`editing`), or `wish`."""

    text: str
    corrections: tuple[Row, ...] = ()
    editing: str = ""
    wish: str = ""


def audit_form(form: Mapping[str, str]) -> AuditForm:
    """What a form says; raises Problem where it is too long or has another shape."""
    text, kept = form.get("text", "").strip(), form.get("corrections", "")
    if len(text) > MOST_CHARACTERS or len(kept) > _LONGEST_JSON:
        raise Problem(413)
    return AuditForm(text, _rows(kept), form.get("edit", "")[:12], form.get("wish", "")[:12])


def _rows(kept: str) -> tuple[Row, ...]:
    try:
        rows = json.loads(kept) if kept else []
    except (ValueError, RecursionError) as error:
        raise Problem(400) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Problem(400)
    if len(rows) > MOST_CORRECTIONS:
        raise Problem(413)
    return tuple(rows)


def with_correction(rows: Sequence[Row], claim: Claim, form: Mapping[str, str]) -> tuple[Row, ...]:
    """The corrections with that which a form makes of a claim; what it leaves as it was read stays so.

    Raises Problem for a number that is none.
    """
    at = anchor_of(claim.frame)
    others = tuple(row for row in rows if row.get("at") != at)
    row: dict[str, Any] = {"words": " ".join(claim.frame.text.split()), "at": at}
    if form.get("leave_out"):
        return (*others, {**row, "leave_out": True})
    given = {key: form.get(key, "").strip()[:_LONGEST_FIELD] for key in ("number", "says", "whom", "place", "period")}
    said = {
        **({"number": number_of(given["number"])} if given["number"] and claim.frame.number else {}),
        **({"predicates": [given["says"]]} if given["says"] else {}),
        **_whom(given["whom"]),
        **({"place": given["place"]} if given["place"] else {}),
        **({"period": given["period"]} if given["period"] else {}),
    }
    return (*others, {**row, **said}) if said else others


def without(rows: Sequence[Row], place: str) -> tuple[Row, ...]:
    """The corrections without that of a place in their order."""
    if not place.isascii() or not place.isdecimal() or int(place[:6]) >= len(rows):
        raise Problem(400)
    return (*rows[: int(place)], *rows[int(place) + 1 :])


def number_of(text: str) -> list[float]:
    """The two ends of a number as a reader writes it; raises Problem where it is none.

    >>> number_of("681 692"), number_of("681,692"), number_of("1000-1500"), number_of("2.5")
    ([681692.0, 681692.0], [681692.0, 681692.0], [1000.0, 1500.0], [2.5, 2.5])
    """
    ends = [_end(part) for part in re.split(r"[-–]", re.sub(r"\s", "", text))]
    if not 1 <= len(ends) <= 2 or None in ends:
        raise Problem(400, "A number has digits alone, as 681692 or 1000-1500.")
    found = [end for end in ends if end is not None]
    return found * 2 if len(found) == 1 else found


def _end(part: str) -> float | None:
    plain = part.replace(",", "") if _THOUSANDS.fullmatch(part) else part.replace(",", ".")
    return float(plain) if _NUMBER.fullmatch(plain) else None


def _whom(chosen: str) -> dict[str, list[str]]:
    """Of whom it is said: everyone, a group, or those of an operation (`operation:` and its id)."""
    kind, _, id = chosen.partition(":")
    if not chosen:
        return {}
    if chosen == EVERYONE:
        return {"groups": [], "operations": []}
    return {"groups": [], "operations": [id]} if kind == "operation" else {"groups": [chosen], "operations": []}


def claim_of(audit: Audit, id: str) -> Claim:
    """A claim by its id; raises Problem where the text has none of it."""
    found = next((claim for claim in audit.claims if claim.id == id), None)
    if found is None:
        raise Problem(400)
    return found
