"""Suggests a first mapping for a file that has none: what its columns are called and what stands in them is the ground.

Takes the path of a file; gives the text of a commented mapping, which is valid and reads the file. What the file cannot
say (citation, licence, whom the list claims to cover) is left as `unknown` for a person to fill in.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path

import mwparserfromhell

from byname.errors import BadSource, BynameError
from byname.records.column_habits import date_order_of
from byname.records.date_words import without_marks
from byname.records.suggestion_contents import names_of_language
from byname.records.suggestion_fields import Guesses, guess_fields, language_of_letters
from byname.records.unnamed import why_unnamed
from byname.sources.encoding import detect_encoding, lines_of
from byname.sources.entry import Entry
from byname.sources.first_rows import ROWS, look_at
from byname.sources.formats import FileFormat, format_of
from byname.sources.header_place import find_header, known_columns
from byname.sources.header_words import loose
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.mapping import mapping_of_all_columns
from byname.sources.mapping_reading import parse_mapping
from byname.sources.merged_cells import filled
from byname.sources.objects import BETWEEN
from byname.sources.reading import SourceDescription, open_source
from byname.sources.rows import column_names, joined_header
from byname.sources.tables import Header
from byname.sources.tangles import TANGLED, is_tangled
from byname.sources.unpacking import open_unpacked
from byname.values.fields import fields

_RUNNING = frozenset(
    {"note", "circumstances", "entry_text", "source_title", "source_address", "role"}
)  # of running text
_NAMED_BY = frozenset({"name", "surname", "given_name", "entry_text"})
_JOINED = ("json", "jsonl", "parquet", "gedcom", "gramps", "ftm")  # formats in which a field can have several values
_GROUPED = re.compile(r"[^\s/]+(?:/[^\s/]+)+")
_ENTITY_LABEL = re.compile(r"(\w+[a-z_])Label")
_NAMES_IN_PARTS = {"gedcom": ("NAME", "NAME.SURN"), "ftm": ("name", "lastName")}
_MOST_OF = 0.7  # names of a column that are one word
_TOLD, _NEARLY_ALL = 20, 0.97  # names that show an order, and the share of them that has to agree
_DUMMIES = 2  # columns of a group, at least
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_YEAR_FIRST = re.compile(r"\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)")
_WRAPPING = re.compile(r"(?:properties|attributes|fields|_source|record)\.(?=.)")  # of objects in JSON, without meaning
_ABOUT_PERSON = re.compile(
    r"(?:person(?:al|a|ne)?|victim|martyr|basic|general|bio|biograph\w*|identity|family)(?: (?:info\w*|data|details))?"
)  # objects that hold what is said of the person
_ENDS_OF_PATRONYMICS = ("вич", "вна", "ична", "vich", "vna", "оглы", "кызы")
_HEAD = """\
# A first mapping, suggested from the file. Check every line; what says `unknown` only you can know.
source: {source}            # a short id: the records of this source will be called {source}:0, {source}:1 ...
title: {title}
citation: unknown           # how a historian cites the list
licence: unknown            # under which terms its data may be used
language: {language}
universe: unknown           # whom the list claims to cover, in words
person_twice: unknown       # can one person stand in the list twice? true or false
# standing: unknown         # what does it mean to stand in the list: dead, disappeared, persecuted or official?
# country: AR               # of which country is the list (two letters of ISO 3166)? places and offices are read by it
format: {format}
"""


def suggest_mapping(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> str:
    """Write a first mapping for a file, as YAML with comments; BadSource where the file cannot be read at all."""
    found = format_of(path, None, limits)
    if found.name == "mediawiki":
        return _for_wiki(path, found, limits)
    if found.name == "text":
        return _for_text(path, found, limits)
    if found.name in ("table", "workbook"):
        return _for_table(path, found, limits)
    with open_source(path, None, limits=limits) as reader:
        entries = list(islice(reader, ROWS))
        described = reader.description
    columns = described.columns or tuple(dict.fromkeys(name for entry in entries for name in entry.cells))
    columns = tuple(name for name in columns if not _is_said_in_parts(name, found.name, entries))
    values = {name: [entry.cells[name].text for entry in entries if name in entry.cells] for name in columns}
    narrow = {name: below for name in columns if (below := _below_groups(name)) != name} | _without_groups(columns)
    if found.name == "gedcom":
        narrow |= {name: own for name in columns if (own := _labels().get(name.removeprefix("FACT ")))}
    return _of_columns(_Draft(path, described, _layout(described), values, limits, narrow=narrow))


def _is_said_in_parts(column: str, form: str, entries: Sequence[Entry]) -> bool:
    """Whether a column holds whole names whose parts stand in others, which need not be read out of it."""
    whole, part = _NAMES_IN_PARTS.get(form, ("", ""))
    return column == whole and all(part in entry.cells for entry in entries if whole in entry.cells)


@cache
def _labels() -> Mapping[str, str]:
    """The fields by what they are called in English, as our exports name facts."""
    return {field.en: name for name, field in fields().items()}


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a mapping of columns is written from: the file, what was found of it, and its columns with their texts."""

    path: Path
    described: SourceDescription
    layout: list[str]
    values: dict[str, list[str]]
    limits: Limits
    asides: tuple[str, ...] = ()  # remarks for the top of the mapping
    title: str | None = None  # what stands above the header
    narrow: Mapping[str, str] = field(default_factory=dict)  # names of columns without the groups over them


