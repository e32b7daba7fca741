"""Files that a keeper brings in the browser: kept apart with a mapping until they are added, or thrown away.

Takes an uploaded file; gives a draft with a suggested mapping (or that of the list, where the file is in the archive
already), how its first rows would be read, and in the end an import like every other. All reading is done by commands
in processes of their own (processes.py).
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from byname.access.desk.processes import answer_of
from byname.archive.accession import grammars_of, slot_of
from byname.archive.archive import Archive
from byname.archive.desk_store import DESK_FOLDER
from byname.archive.files import clear_file_errors, write_whole
from byname.errors import BadMapping, BadSource, NotInSources
from byname.records.suggestion_answers import QUESTIONS, with_answers
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.regular_files import check_name
from byname.sources.source_ids import is_source_id
from byname.sources.unpacking import sha256_of
from byname.values.fields import fields

SUGGEST_SECONDS, CHECK_SECONDS, ADD_SECONDS = 60.0, 120.0, 600.0
MOST_DRAFTS: Final = 20
LONGEST_MAPPING: Final = 100_000  # characters
_LONGEST_NAME = 120
_ID = re.compile(r"[0-9a-f]{16}")
_FIELD = re.compile(r"^  (?P<field>[a-z_]+): (?P<where>\S.*)$")
_OPEN = re.compile(r'^  # \?: (?P<column>"(?:[^"\\]|\\.)*")')
_MAPPING = "mapping.yaml"


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that waits to be added: its id, name, size in bytes, the text of its mapping.

    `present`: the source of which it is a file already; `replaces`: the name of the file whose place it would take.
    """

    id: str
    file_name: str
    size: int
    text: str
    present: str
    replaces: str


@dataclass(frozen=True, slots=True)
class ColumnOfDraft:
    """A column of the file and the field that it is read as (empty: none); `fixed`: only the text can change that."""

    name: str
    field: str
    fixed: bool


def safe_name(name: str) -> str:
    """The name of an uploaded file without any folder; raises BadSource where no file can have it.

    >>> safe_name("C:\\\\lists\\\\a.csv"), safe_name("../../etc/passwd")
    ('a.csv', 'passwd')
    """
    bare = name.replace("\\", "/").rpartition("/")[2].strip()
    check_name(bare)
    if not bare or bare.startswith(".") or len(bare) > _LONGEST_NAME or len(bare.encode()) > 200:
        raise BadSource("the file has no name that can be kept", where=ascii(bare[:40]), fix="rename it")
    return bare


def begin_draft(archive: Archive, file_name: str, content: Path) -> Draft:
    """Keep a file apart with a first mapping; raises BadSource where no list can be read in it."""
    name = safe_name(file_name)
    if len(list(_folder(archive).glob("*/"))) >= MOST_DRAFTS:
        raise BadSource("too many files wait to be added", where=name, fix="add some of them, or throw them away")
    id = secrets.token_hex(8)
    folder = _folder(archive) / id
    with clear_file_errors(archive.folder):
        (folder / "file").mkdir(parents=True)
        shutil.copyfile(content, folder / "file" / name)
    try:
        _write(folder, _first_mapping(archive, folder / "file" / name))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return draft_of(archive, id)


def _first_mapping(archive: Archive, path: Path) -> str:
    """The mapping by which the archive reads this file already, or else a suggested one."""
    digest = sha256_of(path)
    known = next((file for file in archive.imported() if file.sha256 == digest and not file.sealed_for), None)
    if known is not None:
        return archive.original(known.mapping_sha256).read_text(encoding="utf-8")
    return str(answer_of(["add", archive.folder, path, "--suggest"], SUGGEST_SECONDS)["mappings"][str(path)])


def drafts_of(archive: Archive) -> list[Draft]:
    """The files that wait to be added, the one that came last first."""
    folders = [path for path in _folder(archive).glob("*/") if _ID.fullmatch(path.name) and (path / _MAPPING).exists()]
    return [draft_of(archive, path.name) for path in sorted(folders, key=lambda path: -path.stat().st_mtime)]


def draft_of(archive: Archive, id: str) -> Draft:
    """One of them; raises NotInSources where there is none of this id."""
    folder, path = _paths(archive, id)
    text = (folder / _MAPPING).read_text(encoding="utf-8")
    mapping, digest = parse_mapping(text, path.name), sha256_of(path)
    imported = archive.imported()
    present = next((file.source for file in imported if file.sha256 == digest), "")
    slot = slot_of(mapping, path.name)
    same = [file for file in imported if (file.source, file.slot) == (mapping.source, slot) and file.sha256 != digest]
    return Draft(id, path.name, path.stat().st_size, text, present, same[0].file_name if same else "")


def discard(archive: Archive, id: str) -> None:
    """Throw a file away that waits to be added."""
    shutil.rmtree(_paths(archive, id)[0], ignore_errors=True)


def write_mapping(archive: Archive, id: str, text: str) -> None:
    """Give a draft another mapping; raises BadMapping where it is none, and the one before stays."""
    _write(_paths(archive, id)[0], text)


