"""Files as other tools write them, with invented people: which fields their columns are taken for, and what is read.

The labels were written before anything was made to fit them; benchmarks/RESULTS.md says what the first run gave.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from byname.records.reading import RecordReader
from byname.records.statement import Statement
from byname.records.suggestion import suggest_mapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source
from byname.values.fields import fields

Fields = dict[str, str]  # the column of each field
Values = dict[str, list[str]]  # what is read of a field in the first entry


@dataclass(frozen=True)
class Labelled:
    """A file of a tool, with what a person who knows the tool takes its columns for, and reads in its first entry."""

    name: str
    content: str | Callable[[Path], None]
    fields: Fields
    values: Values
    item: str | None = None
    entries: int = 3
    not_people: tuple[str, ...] = field(default=())  # columns of the tool's own, which must be taken for nothing


def _takeout(path: Path) -> None:
    """A sheet of answers to a form, as Google Takeout packs it: real dates and times, a second empty sheet."""
    import datetime as dt

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Form Responses 1"
    for row in (
        ("Timestamp", "Full name of the victim", "Date of birth", "Place of birth", "Date of arrest", "Occupation(s)"),
        (dt.datetime(2024, 3, 1, 10, 11, 12), "Uno Vanavalge", dt.datetime(1890, 5, 6), "Tartu",
         dt.datetime(1941, 6, 14), "teacher, farmer"),
        (dt.datetime(2024, 3, 2, 11, 12, 13), "Mari Kask", dt.datetime(1901, 1, 2), "Narva", None, "nurse"),
        (dt.datetime(2024, 3, 3, 12, 13, 14), "Jaan Tamm", 1899, "Pärnu", dt.datetime(1941, 7, 1), None),
    ):  # fmt: skip
        book.active.append(row)
    book.create_sheet("Sheet2")
    book.save(path)


def _sparql(rows: list[dict[str, str]]) -> str:
    def value(name: str, text: str) -> dict[str, str]:
        if text.startswith("http"):
            return {"type": "uri", "value": text}
        if name.endswith("Label"):
            return {"xml:lang": "en", "type": "literal", "value": text}
        return {"datatype": "http://www.w3.org/2001/XMLSchema#dateTime", "type": "literal", "value": text}

    names = list(dict.fromkeys(name for row in rows for name in row))
    bindings = [{name: value(name, text) for name, text in row.items()} for row in rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}})


_WIKIDATA = [
    {"person": "http://www.wikidata.org/entity/Q1000001", "personLabel": "Uno Vanavalge",
     "dateOfBirth": "1890-05-06T00:00:00Z", "placeOfBirth": "http://www.wikidata.org/entity/Q13972",
     "placeOfBirthLabel": "Tartu", "dateOfDeath": "1942-01-01T00:00:00Z", "occupationLabel": "teacher"},
    {"person": "http://www.wikidata.org/entity/Q1000002", "personLabel": "Mari Kask",
     "dateOfBirth": "1901-01-02T00:00:00Z", "placeOfBirth": "http://www.wikidata.org/entity/Q49193",
     "placeOfBirthLabel": "Narva", "dateOfDeath": "1943-07-08T00:00:00Z", "occupationLabel": "nurse"},
    {"person": "http://www.wikidata.org/entity/Q1000003", "personLabel": "Jaan Tamm",
     "dateOfBirth": "1899-01-01T00:00:00Z", "placeOfBirth": "http://www.wikidata.org/entity/Q102365",
     "placeOfBirthLabel": "Pärnu", "dateOfDeath": "", "occupationLabel": "farmer"},
]  # fmt: skip
_GRAMPS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE database PUBLIC "-//Gramps//DTD Gramps XML 1.7.1//EN"
"http://gramps-project.org/xml/1.7.1/grampsxml.dtd">
<database xmlns="http://gramps-project.org/xml/1.7.1/">
  <header><created date="2026-11-27" version="5.1.5"/><researcher/></header>
  <events>
    <event handle="_e1" change="1" id="E0001"><type>Birth</type><daterange start="1890" stop="1892"/>
      <place hlink="_p1"/></event>
    <event handle="_e2" change="1" id="E0002"><type>Death</type><dateval val="1942-06-14" type="about"/>
      <attribute type="Cause" value="typhus"/></event>
    <event handle="_e3" change="1" id="E0003"><type>Occupation</type><description>teacher</description></event>
    <event handle="_e4" change="1" id="E0004"><type>Arrest</type><dateval val="1941-06-14"/><place hlink="_p2"/></event>
    <event handle="_e5" change="1" id="E0005"><type>Birth</type><dateval val="1901" type="before"/></event>
    <event handle="_e6" change="1" id="E0006"><type>Birth</type><datestr val="about St John's Day"/></event>
  </events>
  <people>
    <person handle="_i1" change="1" id="I0001"><gender>M</gender>
      <name type="Birth Name"><first>Uno Jaan</first><surname>Vanavalge</surname></name>
      <name alt="1" type="Also Known As"><first>Urmas</first><surname>Vanavalge</surname></name>
      <eventref hlink="_e1" role="Primary"/><eventref hlink="_e2" role="Primary"/><eventref hlink="_e3" role="Primary"/>
      <eventref hlink="_e4" role="Primary"/><attribute type="Articles" value="58-10"/><parentin hlink="_f1"/>
      <noteref hlink="_n1"/></person>
    <person handle="_i2" change="1" id="I0002"><gender>F</gender>
      <name type="Birth Name"><first>Mari</first><surname prefix="von">Kask</surname></name>
      <eventref hlink="_e5" role="Primary"/><eventref hlink="_e4" role="Witness"/></person>
    <person handle="_i3" change="1" id="I0003"><gender>U</gender>
      <name type="Birth Name"><first>Jaan</first><surname>Tamm</surname></name><eventref hlink="_e6" role="Primary"/>
      </person>
  </people>
  <places>
    <placeobj handle="_p1" change="1" id="P0001" type="City"><pname value="Tartu"/><placeref hlink="_p2"/></placeobj>
    <placeobj handle="_p2" change="1" id="P0002" type="Country"><pname value="Estonia"/></placeobj>
  </places>
  <notes><note handle="_n1" change="1" id="N0001" type="Person Note"><text>Invented.</text></note></notes>
</database>
"""
_GEDCOM = """0 HEAD
1 GEDC
2 VERS 5.5.1
2 FORM LINEAGE-LINKED
1 CHAR UTF-8
0 @I1@ INDI
1 NAME Uno Jaan /Vanavalge/
1 SEX M
1 BIRT
2 DATE BET 1890 AND 1892
2 PLAC Tartu
1 DEAT
2 DATE ABT 14 JUN 1942
1 OCCU teacher
1 EVEN
2 TYPE arrest
2 DATE 14 JUN 1941
2 PLAC Narva
0 @I2@ INDI
1 NAME Mari /Kask/
1 SEX F
1 BIRT
2 DATE BEF 1901
0 @I3@ INDI
1 NAME Jaan /Tamm/
1 SEX M
1 BIRT
2 DATE (about St John's Day)
0 TRLR
"""
_FTM = "".join(
    json.dumps({"id": id, "schema": "Person", "properties": properties}) + "\n"
    for id, properties in (
        ("a", {"name": ["Uno Vanavalge", "Uno Vana-Valge"], "birthDate": ["1890-05-06"], "birthPlace": ["Tartu"],
               "deathDate": ["1942", "1942-06-14"], "gender": ["male"], "profession": ["teacher", "farmer"]}),
        ("b", {"name": ["Mari Kask"], "birthDate": ["1901"], "gender": ["female"], "birthPlace": ["Narva"]}),
        ("c", {"name": ["Jaan Tamm"], "birthDate": ["1899-07"], "gender": ["male"], "birthPlace": ["Pärnu"]}),
    )
)  # fmt: skip

