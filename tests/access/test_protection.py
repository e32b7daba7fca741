"""The rule by which people who may be living are withheld, on tables of a few invented people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.access.protection import OPEN_FIELDS, WITHHELD, WITHHELD_TEXT, Protection, Span
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive
from byname.records.outcomes import outcomes_saying
from byname.records.schema import ENTRIES, RECORDS, STATEMENTS

FROM = 1926
_PEOPLE: dict[str, pl.DataType] = {"person_id": pl.String(), "death": pl.String(), "outcome": pl.String()}
_ASSIGNMENTS: dict[str, pl.DataType] = {"record_id": pl.String(), "person_id": pl.String()}
Rows = list[dict[str, Any]]


def _rule(
    folder: Path,
    records: Rows,
    *,
    statements: Rows | None = None,
    people: dict[str, dict[str, str]] | None = None,
    born_from: int = FROM,
) -> Protection:
    """The rule over records of lists (`person` names whose each is, P-1 unless it says so) and what is stated."""
    owners = [{"record_id": row["record_id"], "person_id": row.get("person", "P-1")} for row in records]
    known: Rows = [
        {"person_id": id, **(people or {}).get(id, {})} for id in sorted({row["person_id"] for row in owners})
    ]
    full = [{"kind": "person", **row} for row in records]
    tables: dict[str, tuple[Rows, dict[str, pl.DataType]]] = {
        "people": (known, _PEOPLE),
        "assignments": (owners, _ASSIGNMENTS),
        "records": (full, RECORDS),
        "entries": (records, ENTRIES),
        "statements": (statements or [], STATEMENTS),
    }
    for name, (rows, schema) in tables.items():
        kept = [{column: row.get(column) for column in schema} for row in rows]
        pl.DataFrame(kept, schema=schema).write_parquet(folder / f"{name}.parquet")
    return Protection(DerivedTables(folder), born_from)


def _entries(*texts: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(texts, schema={"record_id": pl.String, "text": pl.String}, orient="row")


@pytest.mark.parametrize(
    ("birth", "withheld"),
    [
        ("1925", False), ("1925-12-31", False), ("1926", True), ("1926-01-01", True), ("192X", True),
        ("1920/1926", True), ("1930/..", True), ("1924~", True), ("1923~", False), ("../1925", False),
    ],
)  # fmt: skip
def test_a_birth_that_may_fall_in_the_protected_years_withholds_a_person(
    tmp_path: Path, birth: str, withheld: bool
) -> None:
    rule = _rule(tmp_path, [{"record_id": "A:0", "birth": birth}])
    assert rule.people().to_list() == ["P-1"] * withheld
    assert rule.records().to_list() == ["A:0"] * withheld


@pytest.mark.parametrize(
    ("facts", "withheld"),
    [({}, True), ({"death": "1942"}, False),
     *(({"outcome": outcome}, False) for outcome in outcomes_saying("yes", "presumed")),
     *(({"outcome": outcome}, True) for outcome in outcomes_saying("no", "unknown")),
     ({"outcome": "released"}, True), ({"death": "1942", "outcome": "shot"}, False)],
)  # fmt: skip
def test_who_is_dead_is_not_withheld(tmp_path: Path, facts: dict[str, str], withheld: bool) -> None:
    rule = _rule(tmp_path, [{"record_id": "A:0", "birth": "1930"}], people={"P-1": facts})
    assert len(rule.people()) == withheld


@pytest.mark.parametrize(
    ("standing", "outcome", "withheld"),
    [("dead", None, False), ("disappeared", None, False), ("disappeared", "unknown-fate", False),
     ("persecuted", None, True),
     ("official", None, True), ("unknown", None, True), (None, None, True), ("disappeared", "released", True),
     ("disappeared", "found", True), ("dead", "survived", True)],
)  # fmt: skip
def test_nobody_on_a_list_of_the_dead_or_disappeared_is_withheld_unless_it_says_that_they_came_back(
    tmp_path: Path, standing: str | None, outcome: str | None, withheld: bool
) -> None:
    rows = [{"record_id": "A:0", "birth": "1950", "standing": standing, "outcome": outcome}]
    assert len(_rule(tmp_path, rows).people()) == withheld


def test_one_list_of_the_disappeared_is_enough_among_several(tmp_path: Path) -> None:
    rows = [{"record_id": "A:0", "birth": "1950", "standing": "persecuted"},
            {"record_id": "B:0", "standing": "disappeared"}]  # fmt: skip
    assert _rule(tmp_path, rows).people().to_list() == []


def test_a_person_is_withheld_by_the_latest_birth_that_any_source_gives(tmp_path: Path) -> None:
    rows = [{"record_id": f"{source}:0", "birth": birth} for source, birth in (("A", "1890"), ("B", "1930"))]
    rule = _rule(tmp_path, [*rows, {"record_id": "B:1", "birth": "1890", "person": "P-2"}])
    assert rule.people().to_list() == ["P-1"]
    assert rule.records().to_list() == ["A:0", "B:0"]


def _stated(record_id: str, field: str, value: str | None, **more: object) -> dict[str, Any]:
    return {"record_id": record_id, "field": field, "as_written": "x", "value": value, **more}


def test_a_birth_that_nobody_could_read_withholds_where_no_other_source_gives_one(tmp_path: Path) -> None:
    unread = [_stated("A:0", "birth_date", None), _stated("A:1", "birth", None), _stated("A:2", "death_date", None)]
    rows = [{"record_id": f"A:{n}", "person": f"P-{n}"} for n in range(3)]
    rule = _rule(tmp_path, [*rows, {"record_id": "B:1", "person": "P-1", "birth": "1880"}], statements=unread)
    assert rule.people().to_list() == ["P-0"]


def test_of_a_person_without_a_stated_birth_or_event_nothing_is_withheld(tmp_path: Path) -> None:
    assert _rule(tmp_path, [{"record_id": "A:0"}]).people().to_list() == []


@pytest.mark.parametrize(
    ("facts", "withheld"),
    [({"arrest": "1943-12-31"}, False), ({"arrest": "1944"}, True), ({"sentence_date": "2019-10-20"}, True),
     ({"deportation": "1949-03-25"}, True), ({"release": "1955"}, True), ({"disappearance": "1976-05"}, True),
     ({"arrest": "1938", "release": "1955"}, False), ({"arrest": "1938/1945", "release": "1955"}, True),
     ({"rehabilitation": "1989"}, False), ({"arrest": "2019", "birth": "1890"}, False),
     ({"arrest": "2019", "standing": "disappeared"}, False), ({"arrest": "2019", "standing": "dead"}, False)],
)  # fmt: skip
def test_who_was_grown_up_when_the_first_thing_happened_and_may_live_is_withheld_where_no_birth_is_stated(
    tmp_path: Path, facts: dict[str, str], withheld: bool
) -> None:
    rule = _rule(tmp_path, [{"record_id": "A:0", **facts}])
    assert len(rule.people()) == len(rule.people(["P-1"])) == withheld


def test_the_first_event_of_all_entries_of_a_person_counts_and_so_does_the_day_of_an_incident(tmp_path: Path) -> None:
    rows = [{"record_id": "A:0", "arrest": "1950"}, {"record_id": "B:0", "arrest": "1937"},
            {"record_id": "A:1", "person": "P-2"}, {"record_id": "A:2", "person": "P-3"}]  # fmt: skip
    said = [_stated("A:1", "incident_date", "2019-10-20"), _stated("A:2", "incident_date", None)]
    assert _rule(tmp_path, rows, statements=said).people().to_list() == ["P-2"]


def test_the_rule_may_be_asked_of_some_people_and_protects_nobody_from_year_none(tmp_path: Path) -> None:
    rows = [{"record_id": f"A:{n}", "person": f"P-{n}", "birth": "1930"} for n in (3, 1, 2)]
    rule = _rule(tmp_path, rows)
    assert rule.people().to_list() == ["P-1", "P-2", "P-3"]
    assert rule.people(["P-2", "P-9"]).to_list() == ["P-2"]
    nobody = _rule(tmp_path, rows, born_from=0)
    assert nobody.people().to_list() == nobody.records().to_list() == []
    assert nobody.hidden_texts(_entries(("A:1", "his son, born 1950"))) == set()


def test_the_texts_of_withheld_people_and_those_that_speak_of_others_are_hidden(tmp_path: Path) -> None:
    rows = [{"record_id": "A:0", "birth": "1930"}, *({"record_id": f"B:{n}", "person": f"P-{n + 2}"} for n in range(4))]
    rule = _rule(tmp_path, [*rows, {"record_id": "B:4", "person": "P-9", "kind": "unread"}])
    texts = _entries(
        ("A:0", "no year"),
        ("B:0", "his son, born 1930"),
        ("B:1", "rehabilitated in 1957"),
        ("B:2", "his son, born 1920"),
        ("facts/camps:3", "his son, born 1930"),
        ("B:4", "?? 1957"),  # nobody could read it: any year of the time may be a birth
    )
    assert rule.hidden_texts(texts) == {"A:0", "B:0", "B:4"}
    shown = rule.with_texts_withheld(texts, "text")
    assert shown["text"].to_list() == [
        WITHHELD,
        WITHHELD_TEXT,
        "rehabilitated in 1957",
        "his son, born 1920",
        "his son, born 1930",
        WITHHELD_TEXT,
    ]
    nobody = pl.Series("record_id", [], dtype=pl.String)
    assert rule.with_texts_withheld(texts, "text", nobody)["text"][0] == "no year"
    assert rule.hidden_texts(texts, pl.Series(["B:1", "gone:0"])) == {"B:0", "B:1", "B:4"}


def test_an_empty_text_stays_empty(tmp_path: Path) -> None:
    rule = _rule(tmp_path, [{"record_id": "A:0", "birth": "1890"}])
    frame = pl.DataFrame({"record_id": ["A:0"], "text": [None]}, schema={"record_id": pl.String, "text": pl.String})
    assert rule.with_texts_withheld(frame, "text")["text"].to_list() == [None]


@pytest.mark.parametrize(
    ("statement", "hidden"),
    [
        (_stated("A:0", "death_date", "1942", start=10, end=14), False),
        (_stated("A:0", "death_date", "1942", start=10, end=10), True),
        (_stated("A:0", "death_date", "1942", start=11, end=14), True),
        (_stated("A:0", "death_date", None, start=10, end=14), True),  # nobody could read it, so it explains nothing
        (_stated("A:0", "birth_date", "1888", start=10, end=14), False),
        (_stated("A:0", "birth_date", "1942", start=10, end=14), True),  # a second birth is somebody else's
        *((_stated("A:0", field, "x", start=10, end=14), True) for field in sorted(OPEN_FIELDS)),
        (_stated("A:0", "death_date", "1942", start=10, end=14, column="died"), True),
    ],
)
def test_a_year_that_the_persons_own_facts_account_for_hides_nothing(
    tmp_path: Path, statement: dict[str, Any], hidden: bool
) -> None:
    rule = _rule(tmp_path, [{"record_id": "A:0", "birth": "1888"}], statements=[statement])
    text = "child and 1942 and more"
    assert text[10:14] == "1942"
    assert rule.hidden_texts(_entries(("A:0", text))) == ({"A:0"} if hidden else set())


def test_values_of_the_living_are_withheld_and_of_others_only_words_about_others(tmp_path: Path) -> None:
    rows = [{"record_id": "A:0", "birth": "1930", "text": "x"},
            {"record_id": "B:0", "person": "P-2", "birth": "1888", "text": "his daughter, born 1936"},
            {"record_id": "C:0", "person": "P-3", "birth": "1888", "text": "a teacher"}]  # fmt: skip
    rule = _rule(tmp_path, rows)
    values = [("A:0", "name"), ("B:0", "name"), ("B:0", "note"), ("B:0", "birth_date"), ("B:0", "death_date"),
              ("C:0", "note")]  # fmt: skip
    frame = pl.DataFrame(values, schema=["record_id", "field"], orient="row").with_columns(
        pl.lit("words").alias("as_written"), pl.lit("normal").alias("value")
    )
    shown = rule.values_withheld(frame, "as_written", rule.records())
    assert shown["as_written"].to_list() == [WITHHELD, "words", WITHHELD_TEXT, WITHHELD_TEXT, "words", "words"]
    assert shown["value"].to_list() == [None, "normal", None, None, "normal", "normal"]
    without = rule.values_withheld(frame.drop("value"), "as_written", rule.records())
    assert without.columns == ["record_id", "field", "as_written"]
    open_ = _rule(tmp_path, rows, born_from=0)
    assert open_.values_withheld(frame, "as_written", open_.records()).equals(frame)


def test_rows_of_withheld_people_are_left_out_and_the_people_counted(tmp_path: Path) -> None:
    rows = [{"record_id": "A:0", "birth": "1930"}, {"record_id": "B:0", "birth": "1930"},
            {"record_id": "C:0", "person": "P-2", "birth": "1888"}]  # fmt: skip
    rule = _rule(tmp_path, rows)
    of_people, people = rule.without_people(pl.DataFrame({"person_id": ["P-1", "P-2"]}))
    assert (of_people["person_id"].to_list(), people) == (["P-2"], 1)
    of_records, people = rule.without_people(pl.DataFrame({"record_id": ["A:0", "B:0", "C:0"]}))
    assert (of_records["record_id"].to_list(), people) == (["C:0"], 1)


def test_the_rule_of_an_archive_is_that_of_its_settings(demo: Path, tmp_path: Path) -> None:
    archive = Archive.open(demo)
    assert Protection.of(archive).born_from == archive.protect_born_from
    with pytest.raises(BadArchive, match="not built"):
        Protection.of(Archive.create(tmp_path / "empty", "Tests"))


YEARS = Protection(DerivedTables(Path()), FROM)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("born 1925", False), ("born 1926", True), ("b. 03.04.39", True), ("193X", True), ("in the 1930s", True),
        ("№ 19301 of 2345", False), ("tel. 12345678", False), ("12.05.25", False), ("1889-1942", True), ("", False),
        ('{"note": "born 1950", "no": "7"}', True), ('{"note": "born 1850"}', False), ("{1950", True),
    ],
)  # fmt: skip
def test_years_of_the_protected_time_are_seen(text: str, mentions: bool) -> None:
    assert YEARS.mentions(text, anywhere=True) is mentions


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("rehabilitated in 1957, see the order of 1937", False), ("his son Jaan, 1944", True),
        ("дочь Анна, 1939 г.р.", True),
        ("Poeg Mart, s. 12.05.44", True), ("1950 г. р.", True), ("geb. 1941", True), ("trib. 12.05.48", False),
        ("hija de dos meses (1977)", True), ("sons of 1888", False),
        ("died in 1936; kind of death not printed", False), ("a seasonal worker in 1948", False),
        ("arrested with his daughter in the long and very cold winter that began in the year 1937", False),
    ],
)  # fmt: skip
def test_a_year_is_a_birth_where_a_word_says_so(text: str, birth: bool) -> None:
    assert YEARS.mentions(text) is birth


def test_a_year_that_the_records_own_facts_account_for_does_not_hide_the_text() -> None:
    text = "s. 1888, surn. 1942"
    assert YEARS.mentions(text, anywhere=True)
    assert not YEARS.mentions(text, [(None, 15, 19)], anywhere=True)
    assert YEARS.mentions('{"died": "1942", "note": "1942"}', [("died", 0, 4)], anywhere=True)


@given(st.text(alphabet='0123456789.-/ Xxs{}":abc', max_size=40))
def test_any_text_is_judged(text: str) -> None:
    assert YEARS.mentions(text) <= YEARS.mentions(text, anywhere=True)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("born 2100", True), ("born 2101", False), ("born 9999", False), ("born 192X", True), ("born 191X", False),
        ("born 3.4.26", True), ("born 3.4.25", False), ("born 3-4-39", True), ("born 3/4/39", True),
        ("born 3.4.1939", True), ("born 19390", False), ("born 3.4.390", False),
    ],
)  # fmt: skip
def test_the_latest_year_that_a_mention_can_mean_counts(text: str, mentions: bool) -> None:
    assert YEARS.mentions(text) is mentions


@pytest.mark.parametrize(("gap", "after", "birth"), [(34, 0, True), (35, 0, False), (40, 9, True), (40, 10, False)])
def test_a_word_of_birth_counts_within_its_reach(gap: int, after: int, birth: bool) -> None:
    text = f"infant{' ' * gap}1940{' ' * after}child" if after else f"infant{' ' * gap}1940"
    assert YEARS.mentions(text) is birth


@pytest.mark.parametrize(
    ("text", "accounted", "mentions"),
    [
        ("born 1940", [(None, 5, 9)], False),
        ("born 1940", [(None, 6, 9)], True),
        ("born 1940", [(None, 0, 5)], True),
        ("born 1940, born 1941", [(None, 5, 9)], True),
        ('{"a": "born 1940"}', [("a", 5, 9)], False),
        ('{"a": "born 1940"}', [("b", 5, 9)], True),
        ('{"a": 1}', [], False),
        ("{}born 1940", [], True),
        ("{}", [], False),
        ('{"a": "x"} born 1940', [], True),
    ],
)
def test_only_the_characters_of_a_fact_account_for_a_year(text: str, accounted: list[Span], mentions: bool) -> None:
    assert YEARS.mentions(text, accounted) is mentions
