"""Files made to break what reads them: each is refused with one clear error, or read with its faults told."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.errors import BadFigureTable, BadMapping, BadSource
from byname.records.entry_reading import read_entry
from byname.records.grammar import packaged_grammar, read_grammar
from byname.records.reading import RecordReader
from byname.sources.entry import Entry
from byname.sources.facts import read_facts
from byname.sources.limits import Limits
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping, read_mapping
from byname.sources.reading import open_source
from byname.sources.regular_files import check_name
from byname.sources.time_limit import EntryTimer, OutOfTime

HEAD = """\
source: T
title: A list made for tests
citation: none
licence: CC0-1.0
language: ru
universe: invented persons and long-public historical figures
person_twice: false
"""
ENDLESS = "(?:a+)+$"
MANY_WAYS = "a" * 40 + "!"


def mapped(lines: str) -> SourceMapping:
    """A mapping from the lines that follow the required ones."""
    return parse_mapping(HEAD + lines, "mapping.yaml")


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """A file with a text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def add(folder: Path, path: Path, lines: str) -> list[int]:
    """Add a file to a new archive by a mapping; gives the numbers of its entries and of those with problems."""
    archive = Archive.create(folder / "archive", "A test")
    mapping = written(folder, "mapping.yaml", HEAD + lines)
    (added,) = add_files(archive, [(path, mapping)], limits=Limits(entry_seconds=0.2))
    return [added.entries, added.with_problems]


# One entry never stops a build.


class Failing(RecordReader):
    """A reader that fails at one entry."""

    def read(self, entry: Entry) -> list[object]:  # type: ignore[override]
        """Fail at entry 1 as a deep recursion does."""
        if entry.item == "1":
            raise RecursionError("maximum recursion depth exceeded")
        return super().read(entry)  # type: ignore[return-value]


def test_an_entry_whose_reading_fails_is_kept_as_unread_with_the_reason() -> None:
    entries = [Entry("T", str(n), "f", f"Bukharin {n}") for n in range(3)]
    batch = Failing(mapped("entries: {unit: line, grammar: moscow-shot}\n")).batch(entries, 0)
    assert batch.entries["text"].to_list() == ["Bukharin 0", "Bukharin 1", "Bukharin 2"]
    assert batch.entries["problems"].to_list() == [None, "could not be read: RecursionError", None]
    assert batch.records["kind"].to_list()[1] == "unread"
    assert batch.statements.filter(batch.statements["record_id"] == "T:1")["flag"].to_list() == [
        "could not be read: RecursionError"
    ]


# Time.


def test_a_pattern_without_end_is_stopped_and_its_entry_kept(tmp_path: Path) -> None:
    mapping = mapped(f"fields: {{name: name, note: {{column: life, pattern: '(?P<value>{ENDLESS})'}}}}\n")
    path = written(tmp_path, "list.csv", f"name,life\nBukharin,{MANY_WAYS}\nTukhachevsky,aaa\n")
    reader = RecordReader(mapping, seconds=0.3)
    with open_source(path, mapping) as entries:
        batch = reader.batch(list(entries), 0)
    problem = batch.entries["problems"][0]
    assert problem == f"reading it took more than 0.3 seconds: `pattern` (?P<value>{ENDLESS})"
    assert batch.records["kind"].to_list() == ["unread", "person"]
    assert batch.entries["text"][0] == f'{{"name": "Bukharin", "life": "{MANY_WAYS}"}}'


def test_every_entry_out_of_time_halves_the_time_of_the_next_and_other_work_is_left_alone() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    ran_out = 0
    with EntryTimer(0.4) as timer:
        for _ in range(2):
            timer.begin()
            try:
                while True:
                    pass
            except OutOfTime:
                ran_out += 1
        assert timer.seconds == 0.1
        ends = time.process_time() + 0.5
        while time.process_time() < ends:  # no entry is in hand: nothing is interrupted
            pass
    assert ran_out == 2
    assert signal.getsignal(signal.SIGVTALRM) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_a_timer_in_another_thread_interrupts_nothing_and_harms_nothing() -> None:
    seen: list[str] = []

    def work() -> None:
        with EntryTimer(5) as timer:
            timer.begin()
            timer.end()
            seen.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == ["done"]
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


@pytest.mark.parametrize(
    "lines",
    [
        f"entries: {{unit: line, skip: ['{ENDLESS}']}}\n",
        f"fields: {{note: {{column: column 1, pattern: '(?P<value>{ENDLESS})'}}}}\nheader_row: none\n",
        "entries: {unit: line, grammar: own.yaml}\n",
    ],
)
def test_a_mapping_whose_patterns_do_not_end_is_refused_when_a_list_is_added(tmp_path: Path, lines: str) -> None:
    written(tmp_path, "own.yaml", f"head: ['(?P<surname>{ENDLESS})']\n")
    path = written(tmp_path, "list.txt", f"{MANY_WAYS}\n" * 20)
    with pytest.raises(BadMapping, match="more than 5 entries could not be read in time") as told:
        add(tmp_path, path, lines)
    assert ENDLESS in str(told.value) or "own" in lines


def test_a_list_with_few_slow_entries_is_added(tmp_path: Path) -> None:
    path = written(tmp_path, "list.txt", f"{MANY_WAYS}\n" * 2 + "Bukharin\n" * 20)
    assert add(tmp_path, path, f"entries: {{unit: line, skip: ['{ENDLESS}']}}\n") == [22, 2]


@pytest.mark.parametrize("name", ["estonian-memento", "estonian-memento-r5", "estonian-memento-r6"])
def test_a_long_row_of_hyphened_words_is_read_in_no_time(name: str) -> None:
    text = "Ab-Cd " * 200 + "!"
    began = time.process_time()
    assert read_entry(text, packaged_grammar(name))
    assert time.process_time() - began < 1


# What is no file.


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.mkdir(), "this is a folder; name a file in it"),
        (os.mkfifo, "this is a named pipe, not a file"),
        (lambda path: path.symlink_to("/dev/zero"), "this is a device, not a file"),
        (lambda path: path.symlink_to(path), "the file cannot be opened"),
        (lambda path: None, "there is no such file; check the name and the folder"),
    ],
)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, make: Callable[[Path], object], what: str) -> None:
    path = tmp_path / "odd"
    make(path)
    with pytest.raises(BadSource, match=what):
        open_source(path, None)
    with pytest.raises(BadMapping, match=what):
        read_mapping(path)
    with pytest.raises(BadMapping, match=what):
        read_grammar(path)
    with pytest.raises(BadFigureTable, match=what):
        read_facts(path)


def test_a_socket_and_an_address_are_no_files(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "s"))
        with pytest.raises(BadSource, match="this is a socket"):
            open_source(tmp_path / "s", None)
    with pytest.raises(BadSource, match="this is an address; download it first"):
        open_source(Path("https://example.org/list.csv"), None)
    with pytest.raises(BadSource, match="null"):
        open_source(tmp_path / "a\0b", None)


def test_a_file_whose_name_no_table_can_hold_is_refused(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("Bukharin\n", encoding="utf-8")
    with pytest.raises(BadSource, match="the file's name is not UTF-8; rename it"):
        add(tmp_path, path, "entries: {unit: line}\n")
    with pytest.raises(BadSource, match="control characters; rename it"):
        check_name("list\n.csv")
