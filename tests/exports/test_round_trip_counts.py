"""What goes out in a format that is read, too, comes back by the mapping that is suggested, or it is said why not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from benchmarks.exports.round_trips import FORMATS, round_trip
from tests.commands import data_of
from tests.exports.made import MadeArchive, exported
from tests.exports.test_export import DATES

from byname.archive.archive import Archive
from byname.records.reading import RecordReader
from byname.records.suggestion import suggest_mapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "rio-hondo"
JOINED = "several values, or one with the sign by which values are joined"
CODED = "the format has no normal forms, and the words need the mapping of their list"


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The three invented lists of a town, in Spanish."""
    folder = tmp_path_factory.mktemp("spanish") / "archive"
    data_of("init", folder)
    for name in ("registro", "comision", "hechos"):
        data_of("add", folder, EXAMPLE / f"{name}.csv", "--mapping", EXAMPLE / f"{name}.yaml")
    data_of("build", folder, "--quick")
    return Archive.open(folder)


@pytest.mark.parametrize("name", FORMATS)
def test_the_bundled_collection_comes_back(demo: Path, tmp_path: Path, name: str) -> None:
    found = round_trip(Archive.open(demo), name, tmp_path)
    assert found.people == 408
    assert {why: counts.total() for why, counts in found.differ.items()} == {JOINED: 101}
    assert found.same.total() >= 3_450


@pytest.mark.parametrize("name", FORMATS)
def test_lists_in_spanish_come_back(spanish: Archive, tmp_path: Path, name: str) -> None:
    found = round_trip(spanish, name, tmp_path)
    assert found.people == 117  # one who came back, without a birth, is withheld
    assert found.differ == {CODED: Counter(outcome=73)}
    assert found.same.total() >= 990  # 1,000 and more while he was shown


@pytest.mark.parametrize("name", FORMATS)
def test_dates_of_every_form_come_back(tmp_path: Path, name: str) -> None:
    dates = (*DATES, "1937-06/1938", "[1937..]", "1937-05-06?", "1937%")
    people: list[tuple[dict[str, str], list[tuple[str, str, str | None]]]] = [
        ({"name": "Uno"}, [("surname", "Vana", None), ("birth_date", date, date), ("arrest_date", date, date)])
        for date in dates
    ]
    out, _ = exported(MadeArchive(people), name, tmp_path)
    mapping = parse_mapping(suggest_mapping(out), "suggested.yaml")
    reader = RecordReader(mapping)
    with open_source(out, mapping) as entries:
        back = [[s.value for s in reader.read(entry)[0].statements if s.field.endswith("_date")] for entry in entries]
    assert back == [[date, date] for date in dates]
