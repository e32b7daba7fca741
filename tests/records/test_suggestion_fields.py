"""Guesses of fields by names and contents of columns."""

from __future__ import annotations

import pytest

from byname.records.suggestion_fields import guess_fields

SURNAMES = ("Gómez", "Paz", "Sosa", "Gil")


def guessed(values: dict[str, list[str]]) -> dict[str, str | None]:
    """The field of each column."""
    found = guess_fields(values)
    return {column: found.field_of(column) for column in values}


def test_names_are_found_by_what_stands_in_the_column() -> None:
    assert guessed({"A": ["1", "2"], "B": ["Бухарин Николай", "Рыков Алексей"]}) == {"A": None, "B": "name"}


def test_column_called_a_date_that_holds_none_is_no_date() -> None:
    assert guessed({"arrested": ["yes", "no"]}) == {"arrested": None}


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["13.05.1950", "1948"], "birth_date"),
        (["Salta", "Jujuy"], "birth_place"),
        (["13.05.1950, Salta", "02.01.1948, Jujuy"], "birth"),
        (["7", "12"], None),
    ],
)
def test_name_of_an_event_alone_means_what_stands_in_the_column(cells: list[str], field: str | None) -> None:
    assert guessed({"Apellido": ["Sosa", "Paz"], "Nacido": cells})["Nacido"] == field


def test_place_alone_is_that_of_the_event_before() -> None:
    values = {"Surname": ["Roe"], "Born": ["1900"], "Place": ["Riga"], "Died": ["1941"], "Place (2)": ["Tartu"]}
    assert [guessed(values)[name] for name in ("Place", "Place (2)")] == ["birth_place", "death_place"]


def test_columns_about_other_people_are_left_out() -> None:
    values = {
        "Surname": ["Roe"],
        "Name of mother": ["Ann Lee"],
        "Date of birth of spouse": ["1900"],
        "Witness": ["J. Doe"],
    }
    assert guessed(values) == {
        "Surname": "surname",
        "Name of mother": None,
        "Date of birth of spouse": None,
        "Witness": None,
    }


def test_tables_without_any_known_header_are_told_by_their_cells_and_say_so() -> None:
    count = 24
    surnames = [f"{surname}{end}" for surname in SURNAMES for end in ("ak", "ski", "ova", "wicz", "enko", "ic")]
    values = {
        "0": [str(row) for row in range(count)],
        "1": (["Ana", "José", "María", "Pedro", "Luis", "Carmen"] * 4)[:count],
        "2": surnames,
        "3": [f"{1930 + row}-05-01" for row in range(count)],
        "4": ["1977-06-12"] * count,
        "5": (["German", "Polish", "Jewish", "Russian"] * 6)[:count],
    }
    found = guess_fields(values)
    assert {column: found.field_of(column) for column in values} == {
        "0": None,
        "1": "given_name",
        "2": "surname",
        "3": "birth_date",
        "4": None,
        "5": "nationality",
    }
    assert found.by_contents == {"1", "2", "3", "5"}


def test_a_date_that_another_follows_by_days_is_no_birth() -> None:
    values = {"x": [f"1977-06-{day:02d}" for day in range(1, 21)], "y": [f"1977-07-{day:02d}" for day in range(1, 21)]}
    assert guess_fields(values).fields == {}


def test_columns_without_names_are_told_by_their_cells() -> None:
    count = 12
    values = {
        "column 1": [str(100 + 3 * row) for row in range(count)],
        "column 2": [f"{name} {surname}" for name in ("Ana", "José", "María") for surname in SURNAMES],
        "column 3": ["F", "M"] * 6,
        "column 4": [str(20 + row % 10) for row in range(count)],
        "column 5": ["12.06.1977"] * count,
        "column 6": ["executed", "released"] * 6,
    }
    found = guess_fields(values)
    assert found.item == "column 1"
    assert {column: found.field_of(column) for column in values} == {
        "column 1": None,
        "column 2": "name",
        "column 3": "gender",
        "column 4": "age",
        "column 5": None,
        "column 6": "outcome",
    }


def test_one_word_for_names_means_what_the_other_columns_leave_open() -> None:
    assert guessed({"Name": ["Roe"], "Vorname": ["Anna"]}) == {"Name": "surname", "Vorname": "given_name"}
    assert guessed({"Apellidos": ["Sosa"], "Nombre": ["Ana"]}) == {"Apellidos": "surname", "Nombre": "given_name"}
    assert guessed({"Nombre": ["Ana Sosa", "Luis Paz"], "Edad": ["27", "29"]}) == {"Nombre": "name", "Edad": "age"}


def test_several_columns_of_notes_are_notes_and_a_second_date_of_birth_is_left_out() -> None:
    values = {"Note": ["a"], "Remarks": ["b"], "Date of birth": ["1900"], "Birth date": ["1901"]}
    found = guess_fields(values)
    assert found.fields["note"] == ("Note", "Remarks")
    assert found.fields["birth_date"] == ("Date of birth",)