def _below_groups(name: str) -> str:
    """The name of a column of JSON without the object over it, where that says nothing of its own.

    >>> _below_groups("properties.name"), _below_groups("personalInfo.dateOfBirth"), _below_groups("photo.name")
    ('name', 'dateOfBirth', 'photo.name')
    """
    bare = _WRAPPING.sub("", name)
    group, point, below = bare.partition(".")
    return below if point and "." not in below and _ABOUT_PERSON.fullmatch(loose(group)) else bare


def _without_groups(columns: Sequence[str]) -> dict[str, str]:
    """The names of columns without the groups of questions before them (`victim/birth/place`, as forms of ODK have
    them), and without the word for the text of an entity (`birthPlaceLabel`, as Wikidata has it); empty for a column
    that says of one answer of another column whether it was given.

    >>> _without_groups(["a/sex", "a/crimes", "a/crimes/arson", "bornLabel", "surname/name"])
    {'a/sex': 'sex', 'a/crimes': 'crimes', 'a/crimes/arson': '', 'bornLabel': 'born'}
    """
    groups = Counter(match[0].partition("/")[0] for column in columns if (match := _GROUPED.fullmatch(column)))
    narrow = {}
    for column in columns:
        above, slash, own = column.rpartition("/")
        if slash and _GROUPED.fullmatch(column) and groups[column.partition("/")[0]] >= _DUMMIES:
            narrow[column] = "" if above in columns else own
        elif match := _ENTITY_LABEL.fullmatch(column):
            narrow[column] = match[1]
    return narrow


def _for_table(path: Path, found: FileFormat, limits: Limits) -> str:
    """The sheet whose columns are known best, read from its header on."""
    look = look_at(path, found, limits)
    headers = [find_header(sheet.rows) for sheet in look.sheets]
    known = [known_columns(sheet.rows, header) for sheet, header in zip(look.sheets, headers, strict=True)]
    chosen = max(range(len(known)), key=lambda place: (known[place], len(look.sheets[place].rows), -place))
    sheet, header = look.sheets[chosen], headers[chosen]
    described = SourceDescription(path.name, found.name, found.packing, look.encoding, look.delimiter, sheet.sheet)
    body = 0 if header.row is None else header.last + 1
    merged = any(area.top >= body and area.bottom > area.top for area in sheet.merged)
    values = _values(filled(map(list, sheet.rows), sheet.merged) if merged else sheet.rows, header)
    layout = _layout(described) + _header_lines(header, merged=merged)
    others = tuple(
        f"the workbook has another sheet, {_quoted(other.sheet or '')}, of {other.height or 0:,} rows"
        for place, other in enumerate(look.sheets)
        if place != chosen
    )
    title = _title_above(sheet.rows, header)
    narrow = {} if header.rows < 2 else dict(zip(values, sheet.rows[header.last], strict=False))
    narrow = {column: below for column, below in narrow.items() if below.strip()}
    narrow |= _without_groups(tuple(values))
    return _of_columns(_Draft(path, described, layout, values, limits, others, title, narrow))


