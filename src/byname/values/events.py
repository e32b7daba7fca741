"""What happens to people: the events that sources date, with their words and the column of records that dates them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """An event of a life: its name, the same of many, what a person was, and the column of records that dates it."""

    name: str
    plural: str
    happened: str
    column: str


EVENTS: Final = {
    one.name: one
    for one in (
        PersonEvent("arrest", "arrests", "arrested", "arrest"),
        PersonEvent("disappearance", "disappearances", "disappeared", "disappearance"),
        PersonEvent("sentence", "sentences", "sentenced", "sentence_date"),
        PersonEvent("deportation", "deportations", "deported", "deportation"),
        PersonEvent("release", "releases", "released", "release"),
        PersonEvent("death", "deaths", "died", "death"),
        PersonEvent("rehabilitation", "rehabilitations", "rehabilitated", "rehabilitation"),
    )
}
