"""The tables of the records stage: raw entries, statements (long, with provenance), records (wide, normal forms
only).

`statements` keeps every value as it was written, with its span. `records` has one row an entry with the normal forms
that linkage and the analyses compare; it can always be rebuilt from the statements.
"""

from __future__ import annotations

import polars as pl

STATEMENTS: dict[str, pl.DataType] = {
    "record_id": pl.String(),
    "field": pl.String(),  # a field of fields.yaml
    "as_written": pl.String(),
    "value": pl.String(),  # the normal form; null where the text was not understood
    "start": pl.Int32(),
    "end": pl.Int32(),
    "column": pl.String(),  # the cell, for tables
    "flag": pl.String(),  # why the value is doubtful, in words ("no such day: 31.02.1938"); null where it is not
}

ENTRIES: dict[str, pl.DataType] = {
    "record_id": pl.String(),
    "source": pl.String(),
    "file": pl.String(),
    "item": pl.String(),
    "position": pl.Int32(),
    "text": pl.String(),  # the entry as it stands in the original; a table's row as JSON of its mapped cells
    "problems": pl.String(),
}

RECORDS: dict[str, pl.DataType] = {
    "record_id": pl.String(),  # SOURCE:ITEM
    "source": pl.String(),
    "item": pl.String(),
    "position": pl.Int32(),  # order of the entry in its source, from 0
    "kind": pl.String(),  # person | incident (it names nobody) | see (another entry) | note (about nobody) | unread
    "name": pl.String(),  # as written
    "script": pl.String(),
    "language": pl.String(),
    # Folded names: Latin lower case without marks, one spelling for all transliteration schemes (records/fold.py).
    "surname": pl.String(),
    "given": pl.String(),  # several given names joined by one space; an initial is one letter
    "patronymic": pl.String(),  # the father's given name, written as a patronymic or plainly; or its initial
    "alias_surnames": pl.List(pl.String()),  # also known as, born as, earlier names
    "alias_givens": pl.List(pl.String()),
    "gender": pl.String(),  # female | male | null
    # Dates as EDTF; the year, month and day stand beside the ones linkage compares (null where not written).
    "birth": pl.String(),
    "birth_year": pl.Int16(),
    "birth_month": pl.Int8(),
    "birth_day": pl.Int8(),
    "arrest": pl.String(),
    "arrest_day": pl.Int32(),  # days since 1970-01-01 where the day is written, else null
    "sentence_date": pl.String(),
    "sentence_day": pl.Int32(),
    "deportation": pl.String(),
    "deportation_day": pl.Int32(),
    "release": pl.String(),
    "release_day": pl.Int32(),
    "death": pl.String(),
    "death_day": pl.Int32(),
    "death_year": pl.Int16(),
    "rehabilitation": pl.String(),
    "disappearance": pl.String(),
    "disappearance_day": pl.Int32(),
    "age": pl.Int16(),  # full years at the event; a birth that follows from it is an interval of two years
    # Places, folded, kinds of place removed, wide to narrow, joined by one space.
    "birth_place": pl.String(),
    "residence": pl.String(),
    "arrest_place": pl.String(),
    "region": pl.String(),  # as the source states it, or by the habits of its country (records/wide.py)
    "arrest_region": pl.String(),
    # Codes of the vocabularies (records/data/vocabulary/*.yaml), or folded words where there is no code.
    "outcome": pl.String(),  # shot | disappeared | released | ... (outcomes.yaml)
    "standing": pl.String(),  # what standing in the list means: dead | disappeared | persecuted | official | unknown
    "body": pl.String(),  # sentencing body
    "articles": pl.String(),  # sorted, normal form, joined by one space ("58-10 58-11")
    "sentence": pl.String(),  # death | camp:10 | camp:10+5 | exile | ...
    "occupation": pl.String(),
    "offices": pl.String(),  # codes of offices, ranks and occupations, sorted, joined by one space
    "nationality": pl.String(),
    "archive": pl.String(),  # archive numbers, folded, and those of documents (`id1234567`), joined by one space
    "head": pl.String(),  # record_id of the head of household the entry stands under
    "relation": pl.String(),  # relation to the head: wife, son, ...
}
