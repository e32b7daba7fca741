"""Reads the YAML of a mapping and checks it as a whole: every mistake is told at once, with its line.

Takes the path of a mapping file; gives a `SourceMapping`, or raises one BadMapping that lists all mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from byname.errors import BadMapping
from byname.sources.encoding import encoding_mistake
from byname.sources.mapping import (
    CALENDARS,
    DATE_ORDERS,
    FORMATS,
    MERGED_CELLS,
    MOST_HEADER_ROWS,
    ORDERS,
    STANDINGS,
    UNITS,
    EntryUnits,
    FieldSource,
    FilePattern,
    SourceMapping,
    TableLayout,
)
from byname.sources.mistaken_files import no_mapping
from byname.sources.patterns import compile_pattern
from byname.sources.source_ids import MEANING, is_source_id, proposed_id
from byname.sources.yaml_marks import Block, Mistakes, compose, read_yaml_text, scalar
from byname.values.fields import fields

REQUIRED = ("source", "title", "citation", "licence", "language", "universe", "person_twice")
UNKNOWN = "unknown"
WANTED = ("citation", "universe", "person_twice")  # without which nothing is estimated
LAYOUT_KEYS = (
    "format",
    "encoding",
    "delimiter",
    "sheet",
    "header_row",
    "header_rows",
    "merged_cells",
    "rows",
    "templates",
)
KEYS = (
    *REQUIRED,
    *("script", "coverage", "address", "read_on", "files", "century", "calendar", "within"),
    *("standing", "country", "date_order", "missing", "restricted"),
    *LAYOUT_KEYS,
    *("entries", "item", "fields", "constants"),
)
ID = r"[A-Za-z0-9_.-]{1,64}"
ID_MEANING = "letters A-Z a-z, digits, `_`, `.` and `-` only, at most 64"
LONGEST_FILE_NAME = 255
MOST_SIGNS = 8
BCP_47 = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"


def read_mapping(path: Path) -> SourceMapping:
    """Read and check a mapping file; BadMapping lists every mistake with its line."""
    try:
        return parse_mapping(read_yaml_text(path, "mapping"), str(path))
    except BadMapping as error:
        raise no_mapping(path) or error from error


def parse_mapping(text: str, where: str) -> SourceMapping:
    """Read and check the text of a mapping; `where` names it in messages."""
    mistakes = Mistakes(where)
    top = Block.of(compose(text, where), mistakes, KEYS)
    top.require(REQUIRED)
    mapping = SourceMapping(
        source=_source(top),
        title=_title(top),
        citation=top.text("citation") or "",
        licence=top.text("licence") or "",
        language=top.text("language", BCP_47, "a language tag of BCP 47 such as `ru` or `et`") or "und",
        universe=top.text("universe") or "",
        person_twice=_person_twice(top),
        unstated=tuple(key for key in WANTED if (top.text(key) or "").strip().lower() == UNKNOWN),
        script=top.text("script", r"[A-Z][a-z]{3}", "four letters of ISO 15924 such as `Latn` or `Cyrl`"),
        coverage=top.text("coverage"),
        address=top.text("address", r"https?://\S+", "an address that begins with https:// or http://"),
        read_on=top.text("read_on", r"\d{4}(-\d\d(-\d\d)?)?", "a day such as 2026-11-23"),
        files=top.items("files", lambda node: _file_pattern(node, mistakes)),
        century=top.number("century"),
        calendar=top.one_of("calendar", CALENDARS) or "gregorian",
        within=top.text("within"),
        standing=top.one_of("standing", STANDINGS) or "unknown",
        country=top.text("country", r"[A-Z]{2}", "two letters of ISO 3166 such as `AR`"),
        date_order=top.one_of("date_order", DATE_ORDERS),
        missing=top.texts("missing"),
        restricted=top.truth("restricted") or False,
        layout=_layout(top),
        entries=_entries(top),
        item_column=_item_column(top),
        fields=_fields(top),
        constants=_constants(top),
    )
    _check_together(top, mapping)
    mistakes.raise_all()
    return mapping


def _source(top: Block) -> str:
    text = top.text("source") or ""
    if text and not is_source_id(text):
        what = f"`source` is `{text[:80]}`, but must be {MEANING} (for example `{proposed_id(text)}`)"
        top.mistakes.add(top.values["source"], what)
    return text


def _person_twice(top: Block) -> bool:
    """Whether the list may name a person twice; it may, where nobody knows."""
    if (top.text("person_twice") or "").strip().lower() == UNKNOWN:
        return True
    return top.truth("person_twice") or False


def _title(top: Block) -> Mapping[str, str]:
    node = top.values.get("title")
    if isinstance(node, yaml.MappingNode):
        block = Block.of(node, top.mistakes, None, "language")
        titles = {code: block.text(code) for code in block.values}
        if not titles:
            top.mistakes.add(node, "`title` is empty")
        return {code: title for code, title in titles.items() if title}
    return {"und": top.text("title") or ""}


def _file_pattern(node: yaml.Node, mistakes: Mistakes) -> FilePattern | None:
    name = scalar(node)
    if name:
        return FilePattern(name) if _is_file_name(name, node, mistakes) else None
    if not isinstance(node, yaml.MappingNode):
        mistakes.add(node, "an item of `files` must be a file name or {name: ..., prefix: ...}")
        return None
    block = Block.of(node, mistakes, ("name", "prefix"))
    block.require(["name"])
    prefix = block.text("prefix", ID, ID_MEANING)
    name = block.text("name")
    return FilePattern(name, prefix or "") if name and _is_file_name(name, block.values["name"], mistakes) else None


def _is_file_name(name: str, node: yaml.Node, mistakes: Mistakes) -> bool:
    """Whether the pattern could be the name of a file; else it is noted as a mistake."""
    fits = len(name) <= LONGEST_FILE_NAME and name.isprintable() and not set(name) & set("/\\:") and name.strip(". ")
    if not fits:
        what = f"a name in `files` is `{name[:80]}`, but must be the name of a file without a folder"
        mistakes.add(node, f"{what}: at most {LONGEST_FILE_NAME} characters, no `/`, `\\` or `:`")
    return bool(fits)


def _layout(top: Block) -> TableLayout:
    header = top.text("header_row", r"\d{1,9}|none", "a row counted from 0, or `none`")
    header_rows = top.text("header_rows", f"[1-{MOST_HEADER_ROWS}]", f"a number from 1 to {MOST_HEADER_ROWS}")
    encoding = top.text("encoding")
    if encoding is not None:
        mistake = encoding_mistake(encoding)
        if mistake:
            top.mistakes.add(top.values["encoding"], f"`encoding` is `{encoding[:80]}`, {mistake}")
    node = top.values.get("delimiter")
    delimiter = scalar(node) if node is not None else None
    if node is not None and (delimiter is None or len(delimiter) != 1 or delimiter in '"\r\n'):
        top.mistakes.add(node, '`delimiter` must be one character such as ";" or "\\t"')
    return TableLayout(
        format=top.one_of("format", FORMATS),
        encoding=encoding,
        delimiter=delimiter,
        sheet=top.text("sheet"),
        header_row=None if header == "none" else int(header or 0),
        header_rows=int(header_rows or 1),
        merged_cells=top.one_of("merged_cells", MERGED_CELLS) or "leave",
        rows=top.text("rows"),
        templates=top.texts("templates"),
    )


def _entries(top: Block) -> EntryUnits | None:
    block = top.block("entries", ("unit", "separator", "grammar", "skip"))
    if block is None:
        return None
    block.require(["unit"])
    skip = block.items("skip", lambda node: _pattern(node, top.mistakes))
    return EntryUnits(
        unit=block.one_of("unit", UNITS) or "line",
        separator=block.text("separator") or "---",
        grammar=block.text("grammar", ID, ID_MEANING),
        skip=skip,
    )


def _pattern(node: yaml.Node, mistakes: Mistakes) -> re.Pattern[str] | None:
    text = scalar(node)
    if not text:
        mistakes.add(node, "a regular expression is expected here")
        return None
    try:
        return compile_pattern(text)
    except ValueError as error:
        mistakes.add(node, f"`{text[:200]}` is not a regular expression: {error}")
        return None


def _item_column(top: Block) -> str | None:
    block = top.block("item", ("column",))
    if block is None:
        return None
    block.require(["column"])
    return block.text("column")


def _fields(top: Block) -> Mapping[str, FieldSource]:
    block = top.block("fields", fields(), "field")
    if block is None:
        return {}
    read = {name: _field_source(name, block) for name in block.values}
    return {name: where for name, where in read.items() if where is not None}


def _field_source(name: str, fields_block: Block) -> FieldSource | None:
    node, mistakes = fields_block.values[name], fields_block.mistakes
    column = scalar(node)
    if column:
        return FieldSource((column,))
    if not isinstance(node, yaml.MappingNode):
        several = isinstance(node, yaml.SequenceNode)
        more = f"; several columns are written `{name}: {{columns: [one, another]}}`" if several else ""
        mistakes.add(node, f"`{name}` must be a column or {{column: ...}}{more}")
        return None
    block = Block.of(
        node, mistakes, ("column", "columns", "order", "grammar", "pattern", "date_order", "values", "split_at")
    )
    if block.has("column") == block.has("columns"):
        mistakes.add(node, f"`{name}` needs either `column` or `columns`")
    single = block.text("column")
    columns = (single,) if single else block.texts("columns")
    if block.has("order") and fields()[name].type != "name":
        mistakes.add(block.values["order"], f"`order` is for names, and `{name}` is none")
    if block.has("grammar") and fields()[name].type != "entry":
        mistakes.add(block.values["grammar"], f"`grammar` is for `entry_text`, not for `{name}`")
    pattern = _pattern(block.values["pattern"], mistakes) if block.has("pattern") else None
    if pattern is not None and "value" not in pattern.groupindex:
        mistakes.add(block.values["pattern"], "`pattern` must have a group (?P<value>...)")
    if block.has("split_at") and block.has("pattern"):
        mistakes.add(
            block.values["split_at"], f"`{name}` has `pattern` and `split_at`: one of them says what its values are"
        )
    if block.has("date_order") and "date" not in fields()[name].type:
        mistakes.add(block.values["date_order"], f"`date_order` is for dates, and `{name}` is none")
    return FieldSource(
        columns=columns,
        order=block.one_of("order", ORDERS),
        grammar=block.text("grammar", ID, ID_MEANING),
        pattern=pattern,
        date_order=block.one_of("date_order", DATE_ORDERS),
        values=_values(block),
        split_at=_sign(block, "split_at"),
    )


def _sign(block: Block, key: str) -> str | None:
    node = block.values.get(key)
    text = scalar(node) if node is not None else None
    if node is not None and (not text or len(text) > MOST_SIGNS):
        block.mistakes.add(node, f"`{key}` must be a sign such as `;` or `|`, or up to {MOST_SIGNS} of them")
        return None
    return text


def _values(block: Block) -> Mapping[str, str]:
    """What the cells of a field stand for, by the cell in small letters."""
    inner = block.block("values", None, "value")
    if inner is None:
        return {}
    meant = {cell.strip().lower(): inner.text(cell) for cell in inner.values}
    return {cell: text for cell, text in meant.items() if text}


def _constants(top: Block) -> Mapping[str, str]:
    block = top.block("constants", fields(), "field")
    if block is None:
        return {}
    values = {name: block.text(name) for name in block.values}
    return {name: value for name, value in values.items() if value is not None}


def _check_together(top: Block, mapping: SourceMapping) -> None:
    """Note what each key allows but several together do not."""
    mistakes, form = top.mistakes, mapping.layout.format
    if not mapping.fields and mapping.entries is None:
        mistakes.add(top.node, "`fields` is missing (or `entries`, for a text book)")
    if mapping.entries is not None and form not in (None, "text"):
        mistakes.add(top.values["entries"], f"`entries` is for text books, but `format` is {form}")
    if mapping.entries is not None and mapping.fields:
        mistakes.add(top.values["fields"], "a text book has no columns: give either `fields` or `entries`")
    if form == "mediawiki" and not mapping.layout.templates:
        mistakes.add(top.node, "`templates` is missing: which templates' fields are the columns?")
    if mapping.layout.templates and form not in (None, "mediawiki"):
        mistakes.add(top.values["templates"], f"`templates` is for MediaWiki dumps, but `format` is {form}")
    if mapping.layout.rows and form not in (None, "json"):
        mistakes.add(top.values["rows"], f"`rows` is for JSON, but `format` is {form}")
    for name in mapping.constants:
        if name in mapping.fields:
            mistakes.add(top.values["constants"], f"`{name}` is a constant and a field")
