"""The commands `facts add` and `facts list`, and what a build makes of a table of camps."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.commands import data_of, run

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.pipeline.fact_tables import check_table
from byname.sources.bundled import demo_collection
from byname.sources.facts import StatedSource, with_source

CAMPS = (
    "camp_id,camp_en,camp_ru,lon,lat,year,prisoners\n"
    "1,Vorkutinsky ITL,Воркутинский ИТЛ,64.0,67.5,1938,15009\n"
    "1,Vorkutinsky ITL,Воркутинский ИТЛ,64.0,67.5,1951,72940\n"
    '2,"Norilsky ITL",Норильский ИТЛ,88.2,69.3,1951,72490\n'
    "2,Norilsky ITL,Норильский ИТЛ,88.2,69.3,1952,null\n"
)
STATED = ("--source", "A handbook, 1998", "--address", "p. 7")


def said_by(*words: str | Path, code: int = 0) -> str:
    done = run(*words)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive", "An archive")


@pytest.fixture
def camps(tmp_path: Path) -> Path:
    path = tmp_path / "camp-years.csv"
    path.write_text(CAMPS, encoding="utf-8")
    return path


def test_stated_source_holds_for_all_rows_and_the_file_is_kept_as_it_came(archive: Archive, camps: Path) -> None:
    said = said_by("facts", "add", archive.folder, camps, "--as", "camps", *STATED, "--licence", "ISC")
    assert "camps: added; 4 rows" in said
    file = archive.fact_files()[0]
    assert file.came_sha256 is not None
    assert archive.original(file.came_sha256).read_bytes() == camps.read_bytes()
    kept = archive.original(file.sha256).read_text(encoding="utf-8").splitlines()
    assert kept[1].endswith(',15009,"A handbook, 1998",p. 7')
    assert (file.file_name, file.source_title, file.licence) == ("camp-years.csv", "A handbook, 1998", "ISC")


def test_adding_again_changes_nothing_and_another_source_does(archive: Archive, camps: Path) -> None:
    words = ("facts", "add", archive.folder, camps, "--as", "camps")
    run(*words, *STATED)
    assert "camps: unchanged" in said_by(*words, *STATED)
    assert "camps: added" in said_by(*words, "--source", "Another", "--address", "p. 1")
    assert len(archive.fact_files()) == 1


def test_list_names_sources_and_uses(archive: Archive, camps: Path) -> None:
    assert "no tables of facts" in said_by("facts", "list", archive.folder)
    said_by("facts", "add", archive.folder, camps, "--as", "camps", *STATED)
    said_by("facts", "add", archive.folder, demo_collection().facts["events"])
    tables = {table["name"]: table for table in data_of("facts", "list", archive.folder)["tables"]}
    assert tables["camps"]["sources"] == ["A handbook, 1998"]
    assert tables["camps"]["source_stated"]
    assert tables["events"]["rows"] == 40
    assert "dated events" in tables["events"]["used_for"]
    assert "(stated when it was added)" in said_by("facts", "list", archive.folder)


def test_bundled_tables_pass_the_check_of_their_names() -> None:
    for name, path in demo_collection().facts.items():
        assert len(check_table(path, name).rows)


@pytest.mark.parametrize(
    ("name", "content", "words", "message"),
    [
        ("camps", CAMPS, (), "the table has no columns for the source"),
        ("camps", CAMPS, ("--source", "A handbook"), "a source has a title and an address; give both"),
        ("camps", CAMPS.replace("67.5,1938", "167.5,1938"), STATED, "row 1: camp 1 lies off the globe; correct"),
        ("camps", CAMPS.replace("15009", "15 009"), STATED, "row 1: '15 009' is no number of the column prisoners"),
        ("camps", CAMPS.replace("lon", "x"), STATED, "no column 'lon'"),
        ("camps", CAMPS.replace("64.0,67.5,1938", "1938"), STATED, "row 1 has 5 cells under 7 headings"),
        ("events", "date,title\n1937,A\n", STATED, "there is no column 'id'; a table of the name events has"),
        ("populations", "id,place\n1,A\n", STATED, "there is no column 'date'"),
        ("gulag_inmates_deaths", "year,inmates,deaths\n1938,1,many\n", STATED, "row 1: deaths is 'many'"),
        ("order_limits", "area,first_category\nA,1\n", STATED, "ends in the number of an order"),
        ("order_00447_limits", "area,allowed\nA,1\n", STATED, "no column holds the limits of a category"),
        ("anything", "a,source_title,source_address\n1,S,p. 1\n", STATED, "names its sources itself"),
        ("anything", "a,b\n", STATED, "the table has no rows"),
        ("any thing", "a\n1\n", STATED, "cannot be the name of a table"),
    ],
)
def test_bad_input_is_one_clear_error_and_nothing_is_kept(
    archive: Archive, tmp_path: Path, name: str, content: str, words: tuple[str, ...], message: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(content, encoding="utf-8")
    said = said_by("facts", "add", archive.folder, path, "--as", name, *words, code=1)
    assert message in re.sub(r"\s+", " ", said)
    assert "table.csv" in said
    assert not archive.fact_files()
    assert not list((archive.folder / "originals").glob("[!.]*"))


def test_one_name_for_two_files_is_refused(archive: Archive, camps: Path) -> None:
    assert "--as names one table" in said_by("facts", "add", archive.folder, camps, camps, "--as", "camps", code=1)
    assert "there is no such file" in said_by("facts", "add", archive.folder, "nowhere.csv", *STATED, code=1)


def test_a_stated_source_gives_the_same_bytes_each_time() -> None:
    source = StatedSource("A book", "p. 4")
    made = with_source(b'\xef\xbb\xbfyear,says\r\n1938,"two\nlines"\r\n\r\n', source, "t.csv")
    assert made.decode() == 'year,says,source_title,source_address\n1938,"two\nlines",A book,p. 4\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("facts")
    made = Archive.create(folder / "archive", "The commanders")
    add_files(made, demo_collection().lists[1:2])
    path = folder / "camp-years.csv"
    path.write_text(CAMPS, encoding="utf-8")
    said_by("facts", "add", made.folder, path, "--as", "camps", *STATED)
    said_by("build", made.folder)
    return made


def test_build_shows_the_camps_and_traces_each_figure_to_its_row(built: Archive) -> None:
    found = {one["id"]: one for one in data_of("consequences", built.folder)["analyses"]}
    assert [row["prisoners"] for row in found["camps-by-year"]["rows"]] == [15_009, 145_430]
    assert found["camps-by-place"]["rows"][0]["camp"] == "Vorkutinsky ITL"
    trace = data_of("trace", built.folder, "camps-by-year-1951")
    assert [row["record_id"] for row in trace["rows"]] == ["facts/camps:2", "facts/camps:3"]
    assert trace["rows"][0]["file"] == "camp-years.csv"
    assert trace["rows"][0]["sha256"] == built.fact_files()[0].came_sha256
    assert json.loads(trace["rows"][1]["text"])["camp_ru"] == "Норильский ИТЛ"


def test_report_draws_the_camps_for_desk_and_phone(built: Archive) -> None:
    page = (built.report / "index.html").read_text(encoding="utf-8")
    for key in ("camps-by-year", "camps-by-place"):
        assert f'id="consequences-{key}"' in page
        for size in ("w", "n"):
            assert f'id="{key}-{size}-title"' in page
            assert f'id="{key}-{size}-description"' in page
    traced = (built.report / "trace.html").read_text(encoding="utf-8")
    assert "the rows of the archive&#39;s table of camps" in traced
    assert "Норильский ИТЛ" in traced


def test_verify_passes_and_sees_a_changed_table_of_facts(built: Archive) -> None:
    assert "agree" in said_by("verify", built.folder)
    came = built.original(str(built.fact_files()[0].came_sha256))
    before = came.read_bytes()
    try:
        came.write_bytes(before.replace(b"15009", b"15008"))
        assert "(camp-years.csv) was changed" in said_by("verify", built.folder, code=1)
    finally:
        came.write_bytes(before)


@pytest.mark.shared
def test_the_public_table_of_camps_is_added_as_it_is(archive: Archive, shared: Path) -> None:
    path = shared / "collections" / "gulag-camps" / "camp-years.csv"
    assert "2,472 rows" in said_by("facts", "add", archive.folder, path, "--as", "camps", *STATED)
