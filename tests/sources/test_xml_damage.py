from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import fromstring

import pytest
from defusedxml.ElementTree import iterparse

from byname.errors import BadSource
from byname.sources.xml_damage import local_name, xml_read


def names(content: bytes, *, forbid_dtd: bool = True) -> Iterator[str]:
    """The names of the elements of some XML, as the sources read them."""
    number = 0
    with xml_read("x.xml", refused=lambda kind: f"no {kind}", again="it", read=lambda: f"{number} parts"):
        for _, element in iterparse(BytesIO(content), forbid_dtd=forbid_dtd):
            number += 1
            yield local_name(element)


def test_a_name_stands_without_its_namespace() -> None:
    assert local_name(fromstring('<a xmlns="urn:x"/>')) == "a"
    assert list(names(b"<a><b/></a>")) == ["b", "a"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<a><b/>", "cut off after 1 parts"),
        (b"", "cut off after 0 parts"),
        (b'<!DOCTYPE a [<!ENTITY e "x">]><a/>', "no DTDForbidden"),
    ],
)
def test_damage_and_definitions_are_one_error(content: bytes, says: str) -> None:
    with pytest.raises(BadSource, match=says):
        list(names(content))


def test_whoever_stops_reading_gets_no_error() -> None:
    reading = names(b"<a><b/><c/></a>")
    assert next(reading) == "b"
    reading.close()  # type: ignore[attr-defined]