def test_language_is_that_of_the_names_of_columns() -> None:
    assert guess_fields({"Nazwisko": ["Lis"], "Imię": ["Jan"], "Zawód": ["rolnik"]}).language == "pl"
    assert guess_fields({"Surname": ["Roe"], "Given name": ["Jan"], "Sex": ["m"]}).language == "en"
    assert guess_fields({"x": ["7"], "y": ["8"]}).language == "und"


def test_column_called_by_one_sex_is_the_sex_where_its_cells_say_yes_or_no() -> None:
    values = {"surname": ["Sosa", "Paz", "Gil"], "male": ["1", "0", "NA"], "minor": ["0", "1", "0"]}
    assert guessed(values) == {"surname": "surname", "male": "gender", "minor": None}
    assert guessed(values | {"male": ["4", "2", "7"]})["male"] is None  # a number of men


def test_first_of_numbered_columns_is_the_field() -> None:
    places = {f"location_{n}": [f"Town {letter}" for letter in "ABCDEFGHIJKL"] for n in (1, 2)}
    values = {"surname": ["Sosa"] * 12, "incident_date": ["1973-09-11"] * 12, **places}
    assert guessed(values) == {
        "surname": "surname", "incident_date": "incident_date", "location_1": "incident_place", "location_2": None
    }  # fmt: skip


def test_place_alone_is_open_where_the_list_dates_two_events() -> None:
    dates = {"arrested": ["1973-09-11"] * 12, "surname": ["Sosa"] * 12, "died": ["1973-10-11"] * 12, "x": ["-"] * 12}
    values = {**dates, "y": ["-"] * 12, "place": [f"Town {letter}" for letter in "ABCDEFGHIJKL"]}
    assert guessed(values)["place"] is None


def test_word_for_a_region_beside_an_event_is_the_place_of_the_event() -> None:
    values = {"Nombre": ["Ana Sosa"], "Entidad de la desaparición": ["Salta"], "Comuna de nacimiento": ["Maipo"]}
    assert guessed(values) == {
        "Nombre": "name",
        "Entidad de la desaparición": "disappearance_place",
        "Comuna de nacimiento": "birth_place",
    }


def test_streets_with_numbers_are_a_residence_under_a_name_that_says_more() -> None:
    streets = ["Am Markt 5", "Kölner Str. 101", "Gasse 3a, Ort"]
    values = {"Nachname": ["Roth"], "Geburtsort": ["Köln"], "Adresse Stein": streets}
    assert guessed(values)["Adresse Stein"] == "residence"
    assert guessed(values | {"Adresse Stein": ["x", "y", "z"]})["Adresse Stein"] is None


def test_codes_of_letters_and_figures_name_the_entries_before_a_count_of_rows() -> None:
    values = {"No": ["1", "2"], "FUB": ["1A03FAD-9D24", "1B7DBF-60C9"], "Apellido": ["Sosa", "Paz"]}
    assert guess_fields(values).item == "FUB"
    assert guess_fields({**values, "FUB": ["1A03FAD-9D24", "1A03FAD-9D24"]}).item == "No"


def test_date_of_a_report_is_not_that_of_the_event() -> None:
    values = {"last_name": ["Roe", "Poe"], "deathConfirmedDate": ["2023-02-23"] * 2, "birth year": ["1990", "1988"]}
    assert guessed(values) == {"last_name": "surname", "deathConfirmedDate": None, "birth year": "birth_date"}


def test_kind_of_incident_names_no_incident_and_a_date_may_run_together() -> None:
    kinds = ["Drowning", "Road accident"] * 20
    places = [f"Town {letter}{n}" for letter in "ABCD" for n in range(10)]
    values = {"name": ["Ana Roe"] * 40, "date": ["20000618"] * 40, "incident": kinds, "location": places}
    assert guessed(values) == {
        "name": "name", "date": "incident_date", "incident": None, "location": "incident_place"
    }  # fmt: skip
    assert guessed({**values, "incident": [f"ispt{n}" for n in range(40)]})["incident"] == "incident"


def test_column_of_names_in_another_language_is_another_spelling() -> None:
    values = {"name_en": ["Ana Sosa", "Luis Paz"], "name_ar": ["انا سوسا", "لويس باز"]}
    assert guessed(values) == {"name_en": "name", "name_ar": "alias"}


def test_header_in_hebrew_or_persian_is_understood() -> None:
    found = guess_fields({"שם משפחה": ["כהן"], "שם פרטי": ["דוד"], "גיל": ["20"], "מין": ["זכר"]})
    assert list(found.fields) == ["surname", "given_name", "age", "gender"]
    assert found.language == "he"
    assert guess_fields({"نام خانوادگی": ["رضایی"], "تاریخ تولد": ["1990"], "چپ": ["گچ"]}).language == "fa"


