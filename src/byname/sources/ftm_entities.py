"""Reads the people of a file of FollowTheMoney entities (JSON, a line an entity) as flat objects: a column a property.

Takes the lines of a file, twice; gives one object a `Person`, in order. What entities of a person say (an `Event` in
which they are involved, a `Sanction` against them) stands in columns of their kind: `arrest.date`. A note that begins
with what a field is called (`place of arrest: Tartu`) stands in a column of that name. The values of a column are
joined by `; `. Other entities are passed over, as they are about nobody by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from byname.errors import BadSource
from byname.sources.json_bytes import mended_line
from byname.sources.objects import BETWEEN
from byname.sources.tables import LineFeed
from byname.values.fields import fields

_KEYS = {"id", "schema", "properties"}
_OWNERS = {"Event": ("involved", "victim"), "Sanction": ("entity",)}  # the properties that name whom it is about
_KINDS = {"Event": "name", "Sanction": "program"}  # the property that says of what kind it is
_POINTERS = ("proof", "recordId", "document")  # what says where it is said
_NOTES = "notes"
Columns = dict[str, dict[str, None]]  # the values of each column, each once and in their order


def is_entity(value: object) -> bool:
    """Whether a value of JSON is an entity of FollowTheMoney.

    >>> is_entity({"id": "a", "schema": "Person", "properties": {"name": ["Uno"]}})
    True
    """
    return isinstance(value, dict) and value.keys() >= _KEYS and isinstance(value["properties"], dict)


def read_entities(feed: LineFeed, again: LineFeed, where: str) -> Iterator[Mapping[str, str]]:
    """Give the people of a file that is opened twice; raises BadSource at a line that is no entity, or where no person
    is found."""
    events: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for entity in _entities(feed, where):
        schema, properties = str(entity["schema"]), entity["properties"]
        if schema in _OWNERS:
            kind = "; ".join(_texts(properties.get(_KINDS[schema]))) or schema.lower()
            said = {name: value for name, value in properties.items() if name not in _about(schema)}
            for owner in {text for name in _OWNERS[schema] for text in _texts(properties.get(name))}:
                events.setdefault(owner, []).append((kind, said))
    people = 0
    for entity in _entities(again, where):
        if entity["schema"] == "Person":
            people += 1
            yield _flat(str(entity["id"]), entity["properties"], events.pop(str(entity["id"]), []))
    if not people:
        raise BadSource("the file holds no entity Person", where=where, fix="check which file was meant")


def _about(schema: str) -> tuple[str, ...]:
    return (*_OWNERS[schema], _KINDS[schema], *_POINTERS)


def _entities(feed: LineFeed, where: str) -> Iterator[dict[str, Any]]:
    for line in feed:
        feed.taken()
        if line.isspace():
            continue
        try:
            entity = json.loads(mended_line(line), parse_float=str, parse_int=str, parse_constant=str)
        except (ValueError, RecursionError) as error:
            raise BadSource(f"line {feed.number} is not JSON: {error}", where=where, fix="mend the line") from error
        if not is_entity(entity):
            raise BadSource(f"line {feed.number} is no entity", where=where, fix="an entity has id, schema, properties")
        yield entity


def _flat(id: str, own: Mapping[str, Any], events: list[tuple[str, Mapping[str, Any]]]) -> dict[str, str]:
    found: Columns = {"id": {id: None}}
    for name, value in own.items():
        _put(found, str(name), value)
    for kind, properties in events:
        for name, value in properties.items():
            _put(found, f"{kind}.{name}", value)
    return {name: BETWEEN.join(texts) for name, texts in found.items() if texts}


def _put(found: Columns, column: str, value: object) -> None:
    """Put the values of a property into its column, and notes that say which field they are of into one of its name."""
    is_note = column == _NOTES or column.endswith(f".{_NOTES}")
    for text in _texts(value):
        label, colon, words = text.partition(": ") if is_note else ("", "", "")
        own = _labels().get(label) if colon and words else None
        found.setdefault(own or column, {})[words if own else text] = None


@cache
def _labels() -> Mapping[str, str]:
    """The fields by what they are called in English."""
    return {field.en: name for name, field in fields().items()}


def _texts(value: object) -> list[str]:
    """The values of a property: a list of texts, or what else a program has written there."""
    values = value if isinstance(value, list) else [value]
    return [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in values if one is not None]
