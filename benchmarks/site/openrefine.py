"""OpenRefine without a window reconciles 500 names against a served archive and takes columns from it.

usage: python -m benchmarks.site.openrefine ARCHIVE [--names 500]        needs OpenRefine (Debian: openrefine) and Java

The names are those of the archive's own people as their entries write them, the same in Latin letters, and both with
their words turned round; each person's id is the truth. It prints how many were matched, rightly or wrongly, and how
many cells the further columns got.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import polars as pl

from byname.access.named_people import named_people
from byname.archive.archive import Archive
from byname.site.web.pages import transliterated

PORT = 3399
ENGINE = json.dumps({"facets": [], "mode": "row-based"})
EXTENDED = ("birth", "outcome", "lists")


def main() -> None:
    """Print the table; exit with 1 where a match is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--names", type=int, default=500)
    options = parser.parse_args()
    rows = names(Archive.open(options.archive), options.names)
    with served(options.archive) as address, refine() as client:
        begun = time.perf_counter()
        exported = reconciled(client, rows, f"{address}api/reconcile")
        seconds = time.perf_counter() - begun
    right = sum(row["matched"] == row["person"] for row in exported)
    wrong = sum(bool(row["matched"]) and row["matched"] != row["person"] for row in exported)
    offered = sum(not row["matched"] and row["person"] in row["offered"].split("|") for row in exported)
    filled = {name: sum(bool(row.get(title)) for row in exported) for name, title in _titles(exported).items()}
    print(f"{len(exported)} names in {seconds:.1f} s: {right} matched rightly, {wrong} wrongly, "
          f"{offered} with the right person among the candidates, {len(exported) - right - wrong - offered} without; "
          f"cells filled: {', '.join(f'{name} {count}' for name, count in filled.items())}")  # fmt: skip
    if wrong or len(exported) != len(rows):
        sys.exit(1)


def names(archive: Archive, most: int) -> list[tuple[str, str]]:
    """Names with the id of their person: as entries write them, then the same in Latin letters."""
    named = named_people(archive)
    ids = named.people.with_row_index("person").select("person", "person_id")
    rows = (
        named.names.join(ids, on="person").filter(pl.col("words").str.contains(r"\w{2,}\W+\w")).sort("person", "words")
    )
    written = [(str(words), str(id)) for words, id in rows.select("words", "person_id").iter_rows()]
    latin = [(transliterated(words), id) for words, id in written if transliterated(words)]
    turned = [(" ".join(reversed(words.replace(",", "").split())), id) for words, id in [*written, *latin]]
    return [*written, *latin, *turned][:most]


def reconciled(client: httpx2.Client, rows: list[tuple[str, str]], service: str) -> list[dict[str, str]]:
    """The rows as OpenRefine exports them, with what was matched and the columns that were taken."""
    table = io.StringIO()
    csv.writer(table).writerows([("name", "person"), *rows])
    options = {"encoding": "UTF-8", "separator": ",", "headerLines": 1, "guessCellValueTypes": False}
    answer = _post(client, "create-project-from-upload", {"project-name": "people"},
                   query={"options": json.dumps(options), "format": "text/line-based/*sv"},
                   files={"project-file": ("people.csv", table.getvalue().encode(), "text/csv")})  # fmt: skip
    project = parse_qs(urlsplit(answer.headers["location"]).query)["project"][0]
    spaces = {"identifierSpace": service.replace("api/reconcile", "person/"), "schemaSpace": f"{service}/schema"}
    config = {"mode": "standard-service", "service": service, "type": {"id": "Person", "name": "Person"},
              "autoMatch": True, "columnDetails": [], "limit": 5, **spaces}  # fmt: skip
    _post(client, "reconcile", {"columnName": "name", "config": json.dumps(config), "engine": ENGINE}, project=project)
    _finished(client, project)
    for title, expression in (
        ("matched", "if(cell.recon.matched, cell.recon.match.id, '')"),
        ("offered", "forEach(cell.recon.candidates, c, c.id).join('|')"),
    ):
        _post(client, "add-column", {"baseColumnName": "name", "newColumnName": title, "columnInsertIndex": "2",
                                     "onError": "set-to-blank", "expression": f"grel:{expression}", "engine": ENGINE},
              project=project)  # fmt: skip
    extension = json.dumps({"properties": [{"id": name, "name": name} for name in EXTENDED]})
    _post(client, "extend-data", {"baseColumnName": "name", "endpoint": service, "columnInsertIndex": "4",
                                  "extension": extension, "engine": ENGINE, **spaces}, project=project)  # fmt: skip
    _finished(client, project)
    text = client.post("export-rows", data={"project": project, "format": "csv", "engine": ENGINE}).text
    _post(client, "delete-project", {"project": project})
    return [row for row in csv.DictReader(io.StringIO(text)) if row["person"]]  # lists of several fill rows below


def _titles(exported: list[dict[str, str]]) -> dict[str, str]:
    """The columns that were taken, by what they are called."""
    known = {"name", "person", "matched", "offered"}
    return {title: title for title in exported[0] if title not in known} if exported else {}


def _post(client: httpx2.Client, command: str, data: Mapping[str, str], *, project: str = "",
          query: Mapping[str, str] | None = None, files: Any = None) -> httpx2.Response:  # fmt: skip
    token = client.get("get-csrf-token").json()["token"]
    asked = {"csrf_token": token, **({"project": project} if project else {}), **(query or {})}
    answer = client.post(command, params=asked, data=data, files=files)
    if answer.status_code not in (200, 302) or '"code":"error"' in answer.text:
        sys.exit(f"OpenRefine: {command}: {answer.text[:300]}")
    return answer


def _finished(client: httpx2.Client, project: str) -> None:
    while client.get("get-processes", params={"project": project}).json()["processes"]:
        time.sleep(0.2)


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """The address of the archive's site."""
    command = [sys.executable, "-m", "byname", "serve", str(archive), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["address"]
        finally:
            process.terminate()


@contextmanager
def refine() -> Iterator[httpx2.Client]:
    """OpenRefine in a session of its own, ended with all its processes."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "openrefine",
            "-i",
            "127.0.0.1",
            "-p",
            str(PORT),
            "-d",
            folder,
            "-x",
            "refine.headless=true",
            "-m",
            "512M",
        ]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            with httpx2.Client(base_url=f"http://127.0.0.1:{PORT}/command/core/", timeout=120) as client:
                _wait(lambda: client.get("get-version").status_code == 200)
                yield client
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(ready: Callable[[], bool]) -> None:
    for _ in range(300):
        try:
            if ready():
                return
        except httpx2.HTTPError:
            pass
        time.sleep(0.2)
    sys.exit("OpenRefine did not start")


if __name__ == "__main__":
    main()
