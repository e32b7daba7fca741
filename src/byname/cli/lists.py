"""What the commands about the words of lists do: how a list would be read, and what its words mean."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from byname.access.protection import WITHHELD, WITHHELD_TEXT, Protection, withheld_of_list
from byname.access.words import words_not_understood
from byname.archive.archive import first_protected_year
from byname.archive.meanings import CODED, give_meaning
from byname.cli.nearest import suggesting
from byname.cli.opening import open_archive, sources_named
from byname.cli.output import Output
from byname.records.check import Check, FieldCheck, check_entries
from byname.records.statement import Statement
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import open_source
from byname.values.fields import fields

_MOST_TEXTS = 5
_WIDTHS = (28, 34, 30)


def check(mapping_path: Path, path: Path, output: Output, *, protected: bool) -> None:
    """Show how the first rows of a list would be read, side by side, and count what would not be understood; values of
    people who may be living are withheld where `protected`."""
    mapping = read_mapping(mapping_path)
    hiding = partial(withheld_of_list, born_from=first_protected_year()) if protected else None
    with open_source(path, mapping) as reader:
        found = check_entries(reader, mapping, folder=mapping_path.parent, hiding=hiding)
    habits = _habits(found, mapping)
    data = {
        "file": str(path),
        "mapping": str(mapping_path),
        "entries": found.entries,
        "unread": found.unread,
        "habits": habits,
        "fields": {name: _counts(counted) for name, counted in found.fields.items()},
        "rows": [{"record_id": id, "values": [_value(s) for s in statements]} for id, statements in found.rows],
    }
    title = f"{path} by {mapping_path}: {found.entries:,} entries, {found.unread:,} of them about nobody"
    output.result(data, "\n".join([title, *_lines(found, habits)]))


def _value(statement: Statement) -> dict[str, Any]:
    return {
        "field": statement.field,
        "column": statement.column,
        "as_written": statement.as_written,
        "value": statement.value,
        "flag": statement.flag,
    }


def _counts(counted: FieldCheck) -> dict[str, Any]:
    return {
        "values": counted.values,
        "missing": counted.missing,
        "not_understood": counted.not_understood,
        "doubtful": counted.doubtful,
        "several_people": counted.several,
        "texts": [
            {"text": text, "value": value, "count": count}
            for (text, value), count in counted.texts.most_common(_MOST_TEXTS)
        ],
    }


def _habits(found: Check, mapping: SourceMapping) -> list[str]:
    """What the columns showed that the mapping does not say."""
    stated, said = mapping.fields, []
    for name, where in found.mapping.fields.items():
        if where.date_order != stated[name].date_order:
            said.append(f"{name}: date_order {where.date_order}, as the dates of the column show")
        said += [
            f"{name}: {letter!r} is {meaning}, as the other letters of the column show"
            for letter, meaning in where.values.items()
            if letter not in stated[name].values
        ]
    return said


def _lines(found: Check, habits: list[str]) -> Iterator[str]:
    withheld = False
    for id, statements in found.rows:
        yield ""
        yield id
        for statement in statements:
            yield _row(statement)
            withheld = withheld or statement.as_written in (WITHHELD, WITHHELD_TEXT)
    yield ""
    yield "  " + _padded(("field", "values", "no value", "not understood", "doubtful"), (28, 10, 10, 16, 10))
    for name, counted in found.fields.items():
        counts = (counted.values, counted.missing, counted.not_understood, counted.doubtful)
        yield "  " + _padded((name, *(f"{count:,}" for count in counts)), (28, 10, 10, 16, 10))
    yield from (f"  {habit}" for habit in habits)
    for name, counted in found.fields.items():
        if counted.several:
            cells = "1 cell names" if counted.several == 1 else f"{counted.several:,} cells name"
            yield f"  {name}: {cells} several people; nobody is made of them: give each person a row of their own"
    if found.mapping.layout.header_row is None:
        yield "  This table has no header: its columns are called `column 1`, `column 2` ... from the left."
    if withheld:
        yield "  Whoever keeps the list can add --unprotected to see what is withheld."
    yield from _what_to_do(found)


def _row(statement: Statement) -> str:
    if statement.as_written in (WITHHELD, WITHHELD_TEXT):
        return f"  {fields()[statement.field].en:<{_WIDTHS[0]}} {statement.as_written}"
    read = "not understood" if statement.value is None else statement.value
    said = _padded((fields()[statement.field].en, statement.as_written.strip(), read), _WIDTHS)
    return f"  {said}{statement.flag or ''}".rstrip()


def _padded(texts: tuple[str, ...], widths: tuple[int, ...]) -> str:
    return " ".join(_cut(text, width).ljust(width) for text, width in zip(texts, widths, strict=True)) + " "


def _cut(text: str, width: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= width else plain[: width - 1] + "…"


def _what_to_do(found: Check) -> Iterator[str]:
    """The commonest texts that were not understood, with the line of a mapping that says what they mean."""
    for name, counted in found.fields.items():
        texts = [(text, count) for (text, value), count in counted.texts.most_common() if value is None][:_MOST_TEXTS]
        if not texts:
            continue
        yield ""
        yield f"{name}, not understood: " + ", ".join(f"{text!r} ({count:,})" for text, count in texts)
        if fields()[name].type in ("outcome", "gender", "nationality", "relation", "body", "sentence"):
            told = f'values: {{"{texts[0][0]}": CODE}}'
            if found.mapping.entries is None:
                yield f"  say what it means in the mapping: {name}: {{column: ..., {told}}}"
            else:
                yield f"  say what it means in the grammar: values: {{{name}: {told.removeprefix('values: ')}}}"


def words(folder: Path, limit: int, output: Output) -> None:
    """List the words that no vocabulary understands, the commonest first."""
    found = words_not_understood(Protection.of(open_archive(folder)))
    lines = [
        f"{row['count']:>8,}  {row['source']}  {row['field']}  {row['text']!r}"
        for row in found.head(limit).iter_rows(named=True)
    ]
    if found.height > limit:
        lines.append(f"... and {found.height - limit:,} more (--limit)")
    lines.append(
        f"Say what one means: byname words {folder} SOURCE FIELD TEXT CODE"
        if found.height
        else "Every word of a field with codes is understood."
    )
    output.result(
        {"archive": str(folder), "words": found.head(limit).to_dicts(), "all": found.height}, "\n".join(lines)
    )


def meaning(folder: Path, said: list[str], by: str | None, output: Output) -> None:
    """Write down what a text of a field means in a source."""
    source, field, text, code = said
    archive = open_archive(folder)
    with (
        suggesting(source, lambda: sources_named(archive)),
        suggesting(field, lambda: [name for name, one in fields().items() if one.type in CODED]),
    ):
        give_meaning(archive, source, field, text, code, by=by)
    data = {"archive": str(folder), "source": source, "field": field, "text": text, "code": code}
    output.result(data, f"In {source}, {field} {text!r} means {code}. Next: byname build {folder}")