def _values(rows: Iterable[Sequence[str]], header: Header) -> dict[str, list[str]]:
    """The texts of each column below the header."""
    every = list(rows)
    if header.row is None:
        width = len(every[0]) if every and every[0] else max(map(len, every), default=0)
        body, names = every, column_names([""] * width)
    else:
        top = every[header.row : header.last + 1]
        body, names = every[header.last + 1 :], column_names(joined_header(top) if header.rows > 1 else top[0])
    return {name: [row[place] if place < len(row) else "" for row in body] for place, name in enumerate(names)}


def _title_above(rows: Sequence[Sequence[str]], header: Header) -> str | None:
    """The first text above the header that can be a title: at least two words."""
    above = (text.strip() for row in rows[: header.row or 0] for text in row)
    return next((_one_line(text) for text in above if len(text.split()) > 1), None)


def _header_lines(header: Header, *, merged: bool) -> list[str]:
    lines = []
    if header.row is None:
        lines.append("# This table has no header: its columns are called `column 1`, `column 2` ... from the left.\n")
        lines.append("header_row: none  # the first row seems to be an entry already\n")
    elif header.row:
        lines.append(f"header_row: {header.row}  # rows count from 0; titles stand above it\n")
    if header.rows > 1:
        lines.append(f"header_rows: {header.rows}  # groups over columns: each column is called by both\n")
    if merged:
        lines.append("merged_cells: fill  # each of merged cells has the text of all of them\n")
    return lines


def _of_columns(draft: _Draft) -> str:
    columns = tuple(name for name in draft.values if name and "\0" not in name)  # no mapping can name others
    if not columns:
        raise BadSource("the file has no column that can be named", where=str(draft.path), fix="name the columns in it")
    values = {name: draft.values[name] for name in columns}
    guesses = guess_fields(values, draft.narrow)
    if draft.described.format == "ftm":  # notes of a field, beside the property that it has
        more = {name: (*found, name) for name, found in guesses.fields.items() if name in values and name not in found}
        guesses = replace(guesses, fields={**guesses.fields, **more})
    text = _mapping(draft, guesses, values, guesses.item)
    if guesses.item is not None and not _reads(draft, text):
        return _mapping(draft, guesses, values, None)
    return text


def _reads(draft: _Draft, text: str) -> bool:
    """Whether the file can be read by the mapping to its end: no two entries have one name."""
    try:
        with open_source(draft.path, parse_mapping(text, str(draft.path)), limits=draft.limits) as reader:
            return all(True for _ in reader)
    except BynameError:
        return False


def _mapping(draft: _Draft, guesses: Guesses, values: dict[str, list[str]], item: str | None) -> str:
    lines = [_head(draft.path, draft.described.format, guesses.language, draft.title)]
    lines += [f"# {_one_line(aside)}\n" for aside in draft.asides]
    lines += draft.layout
    order = _date_order(guesses)
    lines += [f"date_order: {order}  # as the dates of the columns show\n"] if order else []
    lines += ["calendar: solar-hijri  # as the dates of the columns show\n"] if _is_solar(guesses) else []
    lines += [f"item: {{column: {_quoted(item)}}}  # different in each row\n"] if item else []
    if not _NAMED_BY & guesses.fields.keys():
        lines.append(
            "# No column was found that names people: say below which one does, or is this no list of people?\n"
        )
    lines.append("fields:\n")
    lines += [
        _field_line(name, columns, values, guesses, draft.described.format) for name, columns in guesses.fields.items()
    ]
    used = {column for columns in guesses.fields.values() for column in columns} | ({item} if item else set())
    if not guesses.fields:
        lines.append(
            f"  note: {_quoted(next(iter(values)))}  # no column was understood; this one stands for the rest\n"
        )
    left = [column for column in values if column not in used]
    lines += [f"  # ?: {_quoted(column)}{_about(column, guesses, values)}\n" for column in left]
    return "".join(lines)


def _is_solar(guesses: Guesses) -> bool:
    """Whether the dates of the columns that have a field are of the solar calendar of Iran and Afghanistan."""
    dated = [guesses.contents[column] for columns in guesses.fields.values() for column in columns
             if guesses.contents[column].dates > 0.5]  # fmt: skip
    return any(found.solar >= 0.8 for found in dated)