def test_regions_are_told_by_their_names_in_the_gazetteer() -> None:
    named = {"nombre": ["Ana Sosa", "Luis Paz", "Eva Gil"], "x": ["Salta", "Jujuy", "Córdoba"]}
    assert guessed(named)["x"] == "region"
    assert guessed(named | {"y": ["Chaco", "Salta", "Jujuy"]})["x"] is None


def test_narrower_region_is_the_place_of_the_only_event() -> None:
    towns = [f"Canton {chr(65 + n)}" for n in range(26)]
    values = {"provincia": ["Salta", "Jujuy"] * 13, "canton": towns, "fecha de desaparición": ["13.05.1977"] * 26}
    assert guessed(values)["canton"] == "disappearance_place"


def test_only_column_of_addresses_is_that_of_the_source() -> None:
    pages = ["https://example.org/1", '<a href="https://example.org/2" target="_blank">Press</a>']
    values = {"name": ["Ann Roe", "Bob Low"], "x": pages}
    assert guessed(values)["x"] == "source_address"
    assert guessed(values | {"y": pages})["x"] is None


def test_sentences_are_notes_and_without_names_the_entries() -> None:
    told = [f"Roe Ann, born 190{n} in Riga, a weaver, arrested 13.05.1937, shot two months later" for n in range(3)]
    assert guessed({"name": ["Ann Roe", "Bob Low", "Eva Gil"], "x": told})["x"] == "note"
    assert guessed({"lat": ["56.1", "56.2", "56.3"], "x": told})["x"] == "entry_text"


def test_headers_of_more_languages_are_known() -> None:
    values = {"Sukunimi": ["Virtanen"], "Etunimi": ["Matti"], "Syntymäaika": ["1.2.1901"], "Kuolinpaikka": ["Turku"]}
    assert guessed(values) == {
        "Sukunimi": "surname",
        "Etunimi": "given_name",
        "Syntymäaika": "birth_date",
        "Kuolinpaikka": "death_place",
    }
    danish = {"Navn": ["Ole Berg"], "Fødselsdato": ["1.2.1901"], "Dødssted": ["Neuengamme"]}
    assert list(guessed(danish).values()) == ["name", "birth_date", "death_place"]


def test_sexes_are_no_regions_though_one_is_called_so() -> None:
    assert guessed({"name": ["Ann Roe", "Bob Low", "Eva Gil"], "x": ["Male", "Male", "Femmale"]})["x"] is None


def test_date_at_the_end_of_a_compound_is_never_a_place() -> None:
    values = {"Nachname": ["Roe", "Low"], "Vorname": ["Ann", "Bob"], "Sterbedatum": ["Riga", "Tartu"]}
    assert guessed(values)["Sterbedatum"] is None
    assert guessed(values | {"Sterbedatum": ["1.2.1944", "3.4.1945"]})["Sterbedatum"] == "death_date"


def test_lists_as_programs_write_them_are_no_notes() -> None:
    cells = [f"[{{'src': 'a{n}.jpg', 'legend': 'the house in the long street of the town today'}}]" for n in range(3)]
    assert guessed({"name": ["Ann Roe", "Bob Low", "Eva Gil"], "x": cells})["x"] is None


def test_a_date_that_repeats_the_year_of_birth_is_no_incident() -> None:
    years = [1880 + row for row in range(30)]
    repeated = {"birth": [str(year) for year in years], "date": [f"{year}.01.01" for year in years]}
    assert guess_fields(repeated).fields == {"birth_date": ("birth",)}
    apart = {"birth": [str(year) for year in years], "date": ["1943.01.01"] * 30}
    assert guess_fields(apart).fields == {"birth_date": ("birth",), "incident_date": ("date",)}


def test_language_is_that_of_the_letters_of_names_below_columns_called_in_another() -> None:
    assert guess_fields({"name": ["انا سوسا", "لويس باز"], "age": ["4", "5"], "sex": ["m", "f"]}).language == "ar"
    assert guess_fields({"name": ["Бухарин", "Рыков"], "age": ["49", "57"], "sex": ["m", "m"]}).language == "ru"


def test_word_that_figures_cannot_mean_tells_no_language() -> None:
    assert guess_fields({"Residence": ["Salem", "Andover"], "Sort": ["1", "2"]}).language == "und"


def test_unit_beside_a_rank_is_left_open() -> None:
    values = {"name": ["Ana Sosa", "Luis Paz"], "rank": ["sergeant", "private"], "unit": ["3rd company", "depot"]}
    assert guessed(values)["unit"] is None
    assert guessed({name: texts for name, texts in values.items() if name != "rank"})["unit"] == "unit"
