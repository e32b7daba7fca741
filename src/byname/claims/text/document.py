"""Claims stage: what the other modules know of a text: its characters, where they stand in the file, its defects.

`Document.text` is the working text: markup is left out, every other character is the file's own. `place` leads back
from a character of it to the character of the file as it was given (for DOCX and PDF: of the text taken out of them).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["text", "markdown", "html", "docx", "pdf"]


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong with a text or a citation: its kind, its characters in the working text, and what to know."""

    kind: str
    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text to audit; `offsets[i]` is the place in the file of working character i (None: the same place)."""

    name: str
    form: Form
    text: str
    offsets: array[int] | None = None
    defects: tuple[Defect, ...] = ()
    cuts: tuple[int, ...] = ()
    language: str = "en"
    notes: tuple[str, ...] = field(default=())

    def place(self, index: int) -> int:
        """The place in the file of a character of the working text.

        >>> Document("a", "text", "abc").place(2)
        2
        """
        if self.offsets is None:
            return index
        if index < len(self.offsets):
            return self.offsets[index]
        return (self.offsets[-1] + 1 if self.offsets else 0) + index - len(self.offsets)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the file under a span of the working text (end excluded)."""
        return self.place(start), (self.place(end - 1) + 1 if end > start else self.place(start))
