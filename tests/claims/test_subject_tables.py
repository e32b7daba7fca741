from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import HEAD, SOURCE

from byname.claims.lexicon.subject_pack import subject_pack
from byname.claims.subject_tables import FACT_COLUMNS, FINDING_COLUMNS, table_mistakes

TITLE = "source_title,source_page"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "subject.yaml").write_text("name: Ruritania\n", encoding="utf-8")
    (tmp_path / "gazetteer.yaml").write_text(
        "- {id: ruritania, kind: place, words: [Ruritania]}\n- {id: rising, kind: event, words: [rising]}\n",
        encoding="utf-8",
    )
    return tmp_path


def told(folder: Path, name: str, *lines: str) -> list[str]:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with subject_pack(folder):
        return [str(found) for found in table_mistakes(folder)]


def test_a_figure_is_checked_as_one_of_a_users_table(folder: Path) -> None:
    row = f"a,S,q,,5,,persons,1937,1938,USSR,all,{SOURCE},rumour"
    (found,) = told(folder, "figures.csv", HEAD, row)
    assert found.startswith("figures.csv, row 2: the kind 'rumour'")
    assert told(folder, "figures.csv", HEAD) == []
    assert "the columns subject" in told(folder, "figures.csv", "id", "a")[0]


def test_a_fact_names_entries_and_predicates_that_exist_and_a_date(folder: Path) -> None:
    head = f"{','.join(FACT_COLUMNS)},{TITLE}"
    good = "a,1921-03,It rose.,rising,kill,popular,A Book,7"
    assert told(folder, "facts.csv", head, good) == []
    bad = "a,in spring,,rising riot,maim,rumour,A Book,"
    found = told(folder, "facts.csv", head, good, bad)
    for words in ("date 'in spring'", "'riot' is no entry", "'maim' is no predicate", "kind 'rumour'", "the id 'a'",
                  "it says nothing", "where its source is found"):  # fmt: skip
        assert any(line.startswith("facts.csv, row 3: ") and words in line for line in found), words
    assert "it speaks of no entry" in told(folder, "facts.csv", head, good.replace("rising", ""))[0]
    assert told(folder, "facts.csv", "id,date", "a,1921") == [
        "facts.csv: the columns statement, entities, predicates, kind are missing"
    ]


def test_a_finding_has_a_relation_a_stance_and_two_entries(folder: Path) -> None:
    head = f"{','.join(FINDING_COLUMNS)},{TITLE}"
    assert (
        told(folder, "findings.csv", head, "n,begin,rising,ruritania,affirmed,So it began.,1921,popular,,A Book,7")
        == []
    )
    found = told(folder, "findings.csv", head, "n,start,rising,riot,certain,So it began.,spring,popular,,A Book,7")
    for words in ("relation 'start'", "stance 'certain'", "period 'spring'", "'riot' is no entry"):
        assert any(words in line for line in found), words


def test_an_id_stands_in_one_table_only(folder: Path) -> None:
    told(folder, "figures.csv", HEAD, f"a,S,q,,5,,persons,1937,1938,USSR,all,{SOURCE},popular")
    head = f"{','.join(FACT_COLUMNS)},{TITLE}"
    found = told(folder, "facts.csv", head, "a,1921-03,It rose.,rising,kill,popular,A Book,7")
    assert found == ["figures.csv, a: its id stands in facts.csv too"]


def test_a_table_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "facts.csv").write_bytes("id\nд\n".encode("cp1251"))
    with subject_pack(folder):
        assert ["not UTF-8" in str(found) for found in table_mistakes(folder)] == [True]
