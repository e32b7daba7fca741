"""Records stage: reads the text of one entry by its grammar into statements.

Takes the entry's text as it stands in the original and a grammar; gives statements whose spans are characters of that
text. What no rule understands is kept as a note, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from byname.records.beginnings import first_characters
from byname.records.dates import DateReading, find_date, in_new_style
from byname.records.grammar import Grammar, Mark, bare
from byname.records.habits import Habits
from byname.records.normal_forms import normal_form
from byname.records.places import is_kind_of_place
from byname.records.remembered import LONGEST
from byname.records.statement import Statement
from byname.values.fields import fields

_BREAK = re.compile(r"[,;]|\.(?=\s|$|[^\W\d_])|\n")
_LAST_WORD = re.compile(r"[^\s(,;]+$")
_FIRST_WORD = re.compile(r"\s*(\w+)")
_SPACE = " \t\r\n"
_EDGE = " \t\r\n,;"
_DATE_WINDOW = 90
_MOST_TEXTS = 32_768  # values that are remembered


@dataclass(slots=True)
class EntryReading:
    """What one entry says: its kind (person, see, note, unread), its statements, and whether it heads a household."""

    kind: str
    statements: list[Statement] = field(default_factory=list)
    is_head: bool | None = None
    start: int = 0
    end: int = 0


def read_entry(text: str, grammar: Grammar) -> list[EntryReading]:
    """Read an entry; a line that holds several entries gives one reading for each, in order."""
    return EntryReader(grammar).read(text)


class EntryReader:
    """Reads entries by a grammar.

    Hold one for all the entries of a source: what was made of a short text is remembered, and texts repeat themselves.
    """

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.types = {name: field.type for name, field in fields().items()}
        self.within = {name: [rule for rule in grammar.within if rule.of == name] for name in fields()}
        self.unmarked_begin = re.compile(_any_of([first_characters(rule.pattern.pattern) for rule in grammar.unmarked]))
        self._habits = Habits(grammar.language, grammar.century)
        self._remembered = lru_cache(maxsize=_MOST_TEXTS)(self._normal_form)

    def read(self, text: str) -> list[EntryReading]:
        """Read an entry; a line that holds several entries gives one reading for each, in order."""
        starts = [0]
        if self.grammar.new_entry:
            starts += [match.start() for match in self.grammar.new_entry.finditer(text) if match.start()]
        ends = [*starts[1:], len(text)]
        return [_Reader(text, start, end, self).read() for start, end in zip(starts, ends, strict=True)]

    def normal_form(self, field: str, text: str) -> tuple[str | None, str | None]:
        """The normal form of a text in the language of the grammar, and its flag."""
        return self._remembered(field, text) if len(text) <= LONGEST else self._normal_form(field, text)

    def _normal_form(self, field: str, text: str) -> tuple[str | None, str | None]:
        meant = self.grammar.values.get(field, {}).get(bare(text), text)
        return normal_form(field, meant, self._habits)


def _any_of(sets: list[str | None]) -> str:
    """An expression for a character that is in one of some sets; for anything where one of them is not known."""
    joined = "".join(characters for characters in sets if characters)
    return f"[{joined}]" if joined and None not in sets else ""


class _Reader:
    """Reads one entry; holds the text with its layout marks blanked and the statements so far."""

    def __init__(self, text: str, start: int, end: int, reader: EntryReader) -> None:
        self.text = text
        self.reader = reader
        self.grammar = grammar = reader.grammar
        self.start = start
        self.end = end
        laid = text
        for old, new in grammar.layout:
            laid = laid.replace(old, new)
        self.laid = laid
        self.found: list[Statement] = []
        self.seen: set[str] = set()
        self.open_place = False

    def read(self) -> EntryReading:
        grammar = self.grammar
        if not self.laid[self.start : self.end].strip(_EDGE):
            return self._whole("note")
        if grammar.not_about_a_person and grammar.not_about_a_person.search(self.laid, self.start, self.end):
            return self._whole("note")
        position = self._head()
        if position is None:
            return self._whole("unread")
        stop = self._tail()
        kind = "person"
        if grammar.cross_reference and (match := grammar.cross_reference.search(self.laid, position, stop)):
            self._add("see", match.start("value"), match.end("value"))
            kind = "see"
            stop = match.start()
        self._body(position, stop)
        self._gender(position, stop)
        head = bool(grammar.household_head.match(self.laid, self.start, self.end)) if grammar.household_head else None
        return EntryReading(kind, self.found, head, self.start, self.end)

    def _whole(self, kind: str) -> EntryReading:
        self._add("note", self.start, self.end, flag="no rule understands this entry" if kind == "unread" else None)
        return EntryReading(kind, self.found, None, self.start, self.end)

    def _tail(self) -> int:
        stop = self.end
        for rule in self.grammar.tail:
            if match := rule.pattern.search(self.laid, self.start, stop):
                self._add(rule.field, match.start("value"), match.end("value"))
                stop = match.start()
        return stop

    def _head(self) -> int | None:
        if not self.grammar.head:
            return self.start
        for pattern in self.grammar.head:
            if match := pattern.match(self.laid, self.start, self.end):
                for name, value in match.groupdict().items():
                    if value:
                        self._add(name, match.start(name), match.end(name))
                return match.end()
        return None

    def _body(self, position: int, stop: int) -> None:
        marks = self._marks(position, stop)
        first = marks[0][1].start() if marks else stop
        self._rest(position, first)
        for i, (mark, match) in enumerate(marks):
            segment_end = marks[i + 1][1].start() if i + 1 < len(marks) else stop
            self._segment(mark, match, segment_end)

    def _marks(self, position: int, stop: int) -> list[tuple[Mark, re.Match[str]]]:
        marks: list[tuple[Mark, re.Match[str]]] = []
        leading_over = False
        for match in self.grammar.scanner.finditer(self.laid, position, stop):
            mark = self.grammar.marks[int((match.lastgroup or "k0")[1:])]
            if mark.leading and leading_over:
                continue
            leading_over = leading_over or mark.closes_lead
            marks.append((mark, match))
        return marks

    def _segment(self, mark: Mark, match: re.Match[str], stop: int) -> None:
        self.open_place = False
        for name in mark.emits:
            self._add(name, match.start(), match.end())
        position = match.end()
        for name in mark.reads:
            position = self._consume(name, position, stop, anywhere=mark.date_anywhere)
        self._rest(position, stop)

    def _consume(self, name: str, position: int, stop: int, *, anywhere: bool = False) -> int:
        kind = self.reader.types[name]
        if kind == "date":
            return self._date(name, position, stop, anywhere=anywhere)
        if kind == "body":
            return self._body_before_date(name, position, stop)
        if kind == "articles" and self.grammar.articles:
            return self._pattern(name, self.grammar.articles, position, stop)
        if kind == "sentence" and self.grammar.term:
            return self._pattern(name, self.grammar.term, position, stop)
        if kind == "place":
            return self._place(name, position, stop)
        if kind in ("name", "name-part"):
            return self._chunk(name, position, stop)
        return self._sentence(name, position, stop)

    def _date(self, name: str, position: int, stop: int, *, anywhere: bool = False) -> int:
        reading = self._find_date(position, stop)
        if reading is None:
            return position
        start, end = position + reading.start, position + reading.end
        lead = self.laid[position:start]
        if not self._only_joins(lead):
            if not anywhere or "\n" in lead.strip():
                return position
            self._note(*self._trim(position, start))
        value, flag = in_new_style(reading)
        self.found.append(Statement(name, self.text[start:end], value, start, end, None, flag))
        self.seen.add(name)
        after = _YEAR_WORD.match(self.laid, end, stop)
        return after.end() if after else end

    def _find_date(self, position: int, stop: int) -> DateReading | None:
        window = self.laid[position : min(stop, position + _DATE_WINDOW)]
        return find_date(window, language=self.grammar.language, century=self.grammar.century)

    def _body_before_date(self, name: str, position: int, stop: int) -> int:
        """A sentencing body stands between its mark and the date, or alone up to the next comma."""
        reading = self._find_date(position, stop)
        line_end = self.laid.find("\n", position, stop)
        end = stop if line_end < 0 else line_end
        if reading and position + reading.start < end:
            end = position + reading.start
        start, end = self._trim(position, end)
        if end - start > 2 and not self._only_joins(self.laid[start:end]):
            self._add(name, start, end)
            return end
        return position

    def _pattern(self, name: str, pattern: re.Pattern[str], position: int, stop: int) -> int:
        match = pattern.match(self.laid, position, stop)
        if not match or not match["value"]:
            return position
        self._add(name, match.start("value"), match.end("value"))
        return match.end()

    def _place(self, name: str, position: int, stop: int) -> int:
        for start, end, mark in self._chunks(position, stop):
            if mark in (";", "."):
                return position
            if start == end:
                continue
            start = self._after_joining(start, end)
            ditto = self.grammar.ditto.get(self.laid[start:end].strip(_EDGE + "."))
            if ditto is None and (self._unmarked_rule(start, end) or not self._looks_like_place(start)):
                return position
            self._add(name, start, end, value=self._value_of(ditto) if ditto else None)
            self.open_place = ditto is None
            return end
        return position

    def _chunk(self, name: str, position: int, stop: int) -> int:
        for start, end, mark in self._chunks(position, stop):
            if start < end:
                self._add(name, start, end)
                return end
            if mark == ".":
                break
        return position

    def _sentence(self, name: str, position: int, stop: int) -> int:
        """Everything up to the end of the line or of the part."""
        first = self._trim(position, stop)[0]
        line_end = self.laid.find("\n", first, stop)
        start, end = self._trim(position, stop if line_end < 0 else line_end)
        if start < end:
            self._add(name, start, end)
        return end

    def _rest(self, position: int, stop: int) -> None:
        """Tell unmarked words apart; whole sentences behind a full stop are notes."""
        if not self.laid[position:stop].strip(_EDGE):
            return
        in_notes = False
        previous = ""
        for start, end, mark in self._chunks(position, stop):
            if mark:
                in_notes = in_notes or mark == "."
                previous = mark
            if start == end:
                continue
            rule = None if in_notes and not self.grammar.rules_in_notes else self._unmarked_rule(start, end)
            if rule:
                self._joined(rule, start, end)
            elif in_notes and not self.grammar.rules_in_notes:
                self._note(start, end)
            elif previous == ";" and self.grammar.after_semicolon:
                self._after_semicolon(start, end)
            elif previous == "," and self.open_place and self._looks_like_place(start):
                self._extend(end)
            elif previous == "," and self._repeats(start, end):
                self._add(self.found[-1].field, start, end)
            else:
                self._otherwise(start, end)

    def _otherwise(self, start: int, end: int) -> None:
        rule = self.grammar.otherwise
        if rule and not rule.unless & self.seen and rule.pattern.match(self.laid, start, end):
            self._joined(rule.field, start, end)
        else:
            self._note(start, end)

    def _repeats(self, start: int, end: int) -> bool:
        """Whether the piece is a further name behind one ("ka Kentern, Kentler")."""
        last = self.found[-1].field if self.found else ""
        return (
            last in self.grammar.repeats
            and self.laid[start].isupper()
            and not any(ch.isdigit() for ch in self.laid[start:end])
        )

    def _after_semicolon(self, start: int, end: int) -> None:
        rules = self.grammar.after_semicolon
        name = rules["field"] if "with" not in rules or self.seen.intersection(rules["with"]) else rules["otherwise"]
        self._add(name, start, end)
        self.open_place = True

    def _extend(self, end: int) -> None:
        last = self.found.pop()
        self._add(last.field, last.start, end)
        self.open_place = True

    def _note(self, start: int, end: int) -> None:
        """What no rule understands."""
        if any(ch.isalnum() for ch in self.laid[start:end]):
            self._joined("note", start, end)

    def _joined(self, name: str, start: int, end: int) -> None:
        """Add a value; neighbouring pieces of one sentence are joined where the grammar says so."""
        last = self.found[-1] if self.found else None
        if (
            last
            and last.field == name
            and name in self.grammar.merge
            and self.laid[last.end : start].strip(" \t\r") in ("", ",")
        ):
            self.found.pop()
            start = last.start
        self._add(name, start, end)
        self.open_place = False

    def _chunks(self, position: int, stop: int) -> Iterator[tuple[int, int, str]]:
        """Pieces between commas, semicolons and full stops: start, end, and the mark before the piece."""
        begin, mark = position, ""
        for match in _BREAK.finditer(self.laid, position, stop):
            sign, at = match[0], match.start()
            if sign == "." and not self._ends_sentence(at, position):
                continue
            start, end = self._trim(begin, at)
            yield start, end, mark
            begin, mark = at + 1, ";" if sign == "\n" else sign
        start, end = self._trim(begin, stop)
        yield start, end, mark

    def _ends_sentence(self, dot: int, position: int) -> bool:
        if dot + 1 < len(self.laid) and self.laid[dot + 1] not in _SPACE:
            return False
        following = self.laid[dot + 1 : dot + 12].lstrip(_SPACE)[:1]
        if following and not (following.isupper() or following in '"«„[('):
            return False
        if (next_word := _FIRST_WORD.match(self.laid, dot + 1)) and next_word[1] in self.grammar.note_words:
            return True
        word = _LAST_WORD.search(self.laid, max(position, dot - 24), dot)
        if word is None:
            return True
        return len(word[0]) > 1 and word[0].lower() not in self.grammar.abbreviations

    def _unmarked_rule(self, start: int, end: int) -> str | None:
        if not self.reader.unmarked_begin.match(self.laid, start, end):
            return None
        for rule in self.grammar.unmarked:
            if rule.unless.isdisjoint(self.seen) and rule.pattern.match(self.laid, start, end):
                return rule.field
        return None

    def _looks_like_place(self, start: int) -> bool:
        first = self.laid[start]
        return first.isupper() or first.isdigit() or first in '"«„(' or is_kind_of_place(self.laid[start : start + 24])

    def _only_joins(self, lead: str) -> bool:
        """Whether nothing but spaces, commas and a small joining word stands between a mark and its date."""
        word = lead.strip(" \t\r\n,.:(-")
        return word in _JOINING or word in self.grammar.joining

    def _after_joining(self, start: int, end: int) -> int:
        """Where a place begins behind the small words that lead to it ("in Valga")."""
        while (
            (word := _FIRST_WORD.match(self.laid, start, end)) and word[1] in self.grammar.joining and word.end() < end
        ):
            start = self._trim(word.end(), end)[0]
        return start

    def _value_of(self, name: str) -> str | None:
        return next((s.value for s in self.found if s.field == name), None)

    def _gender(self, position: int, stop: int) -> None:
        for gender, pattern in self.grammar.gender_words.items():
            if match := pattern.search(self.laid, position, stop):
                self.found.append(
                    Statement("gender", self.text[match.start() : match.end()], gender, match.start(), match.end())
                )
                return

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        laid = self.laid
        while start < end and laid[start] in _EDGE:
            start += 1
        while end > start and laid[end - 1] in _EDGE:
            end -= 1
        return start, end

    def _add(self, name: str, start: int, end: int, *, value: str | None = None, flag: str | None = None) -> None:
        start, end = self._trim(start, end)
        written = self.laid[start:end]
        if self.reader.types[name] == "name-part":
            written = written.rstrip(") .")
            end = start + len(written)
        if value is None and flag is None:
            value, flag = self.reader.normal_form(name, written)
        self.found.append(Statement(name, self.text[start:end], value, start, end, None, flag))
        self.seen.add(name)
        for inner in self.reader.within[name]:
            if match := inner.pattern.search(self.laid, start, end):
                self._add(inner.field, match.start("value"), match.end("value"))


_JOINING = frozenset(["", "в", "во", "с", "от", "около", "ок", "umbes", "u", "kuni", "am", "on", "in"])
_YEAR_WORD = re.compile(r"\s*(?:гг?\.|года?\b|году\b|\.?a\.(?=[\s,;]))")
