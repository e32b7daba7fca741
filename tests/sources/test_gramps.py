from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from byname.errors import BadSource
from byname.sources.reading import first_entries, open_source

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE database PUBLIC "-//Gramps//DTD Gramps XML 1.7.1//EN"
"http://gramps-project.org/xml/1.7.1/grampsxml.dtd">
"""
TREE = """<database xmlns="http://gramps-project.org/xml/1.7.1/">
<events>
 <event handle="_e1"><type>Arrest</type><datespan start="1941-06" stop="1941-07" cformat="Julian"/><place hlink="_p1"/>
  <description>at night</description></event>
 <event handle="_e2"><type>Birth</type><dateval val="1890" quality="estimated"/></event>
 <event handle="_e3"><type>Burial</type></event>
</events>
<people>
 <person handle="_i1" id="I1"><gender>M</gender>
  <name type="Birth Name"><first>Uno</first><surname prefix="von">Vana</surname><surname>Valge</surname></name>
  <name alt="1" type="Married Name"><first>Uno</first><surname>Uus</surname></name>
  <eventref hlink="_e1" role="Primary"/><eventref hlink="_e2"/><eventref hlink="_e3" role="Primary"/>
  <eventref hlink="_gone"/><attribute type="Case" value="12"/><attribute type="Case" value="13"/>
  <address><dateval val="1937"/><street>Pikk 1</street><city>Tartu</city></address><noteref hlink="_n1"/></person>
 <person handle="_i2"><gender>X</gender><eventref hlink="_e1" role="Witness"/></person>
</people>
<places>
 <placeobj handle="_p1"><pname value="Tartu"/><placeref hlink="_p2"/></placeobj>
 <placeobj handle="_p2"><ptitle>Estonia</ptitle><placeref hlink="_p1"/></placeobj>
</places>
<notes><note handle="_n1"><text>One
two</text></note></notes>
</database>
"""


def _cells(path: Path) -> list[dict[str, str]]:
    return [{name: cell.text for name, cell in entry.cells.items()} for entry in first_entries(path, None, 10)]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("head", [HEAD, ""])
def test_a_person_has_a_column_for_each_part_of_what_is_said(tmp_path: Path, head: str, packed: bool) -> None:
    path = tmp_path / "tree.gramps"
    text = (head + TREE).encode()
    path.write_bytes(gzip.compress(text) if packed else text)
    uno, other = _cells(path)
    assert uno == {
        "id": "I1", "gender": "male", "first name": "Uno", "surname": "von Vana Valge", "Married Name": "Uno Uus",
        "Arrest": "at night", "Arrest.date": "from 1941-06 to 1941-07 (old style)", "Arrest.place": "Tartu, Estonia",
        "Birth.date": "about 1890", "Burial": "yes", "Case": "12; 13", "address": "Pikk 1, Tartu", "note": "One\ntwo",
    }  # fmt: skip
    assert other["id"] == "_i2"
    assert other["Witness of Arrest.place"] == "Tartu, Estonia"


def test_entities_are_refused_whatever_they_say(tmp_path: Path) -> None:
    path = tmp_path / "tree.gramps"
    many = '<!DOCTYPE database [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path.write_text(f"{many}{TREE}", encoding="utf-8")
    with pytest.raises(BadSource):
        _cells(path)
    external = HEAD.rstrip().removesuffix(">") + ' [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    path.write_text(external + TREE.replace("Pikk 1", "&a;"), encoding="utf-8")
    with pytest.raises(BadSource):
        _cells(path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (TREE[:900], "damaged or cut off"),
        (TREE.replace("<person ", "<human ").replace("</person>", "</human>"), "holds no person"),
        (TREE.replace("<type>Arrest", "<type>&b;Arrest"), "damaged"),
    ],
)
def test_what_is_no_whole_tree_is_told(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "tree.gramps"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSource, match=why), open_source(path, None) as reader:
        list(reader)
