from __future__ import annotations

import re

import pytest
from tests.site.web.desk.conftest import Visitor

from byname.access.desk.restricted import LOOKED
from byname.access.takedown import takedowns_of
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables


@pytest.fixture
def living(desk: Archive) -> str:
    names = DerivedTables(desk.tables).read("people", ["person_id", "name"])
    return next(str(id) for id, name in names.iter_rows() if "Kanariday" in name)


def test_a_keeper_withholds_from_the_page_and_gives_back(clara: Visitor, reader: Visitor, desk: Archive) -> None:
    assert "/desk/withhold?about=invented%3A0" in clara.get("/record/invented:0").text.replace(
        "about=invented:0", "about=invented%3A0"
    )
    assert "/desk/withhold" not in reader.get("/record/invented:0").text
    tag = reader.get("/search?q=Vanavalge").headers["etag"]
    fields = {"about": "invented:0", "why": "asked by a daughter"}
    assert clara.send("/desk/withhold", "/desk/withhold", **fields | {"why": ""}).status_code == 400
    assert clara.send("/desk/withhold", "/desk/withhold", **fields, until="2031-01-01").status_code == 303
    assert reader.get("/record/invented:0").status_code == 404
    again = reader.get("/search?q=Vanavalge", headers={"If-None-Match": tag})
    assert again.status_code == 200  # nothing that a browser kept is shown again
    assert "Uno" not in again.text
    (one,) = takedowns_of(desk)
    assert (one.by, one.until) == ("clara", "2031-01-01")
    page = clara.text("/desk/withheld")
    assert "asked by a daughter" in page
    assert "Clara Shown" in page
    assert clara.send("/desk/withheld", "/desk/give-back", number=str(one.number), why="").status_code == 400
    assert clara.send("/desk/withheld", "/desk/give-back", number=str(one.number), why="asked").status_code == 303
    assert reader.get("/record/invented:0").status_code == 200


def test_what_is_withheld_is_seen_by_a_keeper_alone_with_a_reason_that_is_logged(
    clara: Visitor, anna: Visitor, dora: Visitor, reader: Visitor, desk: Archive, living: str
) -> None:
    for visitor in (anna, dora):
        assert visitor.get(f"/desk/restricted?about={living}").status_code == 403
    assert reader.get(f"/desk/restricted?about={living}").status_code == 303
    assert "Kanari" not in clara.get(f"/desk/restricted?about={living}").text
    asked = {"about": living, "why": ""}
    assert clara.send("/desk/restricted", "/desk/restricted", **asked).status_code == 400
    assert list(desk.ledger.entries(LOOKED)) == []
    opened = clara.send("/desk/restricted", "/desk/restricted", **asked | {"why": "a court asks"})
    assert "Kanarinote" in opened.text
    assert opened.headers["cache-control"] == "no-store"
    (entry,) = desk.ledger.entries(LOOKED)
    assert (entry.by, entry.payload["about"], entry.payload["why"]) == ("clara", living, "a court asks")
    assert "a court asks" in clara.text("/desk/log")
    assert clara.send("/desk/restricted", "/desk/restricted", about="P-0", why="a court asks").status_code == 404
    for visitor in (anna, dora, clara, reader):
        for address in (
            f"/person/{living}",
            "/record/invented:2",
            f"/api/people/{living}",
            f"/desk/withhold?about={living}",
        ):
            assert "Kanari" not in visitor.get(address).text


def test_the_log_is_for_keepers(anna: Visitor, clara: Visitor) -> None:
    assert anna.get("/desk/log").status_code == 403
    assert re.search(r"anna\s+reviewer\s+added", clara.text("/desk/log"))
