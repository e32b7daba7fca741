"""A person's name, taken apart but never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Script = Literal["Latn", "Cyrl", "Hans", "Kore", "Mixed", "Zyyy"]
Gender = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of one person's name as one source writes them.

    `patronymic` holds a Russian-style patronymic or the father's given name, whichever the source gives. A part that
    the source does not give is None; initials keep their point ("К.").

    >>> PersonName("Блюхер, В. К.", surname="Блюхер", given="В.", patronymic="К.").is_initials
    True

    """

    as_written: str
    surname: str | None = None
    given: str | None = None
    patronymic: str | None = None
    maiden: str | None = None
    aliases: tuple[str, ...] = ()
    script: Script = "Zyyy"
    gender: Gender | None = None

    @property
    def is_initials(self) -> bool:
        """Whether the given name is known by its first letter only."""
        return self.given is not None and len(self.given.rstrip(".")) == 1