def answers_of(text: str) -> dict[str, str]:
    """What a mapping says that no file can say, by the keys of QUESTIONS; empty where it says nothing."""
    said: Mapping[str, Any] = yaml.safe_load(text)
    words = {True: "yes", False: "no"}
    found = {key: said.get(key) for key in QUESTIONS}
    return {
        key: "" if value in (None, "unknown") else words[value] if isinstance(value, bool) else str(value)
        for key, value in found.items()
    }


def columns_of(text: str) -> list[ColumnOfDraft]:
    """The columns that a suggested mapping names, those with a field first."""
    found = []
    for line in text.splitlines():
        stated, open_ = _FIELD.match(line), _OPEN.match(line)
        if open_:
            found.append(ColumnOfDraft(str(json.loads(open_["column"])), "", fixed=False))
        elif stated and stated["field"] in fields():
            columns = _columns(stated["where"])
            found += [ColumnOfDraft(name, stated["field"], fixed=len(columns) > 1) for name in columns]
    return found


def with_columns(text: str, wanted: Mapping[str, str]) -> str:
    """The mapping with columns read as other fields (empty: as none); columns that are not named stay.

    Raises BadMapping where two columns would be one field, or there is no such field.
    """
    now = {column.name: column for column in columns_of(text)}
    changed = {
        name: field for name, field in wanted.items()
        if name in now and not now[name].fixed and now[name].field != field
    }  # fmt: skip
    for name, field in changed.items():
        taken = [one.name for one in now.values() if changed.get(one.name, one.field) == field and one.name != name]
        if field and (field not in fields() or taken):
            what = f"{field} is read from {taken[0]!r} already" if taken else f"there is no field {field!r}"
            raise BadMapping(what, where=name, fix="choose another field, or write both columns into the mapping")
    lines = [_changed(line, changed) for line in text.splitlines(keepends=True)]
    return "".join(lines)


def _changed(line: str, changed: Mapping[str, str]) -> str:
    stated, open_ = _FIELD.match(line), _OPEN.match(line)
    if open_:
        column = str(json.loads(open_["column"]))
    elif stated and stated["field"] in fields() and len(_columns(stated["where"])) == 1:
        column = _columns(stated["where"])[0]
    else:
        return line
    if column not in changed:
        return line
    quoted, field = json.dumps(column, ensure_ascii=False), changed[column]
    if not field:
        return f"  # ?: {quoted}\n"
    return f"  {field}: {{column: {quoted}, order: detect}}\n" if field == "name" else f"  {field}: {quoted}\n"


def _columns(where: str) -> list[str]:
    """The columns of a line of a mapping; none where it is written over several lines."""
    try:
        said = yaml.safe_load(where)
    except yaml.YAMLError:
        return []
    if isinstance(said, str):
        return [said]
    if isinstance(said, dict):
        return [str(name) for name in said.get("columns", [said["column"]] if "column" in said else [])]
    return []


def with_said(text: str, source: str, answers: Mapping[str, str]) -> str:
    """The mapping with its id and the answers of a person; raises BadMapping where the id is none."""
    if not is_source_id(source):
        raise BadMapping("this is no id of a list", where=source[:40], fix="take letters, figures and hyphens")
    named = re.sub(
        r"^source: [^\n]*", lambda _: f"source: {json.dumps(source, ensure_ascii=False)}", text, count=1, flags=re.M
    )
    return with_answers(named, answers)


def preview_of(archive: Archive, id: str) -> dict[str, Any]:
    """How the list would be read by its mapping: ten rows, counts by field, what was not understood."""
    folder, path = _paths(archive, id)
    return answer_of(["check", folder / _MAPPING, path], CHECK_SECONDS)


def add_draft(archive: Archive, id: str, *, by: str) -> str:
    """Add the file to the archive, and give what became of it: new, updated, unchanged."""
    folder, path = _paths(archive, id)
    words: list[str | Path] = ["add", archive.folder, path, "--mapping", folder / _MAPPING, "--by", by]
    added = answer_of(words, ADD_SECONDS)
    discard(archive, id)
    return str(added["files"][0]["status"])


def _write(folder: Path, text: str) -> None:
    """Write a mapping that is one, and names no file of its own beside it."""
    if len(text) > LONGEST_MAPPING:
        raise BadMapping("the mapping is too long", where=_MAPPING, fix="add the file with `byname add`")
    mapping: SourceMapping = parse_mapping(text, _MAPPING)
    if any(name.endswith(".yaml") for name in grammars_of(mapping)):
        raise BadMapping("a grammar of your own lies in a file", where=_MAPPING, fix="add the list with `byname add`")
    write_whole(folder / _MAPPING, text.replace("\r\n", "\n").encode())


def _folder(archive: Archive) -> Path:
    folder = archive.folder / DESK_FOLDER / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _paths(archive: Archive, id: str) -> tuple[Path, Path]:
    folder = _folder(archive) / id
    files = sorted((folder / "file").iterdir()) if _ID.fullmatch(id) and (folder / "file").is_dir() else []
    if not files or not (folder / _MAPPING).parent.is_dir():
        raise NotInSources(f"no file waits under {id[:20]!r}", where=str(archive.folder), fix="look at the list")
    return folder, files[0]
