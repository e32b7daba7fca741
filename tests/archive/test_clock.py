from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from byname.archive import clock
from byname.archive.archive import Archive
from byname.errors import BadArchive


def test_a_clock_before_the_release_starts_no_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock at 1980 would protect only those born since 1880."""
    monkeypatch.setattr(clock, "machine_time", lambda: dt.datetime(1980, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(BadArchive, match="before the release"):
        Archive.create(tmp_path / "archive", "Tests")
    assert not (tmp_path / "archive").exists()


def test_the_time_is_given_where_nothing_lies_after_it() -> None:
    assert clock.now() >= clock.RELEASED - clock.TOLERANCE
    assert clock.now("2026-11-26T00:00:00+00:00").tzinfo is dt.UTC


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01"])
def test_a_damaged_time_of_the_ledger_stops_nobody(text: str) -> None:
    assert clock.now(text) >= clock.RELEASED - clock.TOLERANCE


def test_machines_of_a_team_may_differ_a_little(monkeypatch: pytest.MonkeyPatch) -> None:
    last = clock.machine_time() + dt.timedelta(minutes=30)
    assert clock.now(last.isoformat())
    with pytest.raises(BadArchive, match="set the clock right"):
        clock.now((last + dt.timedelta(hours=2)).isoformat())
