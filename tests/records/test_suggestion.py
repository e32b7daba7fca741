"""First mappings suggested from files."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from byname.errors import BadSource
from byname.records.suggestion import suggest_mapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source


def suggested(path: Path) -> dict[str, tuple[str, ...]]:
    """The suggestion is valid, reads the file, and gives these columns."""
    mapping = parse_mapping(suggest_mapping(path), "suggested.yaml")
    with open_source(path, mapping) as reader:
        assert list(reader)
    return {field: where.columns for field, where in mapping.fields.items()}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Full name;Date of birth;Place of birth;Date of arrest;Sentence",
            ["name", "birth_date", "birth_place", "arrest_date", "sentence"],
        ),
        (
            "ФИО;Дата рождения;Место рождения;Дата ареста;Приговор",
            ["name", "birth_date", "birth_place", "arrest_date", "sentence"],
        ),
        (
            "Nimi;Sünniaeg;Sünnikoht;Arreteeritud;Karistus",
            ["name", "birth_date", "birth_place", "arrest_date", "sentence"],
        ),
        (
            "ПІБ;Рік народження;Місце народження;Дата арешту;Вирок",
            ["name", "birth_date", "birth_place", "arrest_date", "sentence"],
        ),
        (
            "Name;Geburtsdatum;Geburtsort;Verhaftet;Urteil",
            ["name", "birth_date", "birth_place", "arrest_date", "sentence"],
        ),
        (
            "Apellidos y nombres;Fecha de nacimiento;Lugar de nacimiento;Fecha de detención;Condena",
            ["name", "birth_date", "birth_place", "arrest_date", "sentence"],
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_columns_are_understood_in_six_languages(
    tmp_path: Path, header: str, expected: list[str], encoding: str
) -> None:
    path = tmp_path / "list.csv"
    rows = (
        "Бухарин Николай Иванович;1888;Москва;27.02.1937;расстрел\nРыков Алексей Иванович;1881;Саратов;1937;расстрел\n"
    )
    path.write_bytes(f"{header}\n{rows}".encode(encoding))
    assert list(suggested(path)) == expected


def test_table_that_is_not_understood_still_gives_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("x;y\n7;8\n9;0\n", encoding="utf-8")
    assert suggested(path) == {"note": ("x",)}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("AAVIK, Johannes, s. 1880\nRYKOV, Aleksei\n", "line"),
        ("one\n---\ntwo\nmore\n---\nthree\n", "separator"),
        ("one\nmore\n\ntwo\nmore\n\nthree\n", "paragraph"),
    ],
)
def test_text_is_cut_by_what_stands_between_entries(tmp_path: Path, text: str, unit: str) -> None:
    path = tmp_path / "book.txt"
    path.write_text(text, encoding="utf-8")
    assert suggested(path) == {}
    entries = parse_mapping(suggest_mapping(path), "suggested.yaml").entries
    assert entries is not None
    assert entries.unit == unit


def test_sheets_json_and_wikis_get_a_mapping(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Surname", "Born"])
    book.active.append(["Rykov", 1881])
    book.save(tmp_path / "list.xlsx")
    assert suggested(tmp_path / "list.xlsx") == {"surname": ("Surname",), "birth_date": ("Born",)}
    (tmp_path / "list.json").write_text('{"rows": [{"surname": "Rykov", "born": 1881}]}', encoding="utf-8")
    assert suggested(tmp_path / "list.json") == {"surname": ("surname",), "birth_date": ("born",)}
    page = "<page><title>A</title><id>1</id><revision><text>{{Person|surname=Rykov|born=1881}}</text></revision></page>"
    (tmp_path / "wiki.xml").write_text(f"<mediawiki>{page}</mediawiki>", encoding="utf-8")
    assert suggested(tmp_path / "wiki.xml")["surname"] == ("surname",)


def test_wiki_without_templates_is_told(tmp_path: Path) -> None:
    (tmp_path / "wiki.xml").write_text("<mediawiki><page/></mediawiki>", encoding="utf-8")
    with pytest.raises(BadSource, match="no template with named fields"):
        suggest_mapping(tmp_path / "wiki.xml")


@pytest.mark.shared
def test_real_table_is_understood_column_by_column(shared: Path) -> None:
    found = suggested(shared / "collections" / "moscow-shot" / "notable.csv")
    assert {"name", "birth_date", "birth_place", "role", "death_date", "death_kind", "source_title"} <= set(found)


TITLED = "Nómina de desaparecidos;;;;\n;;;;\nLegajo;Nombre;Nacimiento;;Edad\n;;fecha;lugar;\n"
PEOPLE = "A1;Ana Sosa;13/05/1950;Salta;27\nA2;Luis Paz;02/01/1948;Jujuy;29\nA3;Eva Gil;s/d;Salta;30\n"


def test_header_of_two_rows_under_a_title_is_found_and_the_entries_are_called_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(TITLED + PEOPLE, encoding="utf-8")
    mapping = parse_mapping(suggest_mapping(path), "m.yaml")
    assert (mapping.layout.header_row, mapping.layout.header_rows, mapping.language) == (2, 2, "es")
    assert (mapping.item_column, mapping.date_order, mapping.title["und"]) == (
        "Legajo",
        "dmy",
        "Nómina de desaparecidos",
    )
    assert {field: where.columns[0] for field, where in mapping.fields.items()} == {
        "name": "Nombre",
        "birth_date": "Nacimiento fecha",
        "birth_place": "Nacimiento lugar",
        "age": "Edad",
    }
    with open_source(path, mapping) as reader:
        assert [entry.item for entry in reader] == ["A1", "A2", "A3"]


def test_column_whose_names_repeat_further_down_names_no_entries(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = "".join(f"{number};Ana Sosa;1950\n" for number in [*range(100, 500), 100])
    path.write_text("Legajo;Nombre;Nacido\n" + rows, encoding="utf-8")
    text = suggest_mapping(path)
    assert parse_mapping(text, "m.yaml").item_column is None
    assert '# ?: "Legajo"' in text


def test_sheet_of_the_list_is_taken_and_the_others_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Explanations of this workbook"])
    page = book.create_sheet("People")
    rows = [
        ["District", "Surname", "Born"],
        ["North", "Rykov", 1881],
        [None, "Bukharin", 1888],
        ["South", "Tomsky", 1880],
    ]
    for row in rows:
        page.append(row)
    page.merge_cells("A2:A3")
    book.save(tmp_path / "list.xlsx")
    text = suggest_mapping(tmp_path / "list.xlsx")
    mapping = parse_mapping(text, "m.yaml")
    assert (mapping.layout.sheet, mapping.layout.merged_cells) == ("People", "fill")
    assert 'another sheet, "Sheet"' in text
    with open_source(tmp_path / "list.xlsx", mapping) as reader:
        assert [entry.cells["District"].text for entry in reader] == ["North", "North", "South"]


def test_suggestion_copies_no_person_and_invents_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(TITLED + PEOPLE, encoding="utf-8")
    text = suggest_mapping(path)
    assert "Sosa" not in text
    mapping = parse_mapping(text, "m.yaml")
    assert mapping.unstated == ("citation", "universe", "person_twice")
    assert (mapping.standing, mapping.country) == ("unknown", None)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Apel\tlido ;Nombre\nSosa;Ana\nPaz;Luis\n", {"Nombre"}),
        ("1;Ana Sosa;1950\n2;Luis Paz;1948;more\n3;Eva Gil;1951\n4;Ana Gil;1950\n5;Eva Paz;1949\n", {"column 2"}),
        ("1;Ana Sosa\n2;Luis Paz\n3;Eva Gil;1951\n4;Ana Paz\n5;Luis Gil\n6;Eva Sosa\n", {"column 2"}),
    ],
)
def test_columns_are_called_as_reading_calls_them(tmp_path: Path, text: str, columns: set[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    assert columns <= {column for named in suggested(path).values() for column in named}


def test_figures_for_the_sexes_are_told_by_the_name_of_the_column_or_asked_with_their_counts(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("surname,is_female\nSosa,1\nPaz,0\nGil,0\n", encoding="utf-8")
    mapping = parse_mapping(suggest_mapping(path), "list.yaml")
    assert mapping.fields["gender"].values == {"1": "female", "0": "male"}
    path.write_text("surname,sex\nSosa,2\nPaz,1\nGil,1\n", encoding="utf-8")
    text = suggest_mapping(path)
    assert parse_mapping(text, "list.yaml").fields["gender"].values == {}
    assert "1 in 2 rows, 2 in 1 rows: say which is which" in text


def test_letters_for_the_sexes_in_the_language_of_their_column_get_their_values(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,age,nationality,Genre (H/F)\nAna Roe,4,x,F\nLeo Poe,5,y,H\nMax Poe,6,y,H\n", encoding="utf-8")
    mapping = parse_mapping(suggest_mapping(path), "list.yaml")
    assert mapping.fields["gender"].values == {"f": "female", "h": "male"}


def test_names_of_nested_objects_are_read_without_the_object_that_says_nothing(tmp_path: Path) -> None:
    person = {"name": "Ana Sosa", "dateOfBirth": "1950-05-01", "martyrdomDate": "1977-03-02"}
    path = tmp_path / "list.json"
    path.write_text(json.dumps([{"personalInfo": person, "photo": {"name": "a.jpg"}}] * 3), encoding="utf-8")
    assert suggested(path) == {
        "name": ("personalInfo.name",),
        "birth_date": ("personalInfo.dateOfBirth",),
        "death_date": ("personalInfo.martyrdomDate",),
    }


def test_dates_of_the_solar_calendar_are_known_and_the_mapping_says_so(tmp_path: Path) -> None:
    rows = "".join(f"نام {n},{n + 1} شهریور ۱۴۰۱\n" for n in range(12))
    path = tmp_path / "list.csv"
    path.write_text("نام,تاریخ کشته‌شدن\n" + rows, encoding="utf-8")
    mapping = parse_mapping(suggest_mapping(path), "list.yaml")
    assert (mapping.calendar, mapping.fields["death_date"].columns) == ("solar-hijri", ("تاریخ کشته‌شدن",))


def test_order_of_names_is_told_by_the_given_names_of_the_whole_column(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    given = [
        "Anna",
        "Hans",
        "Karl",
        "Emma",
        "Paul",
        "Otto",
        "Martha",
        "Peter",
        "Maria",
        "Ernst",
        "Frieda",
        "Walter",
    ] * 2
    names = [f"{one} Brandauer{number}" for number, one in enumerate(given)]
    letters = "abcdefghijklmnopqrstuvwxyz"
    texts = [name.rstrip("0123456789") + letters[number] for number, name in enumerate(names)]
    path.write_text("Name,Alter\n" + "".join(f"{text},{30 + n}\n" for n, text in enumerate(texts)), encoding="utf-8")
    assert "order: given-first" in suggest_mapping(path)
    backward = [" ".join(reversed(text.split())) for text in texts]
    path.write_text("Name,Alter\n" + "".join(f"{text},{30 + n}\n" for n, text in enumerate(backward)), encoding="utf-8")
    assert "order: detect" in suggest_mapping(path)


def test_names_in_vietnamese_letters_make_the_language_vietnamese(tmp_path: Path) -> None:
    path = tmp_path / "graves.csv"
    people = ["NGUYỄN THỊ MINH KHAI,1910,1941", "HOÀNG VĂN THỤ,1909,1944", "VÕ THỊ SÁU,1933,1952"]
    path.write_text("name,birth_year,cemetery\n" + "\n".join(people), encoding="utf-8")
    assert parse_mapping(suggest_mapping(path), "suggested.yaml").language == "vi"


def test_columns_are_known_in_vietnamese(tmp_path: Path) -> None:
    path = tmp_path / "graves.csv"
    path.write_text(
        "STT,Họ và tên,Năm sinh,Quê quán,Ngày hy sinh,Nghĩa trang\n1,Võ Thị Sáu,1933,Đất Đỏ,23/01/1952,Hàng Dương\n",
        encoding="utf-8",
    )
    assert list(suggested(path)) == ["name", "birth_date", "residence", "death_date", "burial_place"]


def test_column_of_given_names_alone_says_that_names_begin_with_them(tmp_path: Path) -> None:
    path = tmp_path / "enslaved.csv"
    names = ["Moses", "Harriet", "Frederick", "Sojourner Truth", "Unnamed", "Nancy"]
    path.write_text("Name,Age\n" + "\n".join(f"{name},{20 + n}" for n, name in enumerate(names * 10)), "utf-8")
    mapping = parse_mapping(suggest_mapping(path), "suggested.yaml")
    assert mapping.fields["name"].order == "given-first"


def test_a_plan_without_names_gives_no_ages_and_the_mapping_says_that_nobody_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    rows = [",".join(str((row * 7 + place * 3) % 60) for place in range(6)) for row in range(30)]
    path.write_text("1,2,3,4,5,6\n" + "\n".join(rows), encoding="utf-8")
    text = suggest_mapping(path)
    assert "\n  age:" not in text
    assert "No column was found that names people" in text
    path.write_text("Name,Age\nAna Sosa,23\nLuis Paz,31\n", encoding="utf-8")
    assert "No column was found" not in suggest_mapping(path)
