"""Checked texts that readers have put on the site to show others, where whoever keeps the archive allows it.

Takes a text with the corrections of its reader; gives an id that nobody can guess, and a word by which the same reader
can take it away. Nothing else of a text that is checked is kept anywhere. The text is judged anew whenever it is
opened, so that it never tells what was withheld since.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from byname.archive.archive import Archive
from byname.archive.clock import now
from byname.archive.desk_store import DESK_FOLDER
from byname.archive.files import write_whole
from byname.errors import BadRecord, NotInSources

MOST_SHARED: Final = 500  # texts of one archive
_FOLDER: Final = "audits"
_BYTES: Final = 18  # of an id, which is guessed as seldom as 144 bits are


@dataclass(frozen=True, slots=True)
class SharedAudit:
    """A text that was shared: its words, how its reader corrected what was read of it, and the day (YYYY-MM-DD)."""

    text: str
    corrections: tuple[Mapping[str, Any], ...]
    day: str


def share_audit(archive: Archive, text: str, corrections: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Keep a text; gives its id and the word by which it is taken away.

    Raises BadRecord where the archive does not allow it or holds too many.
    """
    if not archive.settings.share_audits:
        raise BadRecord("this archive keeps no texts", where="audit", fix="download it instead")
    folder = archive.folder / DESK_FOLDER / _FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if sum(1 for _ in folder.glob("*.json")) >= MOST_SHARED:
        raise BadRecord("too many texts are shared already", where="audit", fix="download it instead")
    id, word = secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(_BYTES)
    kept = {"text": text, "corrections": list(corrections), "day": now().date().isoformat(), "removal": _hash(word)}
    write_whole(_path(archive, id), json.dumps(kept, ensure_ascii=False).encode())
    return id, word


def shared_audit(archive: Archive, id: str) -> SharedAudit:
    """A text by its id; raises NotInSources where there is none, or the archive does not allow it any more."""
    kept = _read(archive, id)
    return SharedAudit(str(kept["text"]), tuple(kept["corrections"]), str(kept["day"]))


def take_away(archive: Archive, id: str, word: str) -> None:
    """Take a text away; raises NotInSources where there is none, BadRecord for another word than that of its reader."""
    kept = _read(archive, id)
    if not hmac.compare_digest(_hash(word), str(kept["removal"])):
        raise BadRecord("this is not the word of whoever shared it", where="audit", fix="use the address that you got")
    _path(archive, id).unlink(missing_ok=True)


def _read(archive: Archive, id: str) -> dict[str, Any]:
    try:
        if not archive.settings.share_audits:
            raise FileNotFoundError
        kept: dict[str, Any] = json.loads(_path(archive, id).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotInSources("there is no such text", where="audit", fix="it may have been taken away") from error
    return kept


def _path(archive: Archive, id: str) -> Path:
    """The file of a text, named by a hash: whoever sees the folder learns no address."""
    return archive.folder / DESK_FOLDER / _FOLDER / f"{_hash(id)[:40]}.json"


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