FILES = [
    Labelled(
        "openrefine.csv",
        "name,born,place of birth,arrested,name : match,name : score\n"
        '"Vanavalge, Uno",1890-05-06T00:00:00Z,Tartu,14.06.1941,P-0001,100.0\n'
        '"Kask, Mari",1901-01-02T00:00:00Z,Narva,,P-0002,87.5\n"Tamm, Jaan",1899-03-04T00:00:00Z,Pärnu,01.07.1941,,\n',
        {"name": "name", "birth_date": "born", "birth_place": "place of birth", "arrest_date": "arrested"},
        {"surname": ["Vanavalge"], "birth_date": ["1890-05-06"], "arrest_date": ["1941-06-14"]},
        not_people=("name : match", "name : score"),
    ),
    Labelled(
        "openrefine-records.tsv",  # a person of several rows: the first cell of the rows below is empty
        "name\tborn\toccupation\nVanavalge, Uno\t1890\tteacher\n\t\tfarmer\nKask, Mari\t1901\tnurse\n",
        {"name": "name", "birth_date": "born", "occupation": "occupation"},
        {"surname": ["Vanavalge"], "birth_date": ["1890"], "occupation": ["teacher"]},
    ),
    Labelled(
        "uwazi.csv",
        "title,date_of_birth,gender,place_of_arrest_geolocation,date_of_arrest,occupation,affiliation,__template\n"
        "Uno Vanavalge,1890/05/06,Male,58.38|26.72,1941/06/14,Teacher|Farmer,Farmers' Union|Choir,Victim\n"
        "Mari Kask,1901/01/02,Female,59.37|28.19,,Nurse,,Victim\nJaan Tamm,1899/03/04,Male,,1941/07/01,Smith,,Victim\n",
        {"name": "title", "birth_date": "date_of_birth", "gender": "gender", "arrest_date": "date_of_arrest",
         "occupation": "occupation"},
        {"surname": ["Vanavalge"], "birth_date": ["1890-05-06"], "occupation": ["Teacher", "Farmer"],
         "arrest_date": ["1941-06-14"], "gender": ["male"]},
        not_people=("place_of_arrest_geolocation", "__template"),
    ),
    Labelled(
        "uwazi-api.csv",  # dates as the API of Uwazi gives them: seconds since 1970
        "title,fecha_de_nacimiento,sexo,fecha_de_desaparicion\nUno Vanavalge,-2513721600,Hombre,-900979200\n"
        "Mari Kask,-2177366400,Mujer,-899510400\nJaan Tamm,-2235168000,Hombre,-899510400\n",
        {"name": "title", "birth_date": "fecha_de_nacimiento", "gender": "sexo",
         "disappearance_date": "fecha_de_desaparicion"},
        {"birth_date": ["1890-05-06"], "disappearance_date": ["1941-06-14"], "gender": ["male"]},
    ),
    Labelled(
        "wikidata.csv",
        ",".join(_WIKIDATA[0]) + "\n" + "".join(",".join(row.values()) + "\n" for row in _WIKIDATA),
        {"name": "personLabel", "birth_date": "dateOfBirth", "birth_place": "placeOfBirthLabel",
         "death_date": "dateOfDeath", "occupation": "occupationLabel"},
        {"surname": ["Vanavalge"], "birth_date": ["1890-05-06"], "birth_place": ["Tartu"], "death_date": ["1942"],
         "occupation": ["teacher"]},
        not_people=("placeOfBirth",),
    ),
    Labelled(
        "wikidata.json",
        _sparql(_WIKIDATA),
        {"name": "personLabel", "birth_date": "dateOfBirth", "birth_place": "placeOfBirthLabel",
         "death_date": "dateOfDeath", "occupation": "occupationLabel"},
        {"surname": ["Vanavalge"], "birth_date": ["1890-05-06"], "birth_place": ["Tartu"], "death_date": ["1942"]},
        not_people=("placeOfBirth",),
    ),
    Labelled(
        "wikidata-entities.json",  # times as Wikidata itself has them, with their sign
        json.dumps([{"id": f"Q{n}", "name": name, "born": born, "died": died} for n, name, born, died in (
            (1, "Uno Vanavalge", "+1890-05-06T00:00:00Z", "+1942-00-00T00:00:00Z"),
            (2, "Mari Kask", "+1901-01-02T00:00:00Z", "+1943-07-00T00:00:00Z"),
            (3, "Jaan Tamm", "+1899-00-00T00:00:00Z", "+1943-07-08T00:00:00Z"))]),
        {"name": "name", "birth_date": "born", "death_date": "died"},
        {"birth_date": ["1890-05-06"], "death_date": ["1942"]},
        item="id",
    ),
    Labelled(
        "airtable.csv",
        "\ufeffName,Date of birth,Birthplace,Status,Photos,Arrests (from Cases),Last Modified\n"
        'Uno Vanavalge,5/16/1890,Tartu,Killed,"uno.jpg (https://dl.example.org/a,b)","1941-06-14, 1941-07-01",'
        "11/2/2024 3:04pm\nMari Kask,1/22/1901,Narva,Disappeared,,,11/3/2024 4:05pm\n"
        "Jaan Tamm,3/14/1899,Pärnu,Killed,,1941-07-01,11/4/2024 5:06pm\n",
        {"name": "Name", "birth_date": "Date of birth", "birth_place": "Birthplace", "outcome": "Status"},
        {"surname": ["Vanavalge"], "birth_date": ["1890-05-16"], "outcome": ["killed"]},
        not_people=("Photos", "Last Modified"),
    ),
    Labelled(
        "kobo.csv",
        "start;end;victim/first_name;victim/last_name;victim/sex;victim/birth/date_of_birth;event/date_of_arrest;"
        "event/perpetrators;event/perpetrators/police;event/perpetrators/army;_id;_uuid;_submission_time;_index\n"
        "2024-03-01T10:11:12.000+02:00;2024-03-01T10:21:12.000+02:00;Uno;Vanavalge;male;1890-05-06;1941-06-14;"
        "police army;1;1;341;7a0c1f0e-0001;2024-03-01T08:22:00;1\n"
        "2024-03-01T10:31:12.000+02:00;2024-03-01T10:41:12.000+02:00;Mari;Kask;female;1901-01-02;;police;1;0;342;"
        "7a0c1f0e-0002;2024-03-01T08:42:00;2\n"
        "2024-03-02T10:11:12.000+02:00;2024-03-02T10:21:12.000+02:00;Jaan;Tamm;male;1899-03-04;1941-07-01;army;0;1;343;"
        "7a0c1f0e-0003;2024-03-02T08:22:00;3\n",
        {"given_name": "victim/first_name", "surname": "victim/last_name", "gender": "victim/sex",
         "birth_date": "victim/birth/date_of_birth", "arrest_date": "event/date_of_arrest",
         "perpetrator": "event/perpetrators"},
        {"surname": ["Vanavalge"], "given_name": ["Uno"], "birth_date": ["1890-05-06"], "arrest_date": ["1941-06-14"]},
        item="_uuid",
        not_people=("start", "end", "_id", "_submission_time", "event/perpetrators/police"),
    ),
    Labelled(
        "takeout.xlsx", _takeout,
        {"name": "Full name of the victim", "birth_date": "Date of birth", "birth_place": "Place of birth",
         "arrest_date": "Date of arrest", "occupation": "Occupation(s)"},
        {"surname": ["Vanavalge"], "birth_date": ["1890-05-06"], "arrest_date": ["1941-06-14"]},
        not_people=("Timestamp",),
    ),
    Labelled(
        "tree.gramps", _GRAMPS,
        {"surname": "surname", "given_name": "first name", "gender": "gender", "birth_date": "Birth.date",
         "birth_place": "Birth.place", "death_date": "Death.date", "arrest_date": "Arrest.date",
         "arrest_place": "Arrest.place", "occupation": "Occupation", "note": "note", "articles": "Articles"},
        {"surname": ["Vanavalge"], "given_name": ["Uno Jaan"], "birth_date": ["1890/1892"], "gender": ["male"],
         "birth_place": ["Tartu, Estonia"], "death_date": ["1942-06-14~"], "arrest_date": ["1941-06-14"],
         "occupation": ["teacher"]},
        item="id",
    ),
    Labelled(
        "tree.ged", _GEDCOM,
        {"surname": "NAME.SURN", "given_name": "NAME.GIVN", "gender": "SEX", "birth_date": "BIRT.DATE",
         "birth_place": "BIRT.PLAC", "death_date": "DEAT.DATE", "occupation": "OCCU",
         "arrest_date": "EVEN arrest.DATE", "arrest_place": "EVEN arrest.PLAC"},
        {"surname": ["Vanavalge"], "given_name": ["Uno Jaan"], "birth_date": ["1890/1892"], "gender": ["male"],
         "birth_place": ["Tartu"], "death_date": ["1942-06-14~"], "arrest_date": ["1941-06-14"]},
        item="id",
    ),
    Labelled(
        "people.ftm.json", _FTM,
        {"name": "name", "gender": "gender", "birth_date": "birthDate", "birth_place": "birthPlace",
         "death_date": "deathDate", "occupation": "profession"},
        {"name": ["Uno Vanavalge", "Uno Vana-Valge"], "birth_date": ["1890-05-06"],
         "death_date": ["1942", "1942-06-14"], "occupation": ["teacher", "farmer"]},
        item="id",
    ),
]  # fmt: skip


