from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from byname.errors import BadArchive, BadSource
from byname.sources.regular_files import check_name, check_regular


def test_a_file_and_a_link_to_one_are_let_through(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"")
    (tmp_path / "link.csv").symlink_to("list.csv")
    for name in ("list.csv", "link.csv"):
        check_regular(tmp_path / name)


def test_each_kind_that_is_no_file_is_told_without_opening_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to-pipe").symlink_to("pipe")
    (tmp_path / "to-nothing").symlink_to("nothing")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for path, says in (
            (tmp_path, "this is a folder"),
            (tmp_path / "pipe", "this is a named pipe"),
            (tmp_path / "to-pipe", "this is a named pipe"),
            (tmp_path / "socket", "this is a socket"),
            (Path("/dev/null"), "this is a device"),
            (tmp_path / "to-nothing", "there is no such file"),
            (tmp_path / "list.csv", "there is no such file"),
            (tmp_path / ("x" * 300), "the file cannot be opened: File name too long"),
            (tmp_path / "a\0b", "the file cannot be opened: .*embedded null"),
        ):
            with pytest.raises(BadSource, match=says) as caught:
                check_regular(path)
            assert caught.value.where == str(path)
            assert caught.value.fix


@pytest.mark.parametrize("address", ["https://example.org/list.csv", "FTP://example.org/x", "file:///etc/hostname"])
def test_an_address_is_told_from_a_file_that_is_missing(address: str) -> None:
    with pytest.raises(BadSource, match="this is an address; download it first"):
        check_regular(Path(address))


def test_the_error_is_the_one_that_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="this is a folder"):
        check_regular(tmp_path, BadArchive)
    with pytest.raises(BadArchive, match="control characters"):
        check_name("a\nb", BadArchive)


@pytest.mark.parametrize("name", ["list.csv", "список.csv", "名单 1937.csv", ".hidden", "a'b\".csv"])
def test_a_name_in_any_script_is_good(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    ("name", "says", "where"),
    [
        ("a\udcffb.csv", "the file's name is not UTF-8", "a\\udcffb.csv"),
        ("a\x1b[2Jb.csv", "the file's name holds control characters", "'a\\x1b[2Jb.csv'"),
        ("a\u202eb.csv", "the file's name holds control characters", "'a\\u202eb.csv'"),
    ],
)
def test_a_name_that_no_table_can_hold_is_refused_and_shown_escaped(name: str, says: str, where: str) -> None:
    with pytest.raises(BadSource, match=says) as caught:
        check_name(name)
    assert caught.value.where == where
