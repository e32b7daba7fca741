from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tests.lists import files_of

from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.site.publishing.pieces import NOTES
from byname.site.publishing.publication import SUMS, publish

_LINKS = re.compile(r' (?:href|src|action)="([^"]*)"')
_PICTURES = re.compile(r"<svg.*?</svg>", re.DOTALL)


def test_every_link_of_a_copy_leads_to_a_file_of_it(copy: Path) -> None:
    links = [(page, unescape(link)) for page in copy.rglob("*.html") for link in _LINKS.findall(page.read_text())]
    inside = [(page, urlsplit(link).path) for page, link in links if not urlsplit(link).scheme]
    assert len(inside) > 3000
    assert [(str(page), path) for page, path in inside if path.startswith("/")] == []
    assert [(str(page), path) for page, path in inside if path and not (page.parent / unquote(path)).is_file()] == []
    assert {link for _, link in links if urlsplit(link).scheme} == {"data:,"}


def test_nobody_who_may_be_living_is_in_any_file(copy: Path) -> None:
    files = files_of(copy)
    assert len(files) > 400
    assert [name for name, content in files.items() if b"kanari" in content.lower()] == []
    assert any(b"Vanavalge" in content for content in files.values())


def test_names_stay_text(copy: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in copy.rglob("*.html")]
    assert sum("alert(1)" in page for page in pages) > 2
    assert [page for page in pages if "<script>alert" in page or "<img" in page] == []


def test_the_hashes_are_those_of_all_files(copy: Path) -> None:
    sums = dict(line.split("  ", 1)[::-1] for line in (copy / SUMS).read_text(encoding="utf-8").splitlines())
    there = {path.relative_to(copy).as_posix(): path for path in copy.rglob("*") if path.is_file()}
    assert set(sums) == set(there) - {SUMS}
    assert all(hashlib.sha256(there[name].read_bytes()).hexdigest() == digest for name, digest in sums.items())
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["people"] == 5
    assert {one["name"]: one["licence"] for one in manifest["lists"]}["closed"] == "All rights reserved"
    assert not (copy / NOTES).exists()


def test_pages_weigh_little(copy: Path) -> None:
    weights = {path: len(_PICTURES.sub("", path.read_text()).encode()) for path in copy.rglob("*.html")}
    assert max(weights.values()) < 60_000


def test_an_archive_gives_the_same_bytes_and_goes_on_where_it_was_interrupted(
    copy: Path, small: Archive, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "byname", "publish", str(small.folder), str(tmp_path / "again"), "--json"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        while len(list((tmp_path / "again" / NOTES).glob("*.json"))) < 2 and process.poll() is None:
            time.sleep(0.02)
        process.kill()
    notes = list((tmp_path / "again" / NOTES).glob("*.json"))
    done = publish(small, tmp_path / "again", processes=1)
    assert done.kept >= min(len(notes), 2)
    assert files_of(tmp_path / "again") == files_of(copy)


def test_what_an_earlier_copy_had_is_taken_away_and_nothing_else(copy: Path, small: Archive, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(copy, tmp_path / "copy"))
    gone = folder / "person" / "00" / "gone.html"
    gone.parent.mkdir(exist_ok=True)
    gone.write_text("of somebody who was withdrawn")
    outside, own = tmp_path / "outside.txt", folder / "robots.txt"
    outside.write_text("not ours")
    own.write_text("of whoever keeps the server")
    with (folder / SUMS).open("a", encoding="utf-8") as sums:
        for name in ("person/00/gone.html", "../outside.txt", str(outside)):
            sums.write(f"{'0' * 64}  {name}\n")
    publish(small, folder, processes=1)
    assert not gone.exists()
    assert outside.exists()
    assert own.exists()


def test_a_folder_with_something_else_in_it_is_refused(small: Archive, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(BadArchive, match="something else"):
        publish(small, tmp_path)
    with pytest.raises(BadArchive, match="a file"):
        publish(small, tmp_path / "letter.txt")