def _said(said: Statement) -> str:
    """The reading of a date or a code, the words of anything else."""
    if fields()[said.field].type in ("date", "gender", "outcome"):
        return said.value or f"?{said.as_written}"
    return said.as_written


def _written(labelled: Labelled, folder: Path) -> Path:
    path = folder / labelled.name
    if callable(labelled.content):
        labelled.content(path)
    else:
        path.write_text(labelled.content, encoding="utf-8")
    return path


@pytest.mark.parametrize("labelled", FILES, ids=lambda one: one.name)
def test_columns_of_other_tools_are_taken_for_what_they_are(labelled: Labelled, tmp_path: Path) -> None:
    mapping = parse_mapping(suggest_mapping(_written(labelled, tmp_path)), "suggested.yaml")
    taken = {name: where.columns[0] for name, where in mapping.fields.items()}
    assert {name: taken.get(name) for name in labelled.fields} == labelled.fields
    assert mapping.item_column == labelled.item
    assert not set(labelled.not_people) & set(mapping.columns)


@pytest.mark.parametrize("labelled", FILES, ids=lambda one: one.name)
def test_cells_of_other_tools_are_read(labelled: Labelled, tmp_path: Path) -> None:
    path = _written(labelled, tmp_path)
    mapping = parse_mapping(suggest_mapping(path), "suggested.yaml")
    with open_source(path, mapping) as reader:
        entries = list(reader)
    assert len(entries) == labelled.entries
    read = RecordReader(mapping).read(entries[0])[0].statements
    found = {name: [_said(said) for said in read if said.field == name] for name in labelled.values}
    assert found == labelled.values
