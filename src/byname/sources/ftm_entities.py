"""Reads the people of a file of FollowTheMoney entities (JSON, a line an entity) as flat objects: a column a property.

Takes the lines of a file; gives one object a `Person`, in order. The values of a property are joined by `; `. Entities
of other schemas (events, documents) are passed over, as they are about nobody by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from byname.errors import BadSource
from byname.sources.json_bytes import mended_line
from byname.sources.objects import flatten
from byname.sources.tables import LineFeed

_KEYS = {"id", "schema", "properties"}


def is_entity(value: object) -> bool:
    """Whether a value of JSON is an entity of FollowTheMoney.

    >>> is_entity({"id": "a", "schema": "Person", "properties": {"name": ["Uno"]}})
    True
    """
    return isinstance(value, dict) and value.keys() >= _KEYS and isinstance(value["properties"], dict)


def read_entities(feed: LineFeed, where: str) -> Iterator[Mapping[str, str]]:
    """Give the people; raises BadSource at a line that is no entity, or where no person is found."""
    people = 0
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
        if entity["schema"] == "Person":
            people += 1
            yield {"id": str(entity["id"]), **flatten(entity["properties"])}
    if not people:
        raise BadSource("the file holds no entity Person", where=where, fix="check which file was meant")
