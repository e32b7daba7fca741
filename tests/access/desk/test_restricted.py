from __future__ import annotations

from pathlib import Path

import pytest
from tests.served import small_archive

from byname.access.desk.restricted import LOOKED, log_of, open_restricted
from byname.access.takedown import give_back, withhold
from byname.errors import BadRecord, NotInSources


def test_a_look_at_what_is_withheld_is_written_down_first(tmp_path: Path) -> None:
    archive = small_archive(tmp_path)
    with pytest.raises(BadRecord, match="needs a reason"):
        open_restricted(archive, "invented:2", by="clara", why="")
    with pytest.raises(NotInSources):
        open_restricted(archive, "P-000000000000", by="clara", why="a court asks")
    assert list(archive.ledger.entries(LOOKED)) == []
    (opened,) = open_restricted(archive, "invented:2", by="clara", why="a court asks")
    assert "Kanariday" in opened.text
    latest = log_of(archive)[0]
    assert (latest.kind, latest.by, latest.about, latest.why) == (LOOKED, "clara", "invented:2", "a court asks")


def test_what_was_given_back_is_named_in_the_log(tmp_path: Path) -> None:
    archive = small_archive(tmp_path)
    taken = withhold(archive, "invented:0", why="the family asks", by="clara")
    give_back(archive, taken.number, why="the family agrees", by="clara")
    assert [(one.kind, one.about) for one in log_of(archive)[:2]] == [
        ("takedown-ended", "invented:0"),
        ("takedown", "invented:0 record"),
    ]
