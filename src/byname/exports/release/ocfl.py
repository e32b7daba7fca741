"""Objects of the Oxford Common File Layout (OCFL 1.1): versions of a set of files that any later reader can check.

Takes files by their logical paths; writes them as the next version of an object, each content once. Reads an object of
OCFL 1.0 or 1.1 back and says, by the codes of the specification, whatever is wrong with it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from byname.archive.files import flush_file, flush_folder, write_whole
from byname.errors import BadArchive

_DECLARED: Final = "0=ocfl_object_1.1"
_TYPE: Final = "https://ocfl.io/1.1/spec/#inventory"
_INVENTORY: Final = "inventory.json"
_CONTENT: Final = "content"
_CREATED: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_VERSION: Final = re.compile(r"v(0*)([1-9]\d*)")
_MANIFESTS: Final = ("sha512", "sha256")
_FIXITIES: Final[Mapping[str, Callable[[], Any]]] = {
    "md5": hashlib.md5,
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
    "blake2b-512": hashlib.blake2b,
    "sha512/256": lambda: hashlib.new("sha512_256"),
    **{f"blake2b-{bits}": partial(hashlib.blake2b, digest_size=bits // 8) for bits in (160, 256, 384)},
}
_BLOCK: Final = 1 << 20
Inventory = dict[str, Any]


@dataclass(frozen=True, slots=True)
class VersionNote:
    """What an inventory says of a version: when it was made (RFC 3339), why, by whom and at which address."""

    created: str
    message: str
    name: str
    address: str


def add_version(root: Path, id: str, files: Mapping[str, Path], note: VersionNote) -> str:
    """Write files as the next version of an object, the first where there is none; gives the version's name.

    `files`: the path of each by its logical path. A content that the object has is not written again. Nothing counts
    until the inventory of the object names it, which is written last. Raises BadArchive where the object is damaged, or
    its last version has the same files.
    """
    before = _present(root, id) if root.exists() and any(root.iterdir()) else None
    number = 1 if before is None else int(before["head"][1:]) + 1
    version, manifest = f"v{number}", dict(before["manifest"]) if before else {}
    digests = {logical: digest_of(files[logical], "sha512") for logical in sorted(files)}
    state: dict[str, list[str]] = {}
    for logical, digest in digests.items():
        state.setdefault(digest, []).append(logical)
    if before is not None and before["versions"][before["head"]]["state"] == state:
        raise BadArchive(f"nothing has changed since {before['head']}", where=str(root), fix="build the archive first")
    coming = root / version
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(parents=True)
    for logical, digest in digests.items():
        if digest not in manifest:
            target = coming / _CONTENT / logical
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(files[logical], target)
            flush_file(target)
            flush_folder(target.parent)
            manifest[digest] = [f"{version}/{_CONTENT}/{logical}"]
    said = {"created": note.created, "message": note.message, "state": state,
            "user": {"name": note.name, "address": note.address}}  # fmt: skip
    inventory = {"digestAlgorithm": "sha512", "head": version, "id": id, "manifest": manifest, "type": _TYPE,
                 "versions": {**(before["versions"] if before else {}), version: said}}  # fmt: skip
    text = (json.dumps(inventory, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
    sidecar = f"{hashlib.sha512(text).hexdigest()} {_INVENTORY}\n".encode()
    for folder in (coming, root):
        write_whole(folder / f"{_INVENTORY}.sha512", sidecar)
        write_whole(folder / _INVENTORY, text)
    write_whole(root / _DECLARED, b"ocfl_object_1.1\n")
    return version


def _present(root: Path, id: str) -> Inventory:
    wrong = faults_of(root)
    if wrong:
        raise BadArchive(f"the object is damaged: {wrong[0]}", where=str(root), fix="start a new one beside it")
    inventory: Inventory = json.loads((root / _INVENTORY).read_bytes())
    if inventory["id"] != id or inventory["digestAlgorithm"] != "sha512" or "contentDirectory" in inventory:
        raise BadArchive(f"this is the object {inventory['id']!r}", where=str(root), fix="name a new folder")
    return inventory


def digest_of(path: Path, algorithm: str) -> str:
    """The digest of a file, in hexadecimal."""
    digest = _FIXITIES[algorithm]()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return str(digest.hexdigest())


def faults_of(root: Path) -> list[str]:
    """What is wrong with an object, each with its code of the specification; nothing where it is valid."""
    reading = _Reading(root)
    reading.read()
    return reading.found


@dataclass(slots=True)
class _Reading:
    """An object while it is read, and what was found wrong with it."""

    root: Path
    found: list[str] = field(default_factory=list)
    declared: str = ""
    digests: dict[tuple[str, str], str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)  # of the inventories in the folders of versions

    def wrong(self, code: str, words: str) -> None:
        self.found.append(f"{code}: {words}")

    def read(self) -> None:
        if not self.root.is_dir() or not any(self.root.iterdir()):
            return self.wrong("E003", "there is no object")
        self._declaration()
        inventory = self._inventory(self.root)
        if inventory is None:
            return None
        self._top_level(inventory)
        for version in sorted(inventory["versions"], key=lambda name: int(name[1:])):
            self._version_folder(version, inventory)
        self._contents(inventory, inventory["head"])
        return None

    def _declaration(self) -> None:
        names = sorted(path.name for path in self.root.iterdir() if path.name.startswith("0="))
        known = [name for name in names if re.fullmatch(r"0=ocfl_object_1\.[01]", name)]
        if names != known or len(known) != 1:
            return self.wrong("E003", f"the declaration is {names or 'missing'}")
        self.declared = known[0][len("0=ocfl_object_") :]
        if (self.root / known[0]).read_bytes() != f"{known[0][2:]}\n".encode():
            self.wrong("E007", "the declaration says something else than its name")
        return None

    def _inventory(self, folder: Path) -> Inventory | None:
        """An inventory whose form is right; None where it is not, and what follows cannot be checked."""
        path, before = folder / _INVENTORY, len(self.found)
        if not path.is_file():
            self.wrong("E063", f"{self._name(path)} is missing")
            return None
        content = path.read_bytes()
        try:
            inventory = json.loads(content, object_pairs_hook=self._no_doubles)
        except (ValueError, RecursionError):
            self.wrong("E033", f"{self._name(path)} is no JSON")
            return None
        if not isinstance(inventory, dict):
            self.wrong("E034", f"{self._name(path)} is no inventory")
            return None
        self._form(inventory)
        algorithm = inventory.get("digestAlgorithm")
        if algorithm in _MANIFESTS:
            self._sidecar(path, content, algorithm)
        return inventory if len(self.found) == before else None

    def _no_doubles(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) != len(pairs):
            self.wrong("E034", "a key of an inventory occurs twice")
        return dict(pairs)

    def _sidecar(self, path: Path, content: bytes, algorithm: str) -> None:
        sidecar = path.with_name(f"{_INVENTORY}.{algorithm}")
        if not sidecar.is_file():
            return self.wrong("E058", f"{self._name(sidecar)} is missing")
        said = re.fullmatch(rb"([0-9a-fA-F]+)[ \t]+inventory\.json\n?", sidecar.read_bytes())
        if said is None:
            return self.wrong("E061", f"{self._name(sidecar)} has another form")
        digest = _FIXITIES[algorithm]()
        digest.update(content)
        if said[1].decode().lower() != digest.hexdigest():
            self.wrong("E060", f"{self._name(path)} is not what {sidecar.name} says")
        return None

    def _form(self, inventory: Inventory) -> None:
        if not isinstance(inventory.get("id"), str) or not inventory["id"]:
            self.wrong("E036", "the inventory has no id")
        kind = re.fullmatch(r"https://ocfl\.io/(1\.[01])/spec/#inventory", str(inventory.get("type")))
        if kind is None or (self.declared and kind[1] > self.declared):
            self.wrong("E038", "the type of the inventory is another than the object declares")
        if inventory.get("digestAlgorithm") not in _MANIFESTS:
            self.wrong("E025", f"digests are {inventory.get('digestAlgorithm')!r}")
        content = inventory.get("contentDirectory", _CONTENT)
        if not isinstance(content, str) or "/" in content or content in ("", ".", ".."):
            self.wrong("E017", "the content directory has no possible name")
        versions = inventory.get("versions")
        if not isinstance(versions, dict) or not versions:
            return self.wrong("E008", "the inventory has no versions")
        self._numbers(inventory, list(versions))
        manifest = self._digests(inventory.get("manifest"), "manifest", "E041", "E096", "E101")
        written = set(inventory["manifest"]) if manifest else set()
        used = set[str]()
        for name, version in versions.items():
            used |= self._version(name, version, written)
        if set(manifest) - used:
            self.wrong("E107", "the manifest has contents that no version uses")
        fixity = inventory.get("fixity", {})
        if not isinstance(fixity, dict):
            return self.wrong("E111", "the fixity block has another form")
        known = {path for paths in manifest.values() for path in paths}
        for block in fixity.values():
            paths = {path for some in self._digests(block, "fixity", "E057", "E097", "E101").values() for path in some}
            if paths - known:
                self.wrong("E057", "the fixity block names files that the manifest has not")
        return None

    def _numbers(self, inventory: Inventory, names: list[str]) -> None:
        read = [_VERSION.fullmatch(name) for name in names]
        if not all(read):
            return self.wrong("E046", f"versions are named {names}")
        numbers = sorted(int(one[2]) for one in read if one)
        if numbers != list(range(1, len(names) + 1)):
            self.wrong("E010", "the versions have no unbroken numbers")
        padded = {len(name) for name in names if name.startswith("v0")}
        if padded and (len(padded) > 1 or {len(name) for name in names} != padded):
            self.wrong("E012", "versions are padded in several ways")
        head = inventory.get("head")
        if not isinstance(head, str) or head not in names or int(head[1:]) != max(numbers):
            self.wrong("E036" if head is None else "E040", f"the head is {head!r}")
        return None

    def _version(self, name: str, version: Any, known: set[str]) -> set[str]:
        """Check a version block; gives the digests it uses, in small letters. `known`: those of the manifest as it
        writes them."""
        if not isinstance(version, dict):
            self.wrong("E048", f"version {name} has another form")
            return set()
        if not isinstance(version.get("created"), str) or not _CREATED.fullmatch(version["created"]):
            self.wrong("E049", f"version {name} says no time at which it was made")
        if not isinstance(version.get("message", ""), str):
            self.wrong("E094", f"the message of version {name} is no text")
        user = version.get("user", {"name": "-"})
        if not isinstance(user, dict) or not isinstance(user.get("name"), str) or not user["name"]:
            self.wrong("E054", f"the user of version {name} has no name")
        state = self._digests(version.get("state"), f"state of {name}", "E050", "E050", "E095", "E052")
        if state and set(version["state"]) - known:
            self.wrong("E050", f"version {name} uses contents that the manifest has not")
        return set(state)

    def _digests(
        self, block: Any, what: str, form: str, double: str, conflict: str, path_code: str = "E099"
    ) -> dict[str, list[str]]:
        """A block of paths by digest, the digests in small letters; empty where its form is wrong."""
        if not isinstance(block, dict):
            self.wrong(form, f"the {what} is missing or has another form")
            return {}
        if len({digest.lower() for digest in block}) != len(block):
            self.wrong(double, f"the {what} has a digest twice")
        every: list[str] = []
        for digest, paths in block.items():
            if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths) or not paths:
                self.wrong(form, f"the {what} has no paths for {digest[:16]}")
                return {}
            every += paths
        if any(not _is_path(path) for path in every):
            self.wrong(path_code, f"the {what} has a path that leads elsewhere")
        folders = {"/".join(path.split("/")[:end]) for path in every for end in range(1, path.count("/") + 1)}
        if len(set(every)) != len(every) or folders & set(every):
            self.wrong(conflict, f"paths of the {what} are in each other's way")
        return {digest.lower(): paths for digest, paths in block.items()}

    def _top_level(self, inventory: Inventory) -> None:
        own = {_INVENTORY, f"{_INVENTORY}.{inventory['digestAlgorithm']}", f"0=ocfl_object_{self.declared}"}
        for path in self.root.iterdir():
            if path.is_dir() and _VERSION.fullmatch(path.name) and path.name not in inventory["versions"]:
                self.wrong("E046", f"{path.name} is a version that the inventory has not")
            elif path.is_dir() and path.name == "extensions":
                if any(one.is_file() for one in path.iterdir()):
                    self.wrong("E067", "there is a file among the extensions")
            elif not (path.is_file() and path.name in own) and not (
                path.is_dir() and (path.name == "logs" or path.name in inventory["versions"])
            ):
                self.wrong("E001", f"{path.name} does not belong in an object")

    def _version_folder(self, version: str, root: Inventory) -> None:
        folder = self.root / version
        if not folder.is_dir():
            return self.wrong("E010", f"{version} is missing")
        content = root.get("contentDirectory", _CONTENT)
        for path in folder.iterdir():
            if path.is_file() and not path.name.startswith(f"{_INVENTORY}.") and path.name != _INVENTORY:
                self.wrong("E015", f"{self._name(path)} does not belong in a version")
        for path in (folder / content).rglob("*") if (folder / content).is_dir() else ():
            if path.is_dir() and not any(path.iterdir()):
                self.wrong("E024", f"{self._name(path)} is empty")
        if not (folder / _INVENTORY).is_file():
            return None
        inventory = self._inventory(folder)
        if inventory is None:
            return None
        if inventory["head"] != version:
            self.wrong("E040", f"the inventory in {version} is one of {inventory['head']}")
        if inventory["id"] != root["id"]:
            self.wrong("E037", f"the inventory in {version} is of another object")
        if inventory.get("contentDirectory", _CONTENT) != content:
            self.wrong("E019", f"the inventory in {version} has another content directory")
        if inventory["type"] > root["type"]:
            self.wrong("E103", f"the inventory in {version} is of a later specification")
        if version == root["head"]:
            if (folder / _INVENTORY).read_bytes() != (self.root / _INVENTORY).read_bytes():
                self.wrong("E064", "the inventory of the object is not that of its head")
        else:
            self._contents(inventory, version)
            self._same_states(inventory, root)
        if any(inventory["type"] < kind for other, kind in self.types.items() if int(other[1:]) < int(version[1:])):
            self.wrong("E103", f"{version} is of an earlier specification than one before it")
        self.types[version] = inventory["type"]
        return None

    def _same_states(self, old: Inventory, root: Inventory) -> None:
        """Whether an earlier inventory gives its versions the same files as the present one, by their contents."""
        for name in old["versions"]:
            mine, theirs = _files(old, name), _files(root, name) if name in root["versions"] else None
            same = theirs is not None and set(mine) == set(theirs) and all(mine[p] & theirs[p] for p in mine)
            if not same:
                self.wrong("E066", f"{name} has other files in an earlier inventory")

    def _contents(self, inventory: Inventory, head: str) -> None:
        """Whether the files of all versions up to one are those of an inventory, with their digests."""
        content, algorithm = inventory.get("contentDirectory", _CONTENT), inventory["digestAlgorithm"]
        listed = {path: digest.lower() for digest, paths in inventory["manifest"].items() for path in paths}
        there = {
            path.relative_to(self.root).as_posix()
            for version in inventory["versions"]
            if int(version[1:]) <= int(head[1:])
            for path in (self.root / version / content).rglob("*")
            if path.is_file()
        }
        for path in sorted(there - set(listed)):
            self.wrong("E023", f"{path} is in no manifest")
        for path, digest in sorted(listed.items()):
            if path not in there:
                self.wrong("E092", f"{path} is missing")
            elif self._digest(path, algorithm) != digest:
                self.wrong("E092", f"{path} was changed")
        for kind, block in inventory.get("fixity", {}).items():
            for digest, paths in block.items() if kind in _FIXITIES else ():
                for path in paths:
                    if path in there and self._digest(path, kind) != digest.lower():
                        self.wrong("E093", f"{path} has another {kind}")

    def _digest(self, path: str, algorithm: str) -> str:
        known = self.digests.get((path, algorithm))
        if known is None:
            known = self.digests[path, algorithm] = digest_of(self.root / path, algorithm)
        return known

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def _files(inventory: Inventory, version: str) -> dict[str, set[str]]:
    """The content paths of each logical path of a version."""
    manifest = {digest.lower(): set(paths) for digest, paths in inventory["manifest"].items()}
    state = inventory["versions"][version]["state"]
    return {logical: manifest.get(digest.lower(), set()) for digest, paths in state.items() for logical in paths}


def _is_path(path: str) -> bool:
    return bool(path) and not any(part in ("", ".", "..") for part in path.split("/"))
