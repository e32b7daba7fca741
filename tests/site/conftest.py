"""An archive's report in small, with long-public figures and invented names, and a headless Chromium to look at it."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.served import small_archive

from byname.archive.archive import Archive
from byname.site.app import make_app
from byname.site.report import write_report
from byname.site.report_data import (
    EstimateRow,
    EstimateSummary,
    NumberTrace,
    ReportData,
    SourceSummary,
    TracedEntry,
)
from byname.site.web.pages import Site
from byname.values.printed import Condition, PrintedNumber

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe"),
)


class Browser:
    """One page of a browser started with an empty profile; `requests` holds every address the page asked for."""

    def __init__(self, program: str) -> None:
        self._profile = TemporaryDirectory(ignore_cleanup_errors=True)
        commands, self._write = os.pipe()
        self._read, answers = os.pipe()

        def connect() -> None:
            low, high = os.dup(commands), os.dup(answers)
            os.dup2(low, 3)
            os.dup2(high, 4)

        self._process = subprocess.Popen(
            [program, *_FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"],
            preexec_fn=connect,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self._buffer, self._last, self._session = b"", 0, ""
        self.requests: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self._call(f"{domain}.enable")

    def open(self, page: Path, width: int, *, fragment: str = "", dark: bool = False, media: str = "screen") -> None:
        """Open a file in a window of this width and wait until it is loaded."""
        self.visit(page.as_uri() + fragment, width, dark=dark, media=media)

    def visit(self, address: str, width: int, *, dark: bool = False, media: str = "screen") -> None:
        """Open an address in a window of this width and wait until it is loaded."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self._call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", media=media, features=[scheme])
        self._call("Page.navigate", url="about:blank")
        self._call("Page.navigate", url=address)
        ready = f"document.readyState == 'complete' && document.body && location.href == {json.dumps(address)}"
        while not self.evaluate(ready):
            time.sleep(0.01)

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def screenshot(self, file: Path, *, whole: bool = False) -> bytes:
        """Keep what the window shows, or the whole page, as PNG."""
        answer = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **self._clip(whole))
        picture = base64.b64decode(answer["data"])
        file.write_bytes(picture)
        return picture

    def _clip(self, whole: bool) -> dict[str, Any]:
        if not whole:
            return {}
        size = self._call("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}

    def _call(self, method: str, **values: Any) -> Any:
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._last:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def _receive(self) -> Any:
        while b"\0" not in self._buffer:
            part = os.read(self._read, 1 << 16)
            assert part, "the browser ended"
            self._buffer += part
        text, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(text)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        return message

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._write)
        self._process.terminate()
        self._process.wait(timeout=20)
        os.close(self._read)
        self._profile.cleanup()


LISTS = ("marshals", "trial-1938")
PATTERNS = {(1, 0): 4, (0, 1): 20, (1, 1): 1}
MONTHS = {("arrests", "1937-02"): 2, ("arrests", "1937-05"): 1, ("deaths", "1937-06"): 1, ("deaths", "1991-07"): 1}
WARNINGS = ("The lists were not drawn up to cover one population.",)
ONE_LIST = "estimate-marshals+trial-1938-Chao's-lower-bound"
RANGE = "range-marshals+trial-1938"


def _number(id: str, label: str, value: float, table: str, *where: Condition) -> PrintedNumber:
    return PrintedNumber(id, label, value, "counted from the rows", table, where, unit="people")


def _numbers() -> dict[str, PrintedNumber]:
    found = [
        _number("people", "people", 1234.0, "people"),
        _number("records", "entries about a person", 26.0, "records", Condition("kind", "is", "person")),
        _number("observed-both", "people on marshals or trial-1938", 25.0, "person_lists"),
    ]
    for name in LISTS:
        here = Condition("source", "is", name)
        for kind, value in (("entries", 7.0), ("records", 6.0), ("unread", 1.0), ("people", 5.0), ("surname", 6.0)):
            found.append(_number(f"{name}-{kind}", f"{kind} of {name}", value, "entries", here))
    for pattern, count in PATTERNS.items():
        on = [name for name, held in zip(LISTS, pattern, strict=True) if held]
        where = Condition("lists", "is", " ".join(on))
        found.append(
            _number("overlap-" + "+".join(on), f"people on {' and '.join(on)} only", count, "person_lists", where)
        )
    for (kind, month), count in MONTHS.items():
        found.append(_number(f"{kind}-{month}", f"{kind} in {month}", count, "person_months"))
    spread = _number(RANGE, "people in all at the least", 38.0, "person_lists", Condition("lists", "any-of", LISTS))
    found.append(replace(spread, low=38.0, high=512.0))
    found.append(
        PrintedNumber(
            id=ONE_LIST,
            label="people estimated in all by Chao's lower bound",
            value=102.0,
            method="Chao (1987)",
            table="person_lists",
            where=(Condition("lists", "any-of", LISTS),),
            unit="people",
            low=41.0,
            high=None,
            level=0.95,
            warnings=(*WARNINGS, "One person alone is on both lists."),
        )
    )
    return {number.id: number for number in found}