def _date_order(guesses: Guesses) -> str | None:
    """What stands first in dates, where all columns of dates that show it agree."""
    dated = [
        [re.sub(r"(?<=[./-])\s+(?=\d)", "", text) for text in found.texts]
        for found in guesses.contents.values()
        if found.dates + found.dated > 0.5
    ]
    texts = [text for column in dated for text in column]
    by_year = sum(bool(_YEAR_FIRST.match(text)) for text in texts)
    orders = {order for column in dated if (order := date_order_of(column))}
    if not orders and by_year and by_year >= 0.8 * len(texts):
        return "ymd"
    return orders.pop() if len(orders) == 1 else None


def _field_line(name: str, columns: tuple[str, ...], values: dict[str, list[str]], guesses: Guesses, form: str) -> str:
    texts = values[columns[0]]
    where = _quoted(columns[0])
    more = [f"order: {_order(texts, guesses.language)}"] if name == "name" else []
    if "date" in fields()[name].type and date_order_of([text for text in texts if text.strip()]) == "seconds":
        more.append("date_order: seconds")
    sign = _sign_between(name, texts, form)
    more += [f"split_at: {_quoted(sign)}"] if sign else []
    if len(columns) > 1 or more:
        named = f"columns: [{', '.join(map(_quoted, columns))}]" if len(columns) > 1 else f"column: {where}"
        where = f"{{{', '.join([named, *more])}}}"
    told = _about(columns[0], guesses, values)
    if name == "gender":
        where, asked = _gender(columns[0], guesses)
        told += asked
    return f"  {name}: {where}{told}\n"


def _sign_between(name: str, texts: Iterable[str], form: str) -> str | None:
    """The sign between several values of one cell: a bar, as programs write, or the one by which we join values."""
    if name in _RUNNING:
        return None
    signs = ("|", BETWEEN) if form in _JOINED else ("|",)
    return next((sign for sign in signs if any(_is_split(text, sign) for text in texts)), None)


def _is_split(text: str, sign: str) -> bool:
    return sign in text and len([part for part in text.split(sign) if part.strip()]) > 1


def _gender(column: str, guesses: Guesses) -> tuple[str, str]:
    """Where the sex stands, with what its figures mean if the column's name says so; else a comment that asks."""
    found = guesses.contents[column]
    meant = guesses.sexes.get(column)
    if meant:
        values = ", ".join(f"{_quoted(text)}: {sex}" for text, sex in meant.items())
        return f"{{column: {_quoted(column)}, values: {{{values}}}}}", "; by the name of the column"
    if not found.coded_sexes and not found.truths:
        return _quoted(column), ""
    counts = ", ".join(f"{text} in {count:,} rows" for text, count in Counter(found.texts).most_common())
    return _quoted(column), f'; {counts}: say which is which: {{column: ..., values: {{"1": male, "2": female}}}}'


def _about(column: str, guesses: Guesses, values: dict[str, list[str]]) -> str:
    """A comment that shows what kind of value stands in the column, without copying a person's data."""
    found = guesses.contents[column]
    filled = sum(bool(text.strip()) for text in values[column])
    kinds = ", dates or years" if found.dates > 0.5 else ", numbers" if found.numbers > 0.5 else ""
    shows = "; by what stands in it, which its name does not say" if column in guesses.by_contents else ""
    why = guesses.open.get(column, "")
    perhaps = f"; {why}" if why and guesses.field_of(column) is None else ""
    return f"  # filled in {filled} of the first {len(values[column])} rows{kinds}{shows}{perhaps}"


def _order(texts: list[str], language: str) -> str:
    """Surnames stand first where a comma or a patronymic at the end says so; given names where nearly all names whose
    one end is a given name of the language, or of the languages we know where it is not told, have it in front."""
    filled = [text.strip().rstrip(".").lower() for text in texts if text.strip()]
    first = sum("," in text or text.endswith(_ENDS_OF_PATRONYMICS) for text in filled)
    if filled and first > len(filled) / 2:
        return "surname-first"
    names = names_of_language(language)
    if _are_lone_given_names(texts, names, language):
        return "given-first"
    ends = [(words[0], words[-1]) for text in filled if len(words := without_marks(text).split()) > 1]
    told = [before in names for before, after in ends if (before in names) != (after in names)]
    return "given-first" if len(told) >= _TOLD and sum(told) >= _NEARLY_ALL * len(told) else "detect"


