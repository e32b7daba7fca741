"""A file that a form brings, read up to a limit and written to the disk, never into memory.

Takes a request whose sender is known; gives its fields and the file. Whatever the file calls itself is only a name.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from byname.site.web.problems import Problem

_BLOCK = 1 << 20
_MOST_FIELDS, _LONGEST_FIELD = 10, 4000
_FORM = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    """The fields of a form and the file that it brought: what it calls itself, and where it was written."""

    fields: dict[str, str]
    name: str
    path: Path


async def upload_of(request: Request, most_bytes: int, folder: Path) -> Upload:
    """The file of a form, written into a folder; raises Problem where it is too long or none came."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise Problem(400, f"A file comes as {_FORM}.")
    parser = MultiPartParser(
        request.headers,
        _limited(request, most_bytes),
        max_files=1,
        max_fields=_MOST_FIELDS,
        max_part_size=_LONGEST_FIELD,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise Problem(400) from error
    try:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        files = [value for value in form.values() if isinstance(value, UploadFile)]
        if not files or not files[0].filename:
            raise Problem(400, "Choose a file first.")
        path = folder / "upload"
        await run_in_threadpool(_copy, files[0], path)
    finally:
        await form.close()
    return Upload(fields, files[0].filename, path)


def _copy(file: UploadFile, path: Path) -> None:
    file.file.seek(0)
    with path.open("wb") as writing:
        while block := file.file.read(_BLOCK):
            writing.write(block)


async def _limited(request: Request, most_bytes: int) -> AsyncGenerator[bytes, None]:
    """The body of a request; raises Problem once it is longer than it may be."""
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > most_bytes:
            raise Problem(413)
        yield part
