"""Cuts a plain-text book into entries by line, by paragraph (blank lines between) or by a separator line.

Takes the lines of an open text; gives the entries, their text exactly as it stands. What a `skip` pattern matches, and
what is blank, stays an entry whose problem says so: nothing vanishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from byname.sources.entry import Entry
from byname.sources.mapping import EntryUnits
from byname.sources.rows import EntryMaker
from byname.sources.tables import LineFeed
from byname.sources.time_limit import EntryTimer, OutOfTime

DEFAULT_UNITS = EntryUnits()
_BLANK = ("skipped: blank",)


def read_book(feed: LineFeed, maker: EntryMaker) -> Iterator[Entry]:
    """Give the entries of a book.

    By line the item is the line, from 0; else it is the number of the entry, from 0. The line end that closes an entry
    is not part of its text.
    """
    units = maker.mapping.entries or DEFAULT_UNITS
    source, file, prefix = maker.mapping.source, maker.file_name, maker.prefix
    problems = _problems(_pieces(feed, units), units.skip, maker.limits.entry_seconds)
    for number, (text, problem) in enumerate(problems):
        yield Entry(source, f"{prefix}{number}", file, text, {}, problem)


def _problems(
    pieces: Iterator[str], skip: tuple[re.Pattern[str], ...], seconds: float
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The pieces, each with its problems."""
    if not skip:
        yield from ((text, _BLANK if not text or text.isspace() else ()) for text in pieces)
        return
    with EntryTimer(seconds) as timer:
        for text in pieces:
            timer.begin()
            try:
                problems = _BLANK if not text or text.isspace() else _skipped(text, skip)
                timer.end()
            except OutOfTime as error:
                problems = (str(error),)
            yield text, problems


def _skipped(text: str, skip: tuple[re.Pattern[str], ...]) -> tuple[str, ...]:
    for pattern in skip:
        try:
            if pattern.search(text):
                return (f"skipped: matches `{pattern.pattern}`",)
        except OutOfTime as error:
            error.pattern = f"`skip` {pattern.pattern}"
            raise
    return ()


def _pieces(feed: LineFeed, units: EntryUnits) -> Iterator[str]:
    if units.unit == "line":
        return _lines(feed)
    return _paragraphs(feed) if units.unit == "paragraph" else _separated(feed, units.separator)


def _lines(feed: LineFeed) -> Iterator[str]:
    for line in feed:
        feed.taken()
        yield without_line_end(line)


def _paragraphs(feed: LineFeed) -> Iterator[str]:
    held: list[str] = []
    for line in feed:
        if not line.isspace():
            held.append(line)
            continue
        if held:
            yield without_line_end("".join(held))
            held = []
        feed.taken()
    if held:
        yield without_line_end("".join(held))


def _separated(feed: LineFeed, separator: str) -> Iterator[str]:
    held: list[str] = []
    for line in feed:
        if line.strip() != separator:
            held.append(line)
            continue
        yield without_line_end("".join(held))
        held = []
        feed.taken()
    if any(not line.isspace() for line in held):
        yield without_line_end("".join(held))


def without_line_end(text: str) -> str:
    """Give the text without the one line end that closes it.

    >>> without_line_end("AAVIK, Johannes\\r\\n")
    'AAVIK, Johannes'
    """
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n").removesuffix("\r")
