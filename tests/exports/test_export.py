from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exports.made import MadeArchive, exported
from tests.exports.read_back import TABLES_OF, values_of_tables
from tests.exports.read_back import given as given_out

from byname.access.takedown import withhold
from byname.archive.archive import Archive
from byname.errors import CannotWrite
from byname.exports.formats import formats
from byname.exports.people import ExportedArchive

CANARY = b"anari"  # what must never come out; without its first letter, whose case may be changed
TAKEN_DOWN = "invented:0"  # the entry of Uno Vanavalge
HOSTILE = (
    "=1+1", "+49", "-5", "@sum", "\ttab", "a\nb\r\nc", 'quote " and , ; |', "nul\x00inside", "\x1b[2J", "😀👩‍👩‍👧",
    "שלום",     "\u202eabc", "_x0041_", "<b>&amp;</b>", "x" * 100_000, "0 INDI", "@I1@", "ſ", "e\u0301", "\ufeffb",
    "a\u2028b", "\\u0041",
    "12 JAN 1937", "  spaces  ", "\ud7ff\ue000\uffff",
)  # fmt: skip
DATES = ("1937", "1937-12", "1937-12-05", "193X", "1936/1938", "../1937", "1937?", "1930~", "0044-03-15", "[..1937-05]")


def _bytes(out: Path) -> bytes:
    """All bytes of an export and of what lies beside it; what is packed is unpacked."""
    found = b""
    for path in sorted([out, *out.parent.glob(f"{out.name}.*"), *out.rglob("*")]):
        if path.is_file():
            found += path.read_bytes()
            if path.suffix == ".parquet":
                found += repr(pl.read_parquet(path).rows()).encode()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    found += b"".join(packed.read(name) for name in packed.namelist())
    return found


@pytest.mark.parametrize("name", formats())
def test_nobody_who_may_be_living_comes_out_in_any_format(small: Archive, tmp_path: Path, name: str) -> None:
    out, statement = exported(ExportedArchive(small), name, tmp_path)
    content = _bytes(out)
    assert len(content) > 100
    assert statement["withheld_people"] == 2
    assert CANARY not in content
    assert b"terms of the list keep back a long note" not in content
    (tmp_path / "all").mkdir()
    everybody, _ = exported(ExportedArchive(small, protected=False), name, tmp_path / "all")
    assert CANARY in _bytes(everybody) or not _tells_names(name)  # the canary would be seen


