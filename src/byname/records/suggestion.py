"""Suggests a first mapping for a file that has none: what its columns are called and what stands in them is the ground.

Takes the path of a file; gives the text of a commented mapping, which is valid and reads the file. What the file cannot
say (citation, licence, whom the list claims to cover) is left as `unknown` for a person to fill in.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path

import mwparserfromhell
from rapidfuzz import fuzz, process

from byname.errors import BadSource
from byname.sources.encoding import detect_encoding, lines_of
from byname.sources.entry import Entry
from byname.sources.formats import FileFormat, format_of
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.mapping import mapping_of_all_columns
from byname.sources.reading import SourceDescription, open_source
from byname.sources.tangles import TANGLED, is_tangled
from byname.sources.unpacking import open_unpacked
from byname.values.shipped import shipped_yaml

_SAMPLE = 200
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|(18|19|20)\d\d")
_NAME = re.compile(r"([^\W\d_][\w'’-]*,?\s+){1,3}[^\W\d_][\w'’.-]*")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
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
format: {format}
"""


def suggest_mapping(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> str:
    """Write a first mapping for a file, as YAML with comments; BadSource where the file cannot be read at all."""
    found = format_of(path, None, limits)
    if found.name == "mediawiki":
        return _for_wiki(path, found, limits)
    if found.name == "text":
        return _for_text(path, found, limits)
    with open_source(path, None, limits=limits) as reader:
        entries = list(islice(reader, _SAMPLE))
        return _for_columns(path, reader.description, entries)


def _for_columns(path: Path, described: SourceDescription, entries: list[Entry]) -> str:
    columns = described.columns or tuple(dict.fromkeys(name for entry in entries for name in entry.cells))
    columns = tuple(column for column in columns if column and "\0" not in column)  # no mapping can name others
    if not columns:
        raise BadSource("the file has no column that can be named", where=str(path), fix="name the columns in it")
    values = {column: [entry.cells[column].text for entry in entries if column in entry.cells] for column in columns}
    guesses = guess_fields(values)
    lines = [_head(path, described.format, (text for texts in values.values() for text in texts))]
    lines += _layout(described)
    lines.append("fields:\n")
    lines += [_field_line(field, column, values[column]) for column, field in guesses.items() if field]
    left = [column for column, field in guesses.items() if not field]
    if not any(guesses.values()):
        lines.append(f"  note: {_quoted(columns[0])}  # no column was understood; this one stands for the rest\n")
    lines += [f"  # ?: {_quoted(column)}{_example(values[column])}\n" for column in left]
    return "".join(lines)


def guess_fields(values: dict[str, list[str]]) -> dict[str, str | None]:
    """Give the field that each column seems to hold, by its name and then by its values; None where neither says.

    >>> guess_fields({"Фамилия": ["Бухарин"], "год рожд.": ["1888"], "x": ["7"]})
    {'Фамилия': 'surname', 'год рожд.': 'birth_date', 'x': None}
    """
    guesses: dict[str, str | None] = {}
    taken: set[str] = set()
    for column, texts in values.items():
        field, score = _by_name(column)
        fits = field not in taken and score >= 84 and _plausible(field, texts)
        guesses[column] = field if fits else None
        if fits:
            taken.add(field)
    if not taken & {"name", "surname"}:
        by_values = next((name for name, texts in values.items() if not guesses[name] and _are_names(texts)), None)
        if by_values is not None:
            guesses[by_values] = "name"
    return guesses


@cache
def _synonyms() -> dict[str, str]:
    known: dict[str, str] = {}
    for field, words in shipped_yaml("sources", "synonyms.yaml").items():
        for word in (field, *words):
            known.setdefault(_loose(word), field)
    return known


def _loose(word: str) -> str:
    """Small letters, no diacritics, one space between words."""
    apart = re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])", " ", word)
    plain = "".join(char for char in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", plain).lower().split())


def _by_name(column: str) -> tuple[str, float]:
    known = _synonyms()
    word = _loose(column)
    if word in known:
        return known[word], 100.0
    found = process.extractOne(word, list(known), scorer=fuzz.ratio) if len(word) > 3 else None
    shortened = {known[full] for full in known if full.startswith(word)} if len(word) > 4 else set()
    if len(shortened) == 1 and (found is None or found[1] < 90):
        return shortened.pop(), 90.0
    return (known[found[0]], found[1]) if found else ("", 0.0)


def _plausible(field: str, texts: Iterable[str]) -> bool:
    """Whether the values do not speak against the field: most of a date's values hold a year or a day."""
    filled = [text for text in texts if text.strip()]
    if not filled or not field.endswith("_date"):
        return True
    return sum(bool(_DAY.search(text)) for text in filled) >= 0.5 * len(filled)


def _are_names(texts: list[str]) -> bool:
    filled = [text.strip() for text in texts if text.strip()]
    return bool(filled) and sum(bool(_NAME.fullmatch(text)) for text in filled) >= 0.8 * len(filled)


def _head(path: Path, form: str, texts: Iterable[str]) -> str:
    source = mapping_of_all_columns(path).source
    sample = " ".join(islice(texts, 2_000))
    language = "ru" if len(_CYRILLIC.findall(sample)) > len(sample) / 4 else "und"
    shown = "table" if form == "workbook" else form
    return _HEAD.format(source=source, title=_quoted(path.name), language=language, format=shown)


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


def _field_line(field: str, column: str, texts: list[str]) -> str:
    where = _quoted(column)
    if field == "name":
        where = f"{{column: {where}, order: {_order(texts)}}}"
    return f"  {field}: {where}{_example(texts)}\n"


def _order(texts: list[str]) -> str:
    """Surnames stand first where a comma or a patronymic at the end says so."""
    filled = [text.strip().rstrip(".").lower() for text in texts if text.strip()]
    first = sum("," in text or text.endswith(_ENDS_OF_PATRONYMICS) for text in filled)
    return "surname-first" if filled and first > len(filled) / 2 else "detect"


def _example(texts: list[str]) -> str:
    """A comment that shows what kind of value stands in the column, without copying a person's data."""
    filled = [text for text in texts if text.strip()]
    days = sum(bool(_DAY.fullmatch(text.strip())) for text in filled)
    kind = ", dates or years" if filled and days > len(filled) / 2 else ""
    return f"  # filled in {len(filled)} of the first {len(texts)} rows{kind}"


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
            _head(path, "text", lines),
            *_layout(described),
            "entries:\n",
            *unit,
            "  # grammar:              # the name of the grammar by which the entries are read\n",
        ]
    )


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
    fields: dict[str, dict[str, list[str]]] = {}
    for template in templates:
        name = str(template.name).strip()
        named = {str(part.name).strip(): [str(part.value).strip()] for part in template.params if part.showkey}
        sizes[name] += len(named)
        fields.setdefault(name, {}).update(named)
    if not sizes or not sizes.most_common(1)[0][1]:
        raise BadSource(
            "no template with named fields stands in the beginning of the export", where=str(path), fix="map it by hand"
        )
    commonest = sizes.most_common(1)[0][0]
    guesses = {column: field for column, field in guess_fields(fields[commonest]).items() if field}
    return "".join(
        [
            _head(path, "mediawiki", [text[:10_000]]),
            f"templates: [{_quoted(commonest)}]\n",
            "fields:\n",
            *(f"  {field}: {_quoted(column)}\n" for column, field in guesses.items()),
            *([] if "name" in guesses.values() else ['  name: {column: "page title", order: detect}\n']),
        ]
    )
