"""The settings of an archive: the file byname.toml, read strictly, and their hash for the ledger.

Takes the text of the file; gives the settings, or one error that names every key that is unknown, missing or of the
wrong kind. A setting that cannot be read is never taken for one that was not made.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli_w

from byname.errors import BadArchive
from byname.values.languages import REPORT_LANGUAGES

FORMAT = 2  # 2: entries of the ledger are commitments (commitments.py)
_READ = (1, FORMAT)
SETTINGS_FILE = "byname.toml"
EARLIEST_PROTECTED, LATEST_PROTECTED = 1850, 2100
DOWNLOADERS = ("reader", "contributor", "reviewer", "keeper", "nobody")  # from whom on the table is given away
_KINDS: Mapping[str, type] = {
    "format": int,
    "title": str,
    "protect_born_from": int,
    "population": str,
    "language": str,
    "ledger": str,
    "share_audits": bool,
    "download_people": str,
    "download_statements": str,
}
_SAID = {"yes": True, "no": False, "true": True, "false": False}
_NAMES_OF_KINDS = {int: "a whole number", bool: "true or false", str: "text"}
_NEEDED = ("format", "title", "protect_born_from")


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """What a person chose for an archive.

    `protect_born_from`: people born in or after this year may be living; 0 protects nobody. `population`: the place
    whose people the persecuted are set against. `language`: that of the report (REPORT_LANGUAGES). `ledger`: the
    SQLAlchemy URL of a ledger that a team shares. `share_audits`: whether readers may keep a checked text on the site
    under an address that nobody can guess. `download_people`, `download_statements`: who may take away the table of all
    people, and what was read of the lists (DOWNLOADERS; keepers unless it is said).
    """

    title: str
    protect_born_from: int
    population: str | None = None
    language: str | None = None
    ledger: str | None = None
    share_audits: bool | None = None
    download_people: str | None = None
    download_statements: str | None = None
    format: int = FORMAT

    def as_dict(self) -> dict[str, Any]:
        """The settings that were made, as plain data."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    def to_toml(self) -> str:
        """The text of the file."""
        ordered = self.as_dict()
        return tomli_w.dumps({"format": ordered.pop("format"), **ordered})

    @property
    def sha256(self) -> str:
        """A hash over what the settings say, whatever the form of the file; the address of the ledger is left out, as
        it may hold a password."""
        return _sha256_of(self)

    @property
    def hashes(self) -> tuple[str, ...]:
        """The hashes of the same settings in every format that is read: which one it is nobody chose."""
        return tuple(replace(self, format=version).sha256 for version in _READ)

    def changed(self, key: str, text: str) -> ArchiveSettings:
        """The settings with one key set from words of the command line; raises BadArchive where it cannot be."""
        values = self.as_dict()
        if key not in _KINDS or key == "format":
            known = ", ".join(name for name in _KINDS if name != "format")
            raise BadArchive(f"there is no setting {key!r}{_near(key)}", where=key, fix=f"the settings are {known}")
        if text == "" and key not in _NEEDED:
            values.pop(key, None)
        elif _KINDS[key] is bool:
            if text not in _SAID:
                raise BadArchive(f"{text!r} is neither yes nor no", where=key, fix="write yes or no")
            values[key] = _SAID[text]
        elif _KINDS[key] is int:
            if not text.isascii() or not text.isdecimal():
                raise BadArchive(f"{text!r} is not a whole number", where=key, fix="write a year, or 0")
            values[key] = int(text)
        else:
            values[key] = text
        return _checked(values, key)

    def upgraded(self) -> ArchiveSettings:
        """The same settings in the present format."""
        return replace(self, format=FORMAT)


def checked_title(title: str, where: str) -> str:
    """A title that can be printed; raises BadArchive for control characters and for text that is not Unicode."""
    if not title.strip():
        raise BadArchive("the title is empty", where=where, fix="give the archive a title")
    wrong = next((char for char in title if unicodedata.category(char) in ("Cc", "Cs")), None)
    if wrong is not None:
        raise BadArchive(
            f"the title holds the character U+{ord(wrong):04X}, which cannot be printed",
            where=where,
            fix="write it without",
        )
    return title


def read_settings(path: Path) -> ArchiveSettings:
    """Read byname.toml; raises BadArchive where it is missing, or with every key at fault."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BadArchive(
            "this is not an archive", where=str(path.parent), fix="start one with `byname init`"
        ) from error
    except OSError as error:
        raise BadArchive(f"the settings cannot be read: {error.strerror}", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadArchive(
            f"the settings cannot be read: {error}", where=str(path), fix="mend the file, or take it from a copy"
        ) from error
    return _checked(data, str(path))


def _checked(data: Mapping[str, Any], where: str) -> ArchiveSettings:
    version = data.get("format")
    if isinstance(version, int) and version not in _READ:
        raise BadArchive(
            f"the archive has format {version}, this version reads up to {FORMAT}",
            where=where,
            fix="use the version of Byname that made it, or a later one",
        )
    mistakes = [f"unknown key {key!r}{_near(key)}" for key in data if key not in _KINDS]
    mistakes += [f"there is no {key}" for key in _NEEDED if key not in data]
    for key, kind in _KINDS.items():
        if key in data and type(data[key]) is not kind:
            mistakes.append(f"{key} is {data[key]!r}, which is not {_NAMES_OF_KINDS[kind]}")
    year = data.get("protect_born_from")
    if type(year) is int and year != 0 and not EARLIEST_PROTECTED <= year <= LATEST_PROTECTED:
        mistakes.append(f"protect_born_from is {year}, which is no year from which people may be living")
    spoken = data.get("language", "en")
    if isinstance(spoken, str) and spoken not in REPORT_LANGUAGES:
        mistakes.append(f"language is {spoken!r}, and reports are written in {', '.join(REPORT_LANGUAGES)}")
    for key in ("download_people", "download_statements"):
        if isinstance(data.get(key), str) and data[key] not in DOWNLOADERS:
            mistakes.append(f"{key} is {data[key]!r}, and is one of {', '.join(DOWNLOADERS)}")
    if mistakes:
        raise BadArchive("; ".join(mistakes), where=where, fix="mend the file, or take it from a copy")
    settings = ArchiveSettings(**data)
    checked_title(settings.title, where)
    return settings


def _near(key: str) -> str:
    near = difflib.get_close_matches(key, list(_KINDS), n=1)
    return f" (did you mean {near[0]}?)" if near else ""


@lru_cache(maxsize=64)
def _sha256_of(settings: ArchiveSettings) -> str:
    """The hash, made once: a page of the site asks for it several times."""
    said = {key: value for key, value in settings.as_dict().items() if key != "ledger"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
