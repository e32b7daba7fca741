"""Records stage: reads an entry of cells (a row of a table, a template) by its mapping into statements.

Takes the entry, the mapping and the grammars its cells use; gives statements whose spans are characters of their cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from byname.records.beside_names import without_kin
from byname.records.dates import find_date_of_cell, in_new_style
from byname.records.entry_reading import EntryReader, EntryReading
from byname.records.grammar import Grammar
from byname.records.habits import Habits
from byname.records.loose_accents import with_joined_accents
from byname.records.markup import has_markup, plain_text
from byname.records.missing import is_missing, may_be_names
from byname.records.names import Order, father_of, read_name
from byname.records.normal_forms import normal_form
from byname.records.remembered import LONGEST
from byname.records.statement import Statement
from byname.records.unnamed import why_unnamed
from byname.sources.entry import Cell, Entry
from byname.sources.mapping import FieldSource, SourceMapping
from byname.values import PersonName
from byname.values.fields import fields

_COMPOUND = {"birth": ("birth_date", "birth_place"), "arrest": ("arrest_date", "arrest_place"),
             "release": ("release_date", "note"), "death": ("death_date", "death_place"),
             "deportation": ("deportation_date", "exile_place"), "rehabilitation": ("rehabilitation_date", "note"),
             "disappearance": ("disappearance_date", "disappearance_place"),
             "sentence_event": ("sentence_date", "sentencing_body")}  # fmt: skip
_NAMES = ("name", "name-part")
NAMING = frozenset({"name", "surname", "given_name", "alias", "maiden_name"})
INCIDENT = "incident"
_MOST_CELLS = 8192  # cells of a column that are remembered
_MOST_LANGUAGES = 4  # languages beside that of the source whose cells are remembered

_TANGLED = "wiki markup that cannot be taken off"


def habits_of(mapping: SourceMapping, where: FieldSource | None = None) -> Habits:
    """The habits of a source, or of one of its columns."""
    order = where.date_order if where and where.date_order else mapping.date_order
    return Habits(mapping.language, mapping.century, order, mapping.calendar, mapping.country)


class RowReader:
    """Reads the rows of one source by its mapping and the grammars its cells use.

    Hold one for all the rows of a source: what was made of a cell is remembered, and cells repeat themselves.
    """

    def __init__(self, mapping: SourceMapping, grammars: Mapping[str, Grammar]) -> None:
        self._language = mapping.fields.get("language")
        self._own = _Columns(mapping, grammars)
        self._of_language = lru_cache(maxsize=_MOST_LANGUAGES)(
            lambda language: _Columns(replace(mapping, language=language), grammars)
        )

    def read(self, entry: Entry) -> EntryReading:
        """Read every mapped cell of an entry, in the language that the entry states, or else in that of its source.

        Constants of the mapping are added as statements without characters. Cells that say that nothing is known are
        no statements; they stay in the entry.
        """
        if self._language:
            stated = next((cell.text.strip() for cell in self._language.cells(entry)), "")
            if stated:
                return self._of_language(stated).read(entry)
        return self._own.read(entry)


class _Columns:
    """The columns of a mapping, each with its reader."""

    def __init__(self, mapping: SourceMapping, grammars: Mapping[str, Grammar]) -> None:
        self._mapping = mapping
        self._readers = [
            (where, CellReader(name, mapping, where), EntryReader(grammars[where.grammar]) if where.grammar else None)
            for name, where in mapping.fields.items()
        ]

    def read(self, entry: Entry) -> EntryReading:
        found: list[Statement] = []
        for where, cells, entries in self._readers:
            for cell in where.cells(entry):
                found += cells.read(cell) if entries is None else _by_grammar(cell, entries)
        found += constants_of(self._mapping)
        found += [Statement("note", problem, problem, 0, 0, None, problem) for problem in entry.problems]
        found = _without_guesses(found, self._mapping.fields.get("gender"))
        return EntryReading(_kind(found), found, None, 0, 0)


def constants_of(mapping: SourceMapping) -> Iterator[Statement]:
    """What a mapping states of every entry, as statements without characters."""
    for name, text in mapping.constants.items():
        value, flag = normal_form(name, text, habits_of(mapping))
        yield Statement(name, text, value, 0, 0, None, flag)


def _kind(found: Sequence[Statement]) -> str:
    if all(s.column is None for s in found):
        return "unread"
    return kind_of_read(found)


def kind_of_read(found: Iterable[Statement]) -> str:
    """What an entry of cells is about that could be read: an incident whose dead it does not name is no person."""
    valued = {s.field for s in found if s.value is not None}
    return "incident" if INCIDENT in valued and valued.isdisjoint(NAMING) else "person"


def _without_guesses(found: list[Statement], gender: FieldSource | None) -> list[Statement]:
    """The statements without the sex that a name suggests where the source itself states one in a column."""
    if gender is None or not any(s.field == "gender" and s.column in gender.columns and s.value for s in found):
        return found
    return [s for s in found if s.field != "gender" or s.column in gender.columns]


def _by_grammar(cell: Cell, reader: EntryReader) -> Iterator[Statement]:
    for reading in reader.read(cell.text):
        for s in reading.statements:
            yield s._replace(start=s.start + cell.start, end=s.end + cell.start, column=cell.column)


class CellReader:
    """Reads the cells of one field by its mapping; what was made of a short cell is remembered."""

    def __init__(self, name: str, mapping: SourceMapping, where: FieldSource) -> None:
        self.name = name
        self.mapping = mapping
        self.where = where
        self.kind = fields()[name].type
        self.habits = habits_of(mapping, where)
        self._remembered = lru_cache(maxsize=_MOST_CELLS)(self.read_anew)

    def read(self, cell: Cell) -> tuple[Statement, ...]:
        """The statements of a cell; none where it says that nothing is known."""
        return self._remembered(cell) if len(cell.text) <= LONGEST else self.read_anew(cell)

    def read_anew(self, cell: Cell) -> tuple[Statement, ...]:
        """The statements of a cell, neither remembered nor to be remembered here."""
        return tuple(self._statements(cell))

    def _statements(self, cell: Cell) -> Iterator[Statement]:
        meant = self._meaning(cell)
        if meant is not None:
            value, flag = normal_form(self.name, meant, self.habits)
            yield Statement(self.name, cell.text, value, cell.start, cell.start + len(cell.text), cell.column, flag)
        elif not self._is_missing(cell):
            yield from self._value(cell)

    def says_nothing(self, cell: Cell) -> bool:
        """Whether a cell says that nothing is known, and the mapping gives it no meaning."""
        return self._meaning(cell) is None and self._is_missing(cell)

    def _meaning(self, cell: Cell) -> str | None:
        return self.where.values.get(cell.text.strip().lower()) if self.where.values else None

    def _is_missing(self, cell: Cell) -> bool:
        return is_missing(cell.text, more=self.mapping.missing, as_name=self.kind in _NAMES)

    def _value(self, cell: Cell) -> Iterator[Statement]:
        if has_markup(cell.text):
            yield from self._without_markup(cell)
        elif self.kind == "name":
            yield from _name(self.name, cell, self.mapping.language, self.where.order or "detect")
        elif self.name in _COMPOUND:
            yield from self._compound(cell)
        else:
            yield self._plain(self.name, cell, cell.text, cell.start)

    def _without_markup(self, cell: Cell) -> Iterator[Statement]:
        """A cell in wiki markup is read from its plain text; the statement keeps the whole cell as it stands."""
        plain = plain_text(cell.text)
        if not plain:
            return
        if has_markup(plain):
            end = cell.start + len(cell.text)
            yield Statement(self.name, cell.text, None, cell.start, end, cell.column, _TANGLED)
            return
        for statement in self.read(Cell(plain, cell.column)):
            yield statement._replace(start=cell.start, end=cell.start + len(cell.text))

    def _plain(self, name: str, cell: Cell, text: str, start: int) -> Statement:
        joined = with_joined_accents(text, self.habits.language) if self.kind in _NAMES else text
        value, flag = normal_form(name, joined, self.habits)
        if joined != text:
            flag = f"accents set on their letters: {text}"
        if self.kind in _NAMES and text.strip().lower() in may_be_names():
            flag = f"may say that the name is not known: {text}"
        return Statement(name, text, value, start, start + len(text), cell.column, flag)

    def _compound(self, cell: Cell) -> Iterator[Statement]:
        """A cell that holds a date and a place (or a body)."""
        date_field, rest_field = _COMPOUND[self.name]
        reading = find_date_of_cell(cell.text, self.habits)
        if reading is None:
            yield self._plain(rest_field, cell, cell.text, cell.start)
            return
        value, flag = in_new_style(reading)
        written = cell.text[reading.start : reading.end]
        at, until = cell.start + reading.start, cell.start + reading.end
        yield Statement(date_field, written, value, at, until, cell.column, flag)
        for start, end in ((0, reading.start), (reading.end, len(cell.text))):
            text = cell.text[start:end]
            if len(text.strip(" ,.;()г")) > 1:
                lead = len(text) - len(text.lstrip(" ,.;"))
                yield self._plain(rest_field, cell, text.strip(" ,.;"), cell.start + start + lead)


def _name(name: str, cell: Cell, language: str, order: str) -> Iterator[Statement]:
    whole = (cell.start, cell.start + len(cell.text))
    if flag := why_unnamed(cell.text, language):
        yield Statement(name, cell.text, cell.text.strip() if name == "name" else None, *whole, cell.column, flag)
        return
    joined = with_joined_accents(cell.text, language)
    if joined != cell.text:
        for part in _name(name, Cell(joined, cell.column), language, order):
            yield part._replace(start=whole[0], end=whole[1], flag=f"accents set on their letters: {cell.text}")
        return
    person = read_name(cell.text.strip(), language=language, order=_order(order))
    if name == "name":
        _, kin = without_kin(cell.text.strip())
        flag = f"names others beside the person: {kin}" if kin else None
        yield Statement("name", cell.text, cell.text.strip(), *whole, cell.column, flag)
    yield from name_statements(person, cell, language, alias=name == "alias")
    if person.gender and name == "name":
        yield Statement("gender", cell.text, person.gender, cell.start, cell.start + len(cell.text), cell.column)


def _order(order: str) -> Order:
    if order == "surname-first":
        return "surname-first"
    return "given-first" if order == "given-first" else "detect"


def name_statements(person: PersonName, cell: Cell, language: str, *, alias: bool) -> Iterator[Statement]:
    """The parts of a name as statements; the parts of an alias go to the alias fields."""
    parts = [
        ("alias" if alias else "surname", person.surname),
        ("alias_given" if alias else "given_name", person.given),
        ("alias_patronymic" if alias else "patronymic", person.patronymic),
    ]
    for field, text in parts:
        if text:
            value = (
                father_of(text, language)
                if field.endswith("patronymic")
                else normal_form(field, text, Habits(language))[0]
            )
            yield _part(field, text, value, cell)
    for other in person.aliases:
        yield from _bracketed(person, other, cell, language)


def _bracketed(person: PersonName, other: str, cell: Cell, language: str) -> Iterator[Statement]:
    """Words in brackets: another whole name, another surname behind the surname, or another given name."""
    if len(other.split()) > 1:
        yield from name_statements(read_name(other, language=language), cell, language, alias=True)
        return
    before = cell.text[: cell.text.index("(")].strip() if "(" in cell.text else ""
    field = "alias" if before == person.surname else "alias_given"
    yield _part(field, other, normal_form(field, other, Habits(language))[0], cell)


def _part(field: str, text: str, value: str | None, cell: Cell) -> Statement:
    at = max(cell.text.find(text), 0)
    return Statement(field, text, value or None, cell.start + at, cell.start + at + len(text), cell.column)
