"""The tables that can be taken away, and who may take them: everybody, or those who work on the archive from a role on.

Takes the settings `download_people` and `download_statements`; gives a page with all files and each file to whoever may
have it. What not everybody may have is sent only for a form of somebody who is signed in, and the ledger notes it
before. People who may be living and what is withheld are in none of them, whoever asks.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.desk.accounts import ROLES, Account, Role
from byname.access.desk.restricted import note_download
from byname.archive.archive import Archive
from byname.site.publishing.copy_pages import DOWNLOADS, LISTS_CSV, statements_file
from byname.site.publishing.downloads import download_of
from byname.site.web.desk.attempts import Attempts, address_of
from byname.site.web.desk.door import Desk, Form
from byname.site.web.problems import Problem

DEFAULT = "keeper"  # who may take a table away where the settings do not say
_PAGE = "/downloads"
_AN_HOUR = 20  # files for one address or account
_KINDS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "gz": "application/gzip"}
_one_at_a_time = threading.Lock()  # a file is made in memory


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file: its path, an English message of what it is (empty for what was read of a list, `source`), and who may
    have it (one of DOWNLOADERS)."""

    path: str
    words: str
    source: str
    least: str


def offered_files(archive: Archive, lists: tuple[str, ...]) -> list[OfferedFile]:
    """The files with who may have each; the terms of the lists are for everybody. `lists`: those whose entries may be
    shown."""
    settings = archive.settings
    people = settings.download_people or DEFAULT
    statements = settings.download_statements or DEFAULT
    known = [OfferedFile(f"/{path}", words, "", "reader" if path == LISTS_CSV else people) for path, words in DOWNLOADS]
    return known + [OfferedFile(f"/{statements_file(name)}", "", name, statements) for name in lists]


def may_have(account: Account | None, least: str) -> bool:
    """Whether somebody may have what is given away from a role on; None is a reader."""
    if least == "reader":
        return True
    return account is not None and least in ROLES and account.may(_role(least))


def _role(name: str) -> Role:
    return next(role for role in ROLES if role == name)


def download_routes(desk: Desk) -> list[Route]:
    """The routes of the page and of the files."""
    site, taken = desk.site, Attempts(desk.site.counts, "files", _AN_HOUR, 3600.0)

    def offered() -> list[OfferedFile]:
        return offered_files(site.archive, tuple(one.name for one in site.lists() if one.republish))

    def shown(request: Request) -> Response:
        account = desk.account(request) if desk.store.is_there else None
        files = [(one, may_have(account, one.least)) for one in offered()]
        token = desk.token(request) if account else ""
        return site.page(request, "downloads", files=files, account=account, has_desk=desk.store.is_there, token=token)

    def open_file(request: Request) -> Response:
        one = _asked(request)
        if one.least != "reader":
            raise Problem(403, "This file is given away by the form on the page of downloads alone.")
        return _sent(one, address_of(request))

    async def restricted(request: Request) -> Response:
        one = await run_in_threadpool(_asked, request)
        if one.least not in ROLES:
            raise Problem(403)
        return await desk.written(_role(one.least), give)(request)

    def give(request: Request, account: Account, form: Form) -> Response:
        return _sent(_asked(request), account.name, account)

    def _asked(request: Request) -> OfferedFile:
        path = request.url.path
        found = next((one for one in offered() if one.path == path), None)
        if found is None:
            raise Problem(404)
        return found

    def _sent(one: OfferedFile, key: str, account: Account | None = None) -> Response:
        if not taken.take(key):
            raise Problem(429)
        if account is not None:
            note_download(site.archive, one.path.removeprefix(f"{_PAGE}/"), by=account.name)
        with _one_at_a_time:
            content = download_of(site.archive, one.path.removeprefix("/"))
        name = one.path.rpartition("/")[2]
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        if account is not None:
            headers["Cache-Control"] = "no-store"
        return Response(content, media_type=_KINDS[name.rpartition(".")[2]], headers=headers)

    return [
        Route(_PAGE, shown, methods=["GET"]),
        Route(f"{_PAGE}/{{file:path}}", open_file, methods=["GET"]),
        Route(f"{_PAGE}/{{file:path}}", restricted, methods=["POST"]),
    ]
