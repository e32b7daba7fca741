"""The catalogue of public collections."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from byname.errors import BadMapping, BadSource
from byname.sources.catalogue import (
    Collection,
    CollectionFile,
    collection_names,
    download,
    fetch,
    find_collection,
    mapping_path,
    parse_collection,
)
from byname.sources.mapping_reading import read_mapping

TEXT = b"AAVIK, Johannes\n"
PACKED = gzip.compress(TEXT, mtime=0)


def collection(*, address: str | None = None) -> Collection:
    file = CollectionFile(
        "r1records.txt.gz", "R1", hashlib.sha256(PACKED).hexdigest(), hashlib.sha256(TEXT).hexdigest(), address
    )
    return Collection("invented", "t", "MIT", True, "c", None, "2026-11-23", (file,))


def test_every_entry_is_valid_and_its_mappings_cover_its_files() -> None:
    assert collection_names() == ["estonia-memento", "memory-book-texts", "moscow-shot"]
    for name in collection_names():
        entry = find_collection(name)
        assert entry.name == name
        for file in entry.files:
            mapping = read_mapping(mapping_path(file.mapping))
            assert mapping.source == file.mapping
            assert isinstance(mapping.prefix_of(file.name), str)


def test_only_what_has_a_licence_is_marked_for_republication() -> None:
    assert {name: find_collection(name).republish for name in collection_names()} == {
        "estonia-memento": True,
        "memory-book-texts": True,
        "moscow-shot": False,
    }


def test_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(BadSource, match=r"did you mean `estonia-memento`\?.*moscow-shot"):
        find_collection("estonia-momento")


def test_entry_with_mistakes_tells_them_all() -> None:
    with pytest.raises(BadMapping) as caught:
        parse_collection("name: x\nfiles:\n  - {name: a/b, sha256: 12, address: http://x}\n", "x.yaml")
    for part in ("`licence` is missing", "without a folder", "64 hexadecimal", "https://", "`mapping` is missing"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [("r1records.txt.gz", PACKED), ("r1records.txt", TEXT), ("r1records.txt.gz", gzip.compress(TEXT, 1, mtime=7))],
)
def test_files_are_taken_from_a_folder_packed_or_not(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    [(path, mapping)] = fetch(collection(), tmp_path / "into", folder=tmp_path)
    assert (path.name, mapping.name) == (name, "R1.yaml")
    assert not (tmp_path / "into").exists()


def test_missing_and_changed_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=r"these are missing: r1records.txt.gz"):
        fetch(collection(), tmp_path, folder=tmp_path)
    (tmp_path / "r1records.txt").write_bytes(TEXT + b"!")
    with pytest.raises(BadSource, match=r"not that of the catalogue: r1records.txt"):
        fetch(collection(), tmp_path, folder=tmp_path)


def test_download_needs_https_and_tells_why_it_failed(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="only https"):
        download("file:///etc/hostname", tmp_path / "x")
    with pytest.raises(BadSource, match="the download failed"):
        fetch(collection(address="https://127.0.0.1:9/r1records.txt"), tmp_path)
    with pytest.raises(BadSource, match="no public address"):
        fetch(collection(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_download_that_is_already_there_is_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "r1records.txt").write_bytes(TEXT)
    [(path, _)] = fetch(collection(address="https://127.0.0.1:9/r1records.txt"), tmp_path)
    assert path == tmp_path / "r1records.txt"


def test_mapping_that_is_not_there_is_told() -> None:
    with pytest.raises(BadSource, match="there is no mapping"):
        mapping_path("nothing")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["estonia-memento", "memory-book-texts", "moscow-shot"])
def test_shared_files_are_those_of_the_catalogue(collections: Path, tmp_path: Path, name: str) -> None:
    entry = find_collection(name)
    assert len(fetch(entry, tmp_path, folder=collections / name)) == len(entry.files)