@pytest.fixture(scope="module")
def taken_down(small: Archive, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The small archive from which a keeper has taken down one person."""
    folder = tmp_path_factory.mktemp("taken-down") / "archive"
    archive = Archive.open(Path(shutil.copytree(small.folder, folder)))
    withhold(archive, TAKEN_DOWN, why="asked by a daughter", by="anna")
    return archive


@pytest.mark.parametrize("name", formats())
def test_nobody_whom_a_keeper_has_withheld_comes_out_in_any_format(
    small: Archive, taken_down: Archive, tmp_path: Path, name: str
) -> None:
    out, statement = exported(ExportedArchive(taken_down), name, tmp_path)
    assert statement["withheld_people"] == 3
    assert TAKEN_DOWN.encode() not in _bytes(out)
    assert b"1942-03-04" not in _bytes(out)  # the death of Uno Vanavalge
    (tmp_path / "before").mkdir()
    before, _ = exported(ExportedArchive(small), name, tmp_path / "before")
    assert TAKEN_DOWN.encode() in _bytes(before) or name in ("lpf", "histories", "replicates")


def _tells_names(name: str) -> bool:
    return "name" in formats()[name].terms or "all" in formats()[name].terms


@pytest.mark.parametrize("name", formats())
def test_the_same_archive_gives_the_same_bytes(small: Archive, tmp_path: Path, name: str) -> None:
    content = []
    for time in ("first", "second"):
        (tmp_path / time).mkdir()
        out, _ = exported(ExportedArchive(small), name, tmp_path / time)
        content.append(_bytes(out))
    assert content[0] == content[1]


@pytest.mark.parametrize("name", TABLES_OF)
def test_what_went_out_is_what_another_reader_finds(small: Archive, tmp_path: Path, name: str) -> None:
    out, statement = exported(ExportedArchive(small), name, tmp_path)
    assert values_of_tables(TABLES_OF[name](out)) == given_out(statement)
    assert statement["values_in"] == statement["values_out"] + sum(statement["lost"].values())
    assert json.loads(out.with_name(f"{out.name}.loss.json").read_text(encoding="utf-8")) == statement


def hostile_people() -> list[tuple[dict[str, str], list[tuple[str, str, str | None]]]]:
    """People whose every value is one that some format could stumble over."""
    people: list[tuple[dict[str, str], list[tuple[str, str, str | None]]]] = []
    for number, text in enumerate(HOSTILE):
        date = DATES[number % len(DATES)]
        said: list[tuple[str, str, str | None]] = [
            ("name", text, text), ("surname", text, None), ("given_name", text, text.lower()),
            ("birth_date", text, date),
            ("birth_place", text, text), ("arrest_date", date, date), ("note", text, None), ("charge", text, text),
            ("occupation", text, None), ("death_date", "44 BC", None), ("nationality", text, "estonian"),
            ("role", text, text), ("sentence_date", text, date), ("sentencing_body", text, None),
            ("articles", text, text), ("patronymic", text, None),
        ]  # fmt: skip
        people.append(({"name": text, "birth": date, "gender": "female", "outcome": "shot"}, said))
    return people


@pytest.mark.parametrize("name", TABLES_OF)
def test_hostile_values_come_out_as_they_went_in_or_are_counted(tmp_path: Path, name: str) -> None:
    made = MadeArchive(hostile_people())
    out, statement = exported(made, name, tmp_path)
    (batch,) = made.batches()
    tables = TABLES_OF[name](out)
    assert len(tables["statements"]) == len(batch.statements)
    differs = _differing(batch.statements.to_dicts(), tables["statements"])
    if name == "csv":
        (changed,) = statement["changed"].values()
        assert changed > 40
        assert all(told == f"'{came}" for came, told in differs)
    elif name == "xlsx":
        assert all(len(came) > 32_767 or not _is_xml(came) for came, _ in differs)
        lost = sum(row["in"] - row["out"] for row in statement["fields"] if row["part"] != "person")
        assert lost == len(differs) > 0
    else:
        assert differs == []


def _is_xml(text: str) -> bool:
    return all(sign >= " " or sign in "\t\n\r" for sign in text) and "\uffff" not in text


def _differing(came: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    pairs = [(a[column], b[column]) for a, b in zip(came, told, strict=True) for column in a]
    return [(a, b) for a, b in pairs if a != b]


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
@pytest.mark.parametrize("name", formats())
def test_any_text_is_written_and_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, name: str, texts: list[str]
) -> None:
    said: list[tuple[str, str, str | None]] = [
        (field, text, text) for text in texts for field in ("name", "note", "birth_date", "arrest_place", "role")
    ]
    made = MadeArchive([({"name": texts[0], "birth": texts[-1]}, said)])
    out, statement = exported(made, name, tmp_path_factory.mktemp("any"))
    assert statement["values_in"] == statement["values_out"] + sum(statement["lost"].values()) > 0
    if name in ("jsonl", "parquet", "sqlite"):
        assert [row["as_written"] for row in TABLES_OF[name](out)["statements"]] == [words for _, words, _ in said]


def test_a_folder_that_is_there_is_kept(small: Archive, tmp_path: Path) -> None:
    out, _ = exported(ExportedArchive(small), "csv", tmp_path)
    before = _bytes(out)
    with pytest.raises(CannotWrite, match="already"):
        exported(ExportedArchive(small), "csv", tmp_path)
    with pytest.raises(CannotWrite, match="not there"):
        exported(ExportedArchive(small), "jsonl", tmp_path / "nowhere")
    assert _bytes(out) == before
    assert not list(tmp_path.glob(".*"))
