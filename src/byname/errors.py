"""The one error root of Byname and its few children.

An error says what was wrong, where (file, row, span) and what to do about it. The command line prints the three and
exits with 1; it also names the code of the kind of error, which has a page in the documentation. A doubtful *result*
is never an error: it is a finding or a warning beside the result.
"""

from __future__ import annotations

from typing import ClassVar


class BynameError(Exception):
    """Something given to Byname is at fault; nothing was lost.

    >>> str(BynameError("the file is empty", where="list.csv", fix="check that it was copied whole"))
    'list.csv: the file is empty; check that it was copied whole'
    """

    code: ClassVar[str] = "BYN-100"

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}; {self.fix}" if self.fix else head


class BadSource(BynameError):
    """A source file cannot be read as what it claims to be."""

    code = "BYN-101"


class BadMapping(BynameError):
    """A mapping or an entry grammar is wrong; the message lists every mistake with its line."""

    code = "BYN-102"


class BadRecord(BynameError):
    """A record cannot be taken as it stands."""

    code = "BYN-103"


class BadFigureTable(BynameError):
    """A table of published figures, events or reference counts breaks its schema."""

    code = "BYN-104"


class CannotEstimate(BynameError):
    """The capture histories do not allow the estimate that was asked for."""

    code = "BYN-105"


class BadText(BynameError):
    """A text to audit cannot be read."""

    code = "BYN-106"


class BadArchive(BynameError):
    """The folder is not an archive, or the archive is damaged or busy."""

    code = "BYN-107"


class NotInSources(BynameError):
    """What was asked for is in no source of the archive, or is withheld from whoever asked."""

    code = "BYN-108"


class CannotWrite(BynameError):
    """A result cannot be written where it was to go."""

    code = "BYN-109"


class BadSubject(BynameError):
    """A folder of a subject is wrong; the message lists its mistakes with file and entry."""

    code = "BYN-110"
