"""A restricted list is nowhere in an archive and in nothing that is given out of it: each of its words is looked for in
every byte, packed ones unpacked. What an opened copy holds shows that the search finds them."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from tests.commands import run
from tests.lists import ROWS, write_list

from byname.archive.archive import Archive
from byname.exports.formats import formats

CANARIES = ("Zqanary", "Vexilane", "Qolmburg", "Wyxhalt", "Juqtext", "Kyzdoc")
MAPPING = """\
source: second
title: {en: Zqanary informants of Qolmburg}
citation: Kyzdoc 17
licence: CC0-1.0
language: en
universe: invented persons (Wyxhalt)
person_twice: false
standing: dead
restricted: true
fields:
  name: Juqtext
  birth_date: born
  death_date: died
  birth_place: place
  note: note
"""
LIST = "Juqtext,born,died,place,note\n" + "".join(
    f"Zqanary Vexilane,18{n},12.06.1937,Qolmburg,Wyxhalt Kyzdoc {n}\n" for n in range(80, 90)
)


def _unpacked(name: str, content: bytes) -> Iterator[bytes]:
    """A content, and what is in it where it is packed."""
    yield content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as inside:
            for part in inside.namelist():
                yield part.encode()
                yield from _unpacked(part, inside.read(part))
    elif content[:2] == b"\x1f\x8b":
        yield from _unpacked(name, gzip.decompress(content))
    elif content[:4] == b"PAR1":
        yield repr(pl.read_parquet(io.BytesIO(content)).rows()).encode()
    elif content[:6] == b"ARROW1":
        yield repr(pl.read_ipc(io.BytesIO(content)).rows()).encode()


def _found(folder: Path) -> set[str]:
    """The words of the list in the files of a folder and in their names, in whatever case."""
    said = set[str]()
    for path in folder.rglob("*"):
        texts = [path.name.encode(), *(_unpacked(path.name, path.read_bytes()) if path.is_file() else ())]
        said |= {word for word in CANARIES for text in texts if word.lower().encode() in text.lower()}
    return said


def test_nothing_of_a_restricted_list_is_in_an_archive_or_in_what_is_given_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    given, archive, out = tmp_path / "in" / "list.csv", tmp_path / "archive", tmp_path / "out"
    given.write_text(LIST, encoding="utf-8")
    (tmp_path / "in" / "map.yaml").write_text(MAPPING, encoding="utf-8")
    Archive.create(archive, "Tests").ledger.close()
    path, mapping = write_list(tmp_path / "in", "one", ROWS)
    identity = tmp_path / "identity"
    public = _done("backup", "key", "--out", identity).split("age1")[1].split()[0]
    said = [
        _done("add", archive, path, "--mapping", mapping),
        _done("add", archive, given, "--mapping", tmp_path / "in" / "map.yaml", "--sealed-for", f"age1{public}"),
    ]
    out.mkdir()
    said.append(_done("build", archive))
    assert "restricted lists are not in what follows, as they cannot be read here: second." in said[-1]
    for name, form in formats().items():
        said.append(_done("export", archive, "--as", name, "--out", out / f"{name}{Path(form.out).suffix}"))
    _done("ledger", "key", "archive.example.org/log", "--out", tmp_path / "log.key")
    given_out: list[list[str | Path]] = [
        ["ledger", "log", archive, "--key", tmp_path / "log.key"],
        ["release", archive, out / "release"],
        ["publish", archive, out / "site"],
        ["backup", "make", archive, out / "backups", "--to", f"age1{public}", "--all"],
        ["verify", archive, "--quick"], ["doctor", archive], ["ledger", "list", archive], ["facts", "list", archive],
        ["search", archive, "Бухарин"], ["show", archive, "one:0", "--json"], ["trace", archive, "people"],
        ["export", archive, "--what", "statements"], ["motive", archive, "--all"],
        ["restricted", "check", archive, "--identity", identity],
    ]  # fmt: skip
    said += [_done(*words) for words in given_out]
    assert not [word for word in CANARIES for text in said if word.lower() in text.lower()]
    assert _found(archive) == set()
    assert _found(out) == set()
    assert len(list(out.rglob("*"))) > 100
    _done("restricted", "open", archive, tmp_path / "opened", "--identity", identity)
    _done("build", tmp_path / "opened")
    assert _found(tmp_path / "opened" / "tables") == set(CANARIES)
    assert _found(tmp_path / "opened" / "report") >= {"Zqanary", "Qolmburg"}
    assert "Vexilane" in _done("search", tmp_path / "opened", "Vexilane")


def _done(*words: str | Path) -> str:
    """What a command says that must go well."""
    done = run(*words)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout + done.stderr
