"""What a page shows of a person, made of a few attestations."""

from __future__ import annotations

from typing import Any

from byname.access.protection import WITHHELD
from byname.site.web.person_view import PersonView, person_view


def attested(field: str, words: str, record_id: str, *, value: str = "", withheld: bool = False) -> dict[str, Any]:
    """What an entry says of a person; `value`: its reading, the words themselves unless it is given."""
    said = WITHHELD if withheld else words
    read = None if withheld else value or words
    return {"field": field, "as_written": said, "value": read, "flag": None, "record_id": record_id,
            "source": record_id.partition(":")[0]}  # fmt: skip


def viewed(*attestations: dict[str, Any]) -> PersonView:
    """The view of a person of whom this is said."""
    records = sorted({row["record_id"] for row in attestations})
    person = {
        "person_id": "P-000000000000", "name": "Ivanov Ivan", "birth": None, "death": None, "outcome": None,
        "attestations": list(attestations), "conflicts": [], "probability": 1.0,
        "records": [{"record_id": id, "source": id.partition(":")[0]} for id in records],
        "probabilities": dict.fromkeys(records, 1.0),
    }  # fmt: skip
    return person_view(person, ())
