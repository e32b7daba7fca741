"""The review on a screen of the terminal, worked by keys as a reviewer would."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.commands import run
from textual.widgets import DataTable, Static

from byname.access import review as reviewing
from byname.access.desk.reviewing import side_by_side
from byname.access.review import Doubt
from byname.archive.archive import Archive
from byname.cli.review_screen import ReviewScreen, rows_of, words_of


@pytest.fixture
def archive(demo: Path, tmp_path: Path) -> Iterator[Archive]:
    opened = Archive.open(shutil.copytree(demo, tmp_path / "archive"))
    yield opened
    opened.ledger.close()


def pressed(archive: Archive, keys: Sequence[str], doubts: Sequence[Doubt] | None = None) -> tuple[int | None, str]:
    """What the screen ends with after some keys, and what it showed before the last of them."""
    screen = ReviewScreen(archive, doubts or reviewing.queue(archive, limit=3), by="anna", adjudicates=False)

    async def work() -> str:
        async with screen.run_test(size=(140, 50)) as pilot:
            await pilot.press(*keys[:-1])
            await pilot.pause()
            table = screen.query_one(DataTable)
            told = [str(screen.query_one("#head", Static).content), *(str(c.label) for c in table.columns.values())]
            told += [" ".join(map(str, table.get_row_at(n))) for n in range(table.row_count)]
            await pilot.press(keys[-1])
            return "\n".join(told)

    with ThreadPoolExecutor(1) as thread:  # a browser of other tests may have its loop in this one
        shown = thread.submit(lambda: asyncio.run(work())).result(timeout=60)
    return screen.return_value, shown


def test_the_entries_stand_side_by_side_with_what_speaks(archive: Archive) -> None:
    first = reviewing.queue(archive, limit=3)[0]
    judged, shown = pressed(archive, ["q"])
    assert judged == 0
    assert shown.startswith("1 of 3")
    assert first.record_a in shown
    assert first.record_b in shown
    assert "surname" in shown or "name" in shown


def test_a_judgement_with_its_reason_is_written_and_taken_back(archive: Archive) -> None:
    first, second, _ = reviewing.queue(archive, limit=3)
    judged, shown = pressed(archive, ["d", *"posts", "enter", "q"])
    assert judged == 1
    assert shown.startswith("2 of 3")
    (word,) = reviewing.judgements_of(archive).binding
    assert (word.record_a, word.record_b, word.verdict, word.why, word.by) == (
        *sorted((first.record_a, first.record_b)), "different", "posts", "anna",
    )  # fmt: skip
    reviewing.undo(archive, by="anna")
    judged, shown = pressed(archive, ["d", *"posts", "enter", "u", "enter", "b", "b", "q"])
    assert judged == 0
    assert shown.startswith("1 of 3")
    assert not reviewing.judgements_of(archive).binding
    assert second


def test_a_merge_without_a_reason_is_not_written_and_escape_goes_back(archive: Archive) -> None:
    judged, shown = pressed(archive, ["s", "enter", "escape", "k", "q"])
    assert judged == 0
    assert shown.startswith("2 of 3")
    assert not reviewing.judgements_of(archive).binding


def test_every_pair_has_rows_of_both_entries(archive: Archive) -> None:
    doubts = reviewing.queue(archive, limit=50)
    for doubt in doubts[:12]:
        pair = side_by_side(archive, (doubt.record_a, doubt.record_b))
        rows = list(rows_of(pair))
        assert rows
        assert all(first or second for _, first, second, _ in rows)
        assert pair.record_a in words_of(pair)


def test_where_nobody_can_answer_the_queue_is_printed(demo: Path) -> None:
    done = run("review", demo, "--screen")  # nobody can answer through a pipe: the queue is printed
    assert done.returncode == 0
    assert "one person" in done.stdout or "two people" in done.stdout