def _source(name: str, title: str, *, republish: bool) -> SourceSummary:
    return SourceSummary(
        source=name,
        title=title,
        citation="<script>alert('citation')</script> Verbatim report (Moscow 1938)",
        licence="facts",
        universe="the five marshals of 1935",
        coverage="all of them",
        language="ru",
        files=((f"{name}.csv", "ab" * 32),),
        entries=f"{name}-entries",
        people_entries=f"{name}-records",
        not_understood=f"{name}-unread",
        understood={"surname": f"{name}-surname"},
        encoding="utf-8",
        republish=republish,
    )


ENTRIES = (
    TracedEntry("marshals:0", "marshals", "marshals.csv", '{"name": "Тухачевский, М. Н.", "birth": ""}'),
    TracedEntry("marshals:1", "marshals", "marshals.csv", "<script>alert('entry')</script> Блюхер"),
    TracedEntry("trial-1938:3", "trial-1938", "trial-1938.csv", "Бухарин Николай Иванович, kept back by its licence"),
)
CONFLICT = {
    "person_id": "P-1",
    "name": "Тухачевский, Михаил <b>",
    "field": "sentence_date",
    "values": ["1937-06-11", "1938-06-11"],
    "record_ids": ["marshals:0", "trial-1938:9"],
    "size": 365,
}
FIGURE = {
    "subject": "executions 1937-38",
    "quantity": "convicted to be shot",
    "low": None,
    "best": "681692",
    "high": None,
    "unit": "people",
    "period": "1937 to 1938",
    "place": "USSR",
    "source": "A statistical report",
    "address": "javascript:alert(1)",
    "kind": "archival",
}


@pytest.fixture(scope="session")
def report_data() -> ReportData:
    """A report with something in every section, with markup and withheld texts in it."""
    summary = EstimateSummary(
        id="marshals+trial-1938",
        title="From both lists",
        lists=LISTS,
        observed="observed-both",
        rows=(EstimateRow("Chao's lower bound", ONE_LIST),),
        verdict="cannot tell",
        sentences=("The two lists share one person.",),
        warnings=WARNINGS,
        spread=RANGE,
        checks=(("overlap <i>", "powerless", "one person alone is on both lists"),),
    )
    events = {"date": "1937-06-11", "title": "Trial of the <i>generals</i>", "kind": "trial", "source": "Pravda"}
    unread = {"record_id": "marshals:6", "source": "marshals", "text": "* * *", "reason": "no name <u>"}
    withheld = {"record_id": "trial-1938:8", "source": "trial-1938", "text": "kept back, too", "reason": "no name"}
    flag = {
        "record_id": "marshals:2",
        "source": "marshals",
        "field": "birth_date",
        "as_written": "31.02.1893",
        "flag": "no such day: 31.02.1893",
    }
    return ReportData(
        title="Five marshals & a trial",
        code_version="0.1.0+000000000000",
        introduction=("People named on two lists.",),
        numbers=_numbers(),
        headline=("people", "records"),
        sources=(
            _source("marshals", "Маршалы Советского Союза", republish=True),
            _source("trial-1938", "The trial of March 1938", republish=False),
        ),
        unread=pl.DataFrame([unread, withheld]),
        flagged=pl.DataFrame([flag]),
        patterns=pl.DataFrame([dict(zip((*LISTS, "count"), (*key, n), strict=True)) for key, n in PATTERNS.items()]),
        months=pl.DataFrame([{"kind": kind, "month": month, "count": n} for (kind, month), n in MONTHS.items()]),
        events=pl.DataFrame([events]),
        conflicts=pl.DataFrame([CONFLICT]),
        figures=pl.DataFrame([FIGURE]),
        estimates=(summary,),
        checks=("Order 00447: the rows sum to 75 950, as printed.",),
        limits=("Both lists name people of high office.",),
        traces={"people": NumberTrace(26, ENTRIES)},
        beside_figures=("people",),
    )


@pytest.fixture(scope="session")
def report(report_data: ReportData, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a written report."""
    return write_report(report_data, tmp_path_factory.mktemp("report")).parent


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; where none is installed the test skips, except in CI."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        message = "Chromium is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with Browser(program) as started:
        yield started


@pytest.fixture(scope="session")
def site(demo: Path) -> Site:
    """The demonstration archive, as its pages are made."""
    return Site(Archive.open(demo))


@pytest.fixture(scope="session")
def demo_app(demo: Path) -> FastAPI:
    """The application of the demonstration archive."""
    return make_app(Archive.open(demo))


@pytest.fixture
def client(demo_app: FastAPI) -> TestClient:
    """A reader of the demonstration archive, who comes without cookies."""
    return TestClient(demo_app, follow_redirects=False)


@pytest.fixture(scope="session")
def served(demo: Path) -> Iterator[str]:
    """The address of the demonstration archive, served by a process of its own."""
    command = [sys.executable, "-m", "byname", "serve", str(demo), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["address"].rstrip("/")
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A small archive with people who may be living and with names that would run as code."""
    return small_archive(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_app(small: Archive) -> FastAPI:
    """The application of the small archive."""
    return make_app(small)


@pytest.fixture
def small_client(small_app: FastAPI) -> TestClient:
    """A reader of the small archive, who comes without cookies."""
    return TestClient(small_app, follow_redirects=False)