def _are_lone_given_names(texts: Iterable[str], names: Container[str], language: str) -> bool:
    """Whether most names of a column are one word, and most of these words given names, as of people who bore or were
    left no surname."""
    people = [text for text in texts if text.strip() and why_unnamed(text, language) is None]
    lone = [without_marks(text.strip().lower()) for text in people if len(text.split()) == 1]
    return len(lone) >= max(_TOLD, _MOST_OF * len(people)) and sum(word in names for word in lone) > len(lone) / 2


def _head(path: Path, form: str, language: str, title: str | None = None) -> str:
    source = mapping_of_all_columns(path).source
    shown = "table" if form == "workbook" else form
    return _HEAD.format(source=source, title=_quoted(title or path.name), language=language, format=shown)


def _layout(described: SourceDescription) -> list[str]:
    lines: list[str] = []
    if described.encoding is not None and described.format in ("table", "text", "jsonl"):
        sure = f"{described.encoding.how}, {described.encoding.confidence:.0%} sure"
        lines.append(f"encoding: {described.encoding.name}  # {sure}\n")
    if described.delimiter is not None:
        lines.append(f"delimiter: {_quoted(described.delimiter)}\n")
    if described.sheet is not None:
        lines.append(f"sheet: {_quoted(described.sheet)}\n")
    if described.rows is not None:
        lines.append(f"rows: {_quoted(described.rows)}\n")
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """A text as YAML reads it; signs that it takes for line ends or for none are written by their numbers."""
    return _NOT_IN_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def _for_text(path: Path, found: FileFormat, limits: Limits) -> str:
    with open_unpacked(path, limits, found.packing) as file:
        sample = file.read(limits.sample_bytes)
    encoding = detect_encoding(sample, str(path))
    text = sample.decode(encoding.name, errors="ignore")
    lines = lines_of(text)
    described = SourceDescription(path.name, "text", found.packing, encoding)
    unit = _unit(lines)
    return "".join(
        [
            _head(path, "text", _language_of_text(text)),
            *_layout(described),
            "entries:\n",
            *unit,
            "  # grammar:              # the name of the grammar by which the entries are read\n",
        ]
    )


def _language_of_text(text: str) -> str:
    return language_of_letters(text[:20_000]) or "und"


def _unit(lines: list[str]) -> list[str]:
    separators = Counter(line.strip() for line in lines if re.fullmatch(r"\s*([-=*_#~+])\1{1,}\s*", line))
    common, count = separators.most_common(1)[0] if separators else ("", 0)
    if count >= max(2, len(lines) / 100):
        return ["  unit: separator\n", f"  separator: {_quoted(common)}\n"]
    blank = sum(not line.strip() for line in lines)
    return ["  unit: paragraph\n"] if blank > len(lines) / 20 else ["  unit: line\n"]


def _for_wiki(path: Path, found: FileFormat, limits: Limits) -> str:
    """The commonest template of the beginning, and the names of its fields."""
    with open_unpacked(path, limits, found.packing) as file:
        text = file.read(limits.sample_bytes).decode("utf-8", errors="ignore")
    if is_tangled(text):
        raise BadSource(f"the beginning of the export cannot be read: {TANGLED}", where=str(path), fix="map it by hand")
    templates = mwparserfromhell.parse(text, skip_style_tags=True).filter_templates(recursive=True)
    sizes: Counter[str] = Counter()
    named_fields: dict[str, dict[str, list[str]]] = {}
    for template in templates:
        name = str(template.name).strip()
        named = {str(part.name).strip(): [str(part.value).strip()] for part in template.params if part.showkey}
        sizes[name] += len(named)
        named_fields.setdefault(name, {}).update(named)
    if not sizes or not sizes.most_common(1)[0][1]:
        raise BadSource(
            "no template with named fields stands in the beginning of the export", where=str(path), fix="map it by hand"
        )
    commonest = sizes.most_common(1)[0][0]
    guesses = guess_fields(named_fields[commonest]).fields
    return "".join(
        [
            _head(path, "mediawiki", _language_of_text(text[:10_000])),
            f"templates: [{_quoted(commonest)}]\n",
            "fields:\n",
            *(f"  {field}: {_quoted(columns[0])}\n" for field, columns in guesses.items()),
            *([] if "name" in guesses else ['  name: {column: "page title", order: detect}\n']),
        ]
    )
