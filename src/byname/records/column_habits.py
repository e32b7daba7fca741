"""Records stage: habits that the columns of a source show where its mapping does not state them.

Takes the first entries of a source; gives its mapping with what could be told: whether days or months stand first in
the dates of a column, whether a column holds a spreadsheet's numbers of days or seconds since 1970, what a letter for
the sex means. Only evidence counts: a column whose dates could all be read either way stays untold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from byname.records.genders import letters_of_a_column
from byname.records.missing import is_missing
from byname.records.program_dates import is_seconds
from byname.sources.entry import Cell, Entry
from byname.sources.limits import DEFAULT_LIMITS
from byname.sources.mapping import FieldSource, SourceMapping
from byname.sources.time_limit import EntryTimer, OutOfTime
from byname.values.fields import fields

_FIGURES = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d\d)(?!\d)")
_SERIAL = re.compile(r"\s*\d{5}\s*")
_MOST_SERIAL, _LEAST_SERIAL = 60_000, 5_000  # 1913 to 2064
_SHARE_SERIAL = 0.9
_FEWEST_SERIAL = 3
_PLAIN = 20  # times as many dates that speak for one order as for the other


def with_column_habits(
    mapping: SourceMapping, entries: Sequence[Entry], seconds: float = DEFAULT_LIMITS.entry_seconds
) -> SourceMapping:
    """The mapping with the habits that its columns show in some entries.

    An entry on which the pattern of a field works for more than `seconds` of computing tells nothing of that field.
    """
    found = {
        name: _with_habits(name, where, mapping, _Texts(where, mapping, entries, seconds))
        for name, where in mapping.fields.items()
    }
    return replace(mapping, fields=found) if found != dict(mapping.fields) else mapping


def _with_habits(name: str, where: FieldSource, mapping: SourceMapping, texts: _Texts) -> FieldSource:
    kind = fields()[name].type
    if "date" in kind and not where.date_order and mapping.date_order in (None, "ymd"):
        order = date_order_of(list(texts))
        return replace(where, date_order=order) if order else where
    if kind == "gender":
        meant = letters_of_a_column(texts, mapping.language.split("-")[0])
        told: Mapping[str, str] = {**meant, **where.values}
        return replace(where, values=told) if meant else where
    return where


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a field in some entries, but for those that say that nothing is known."""

    where: FieldSource
    mapping: SourceMapping
    entries: Sequence[Entry]
    seconds: float

    def __iter__(self) -> Iterator[str]:
        for cell in self._cells() if self.where.pattern is None else self._cells_in_time():
            if not is_missing(cell.text, more=self.mapping.missing):
                yield cell.text

    def _cells(self) -> Iterator[Cell]:
        return (cell for entry in self.entries if entry.cells for cell in self.where.cells(entry))

    def _cells_in_time(self) -> Iterator[Cell]:
        with EntryTimer(self.seconds) as timer:
            for entry in self.entries:
                timer.begin()
                try:
                    found = self.where.cells(entry)
                    timer.end()
                except OutOfTime:
                    continue
                yield from found


def date_order_of(texts: Sequence[str]) -> str | None:
    """What stands first in the dates of a column, by the figures over twelve; None where nothing or both speak.

    >>> date_order_of(["03/25/1977", "01/02/1976"]), date_order_of(["25/03/1977"]), date_order_of(["01/02/1976"])
    ('mdy', 'dmy', None)
    >>> date_order_of(["28246", "28250", "28300"])
    'serial'
    >>> date_order_of(["-900979200", "-899510400", "-2513721600"])
    'seconds'
    """
    serial = sum(1 for text in texts if _SERIAL.fullmatch(text) and _LEAST_SERIAL < int(text) < _MOST_SERIAL)
    if serial >= max(_FEWEST_SERIAL, _SHARE_SERIAL * len(texts)):
        return "serial"
    if sum(map(is_seconds, texts)) >= max(_FEWEST_SERIAL, _SHARE_SERIAL * len(texts)):
        return "seconds"
    firsts, seconds = 0, 0
    for match in filter(None, map(_FIGURES.match, texts)):
        firsts += 12 < int(match[1]) <= 31 and int(match[2]) <= 12
        seconds += 12 < int(match[2]) <= 31 and int(match[1]) <= 12
    less, more = sorted((firsts, seconds))
    if more < max(1, _PLAIN * less):
        return None
    return "dmy" if firsts > seconds else "mdy"
