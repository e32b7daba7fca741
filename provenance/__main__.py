"""Says what the files of a version were built from (in-toto statement 1, SLSA provenance 1), signed as DSSE envelope.

    python -m provenance dist --key KEY                # writes dist/provenance.json; KEY: made by `byname ledger key`
    python -m provenance dist --check NAME+ID+KEY      # checks it against the files that lie there

Takes a folder with wheel, source archive and the list of parts, and the repository they were built in, which must be
as it was committed; gives names and hashes of the files, the commit, the lock with its hash, and the command.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from byname.archive.signed_notes import Signer, Verifier

NAME: Final = "provenance.json"
_TYPE: Final = "application/vnd.in-toto+json"
_BUILT_BY: Final = "make dist"
_LOCK: Final = "requirements.lock"


def statement(dist: Path, repository: Path) -> dict[str, Any]:
    """What the files of a folder were built from."""
    commit = _git(repository, "rev-parse", "HEAD")
    files = [path for path in sorted(dist.iterdir()) if path.is_file() and path.name != NAME]
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": path.name, "digest": {"sha256": _sha256(path)}} for path in files],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:byname:build:1",
                "externalParameters": {"command": _BUILT_BY, "time": _git(repository, "log", "-1", "--format=%ct")},
                "resolvedDependencies": [
                    {"name": "source", "digest": {"gitCommit": commit}},
                    {"name": _LOCK, "digest": {"sha256": _sha256(repository / _LOCK)}},
                ],
            },
            "runDetails": {"builder": {"id": "urn:byname:builder:by-hand"}},
        },
    }


def signed(said: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    """A statement in its envelope (DSSE 1.0)."""
    payload = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    signature = base64.b64encode(signer.sign_bytes(_to_sign(payload))).decode()
    signatures = [{"keyid": signer.verifier().text, "sig": signature}]
    return {"payloadType": _TYPE, "payload": base64.b64encode(payload).decode(), "signatures": signatures}


def faults(dist: Path, verifier: Verifier) -> list[str]:
    """What is wrong with the envelope in a folder or with the files it names, in words."""
    try:
        envelope = json.loads((dist / NAME).read_text(encoding="utf-8"))
        payload = base64.b64decode(envelope["payload"], validate=True)
        signatures = [base64.b64decode(one["sig"], validate=True) for one in envelope["signatures"]]
        subjects = {one["name"]: one["digest"]["sha256"] for one in json.loads(payload)["subject"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"{NAME} cannot be read ({error})"]
    kind = envelope.get("payloadType")
    if kind != _TYPE or not any(verifier.accepts_bytes(_to_sign(payload), one) for one in signatures):
        return [f"{NAME} is not signed by {verifier.name}"]
    there = {path.name: _sha256(path) for path in dist.iterdir() if path.is_file() and path.name != NAME}
    differing = [name for name in sorted({*subjects, *there}) if subjects.get(name) != there.get(name)]
    both = subjects.keys() & there.keys()
    return [f"{one} is {'not what was built' if one in both else f'missing, or not in {NAME}'}" for one in differing]


def _to_sign(payload: bytes) -> bytes:
    """What is signed of a payload (DSSE: pre-authentication encoding)."""
    return b"DSSEv1 %d %b %d %b" % (len(_TYPE), _TYPE.encode(), len(payload), payload)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _git(repository: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(repository), *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def main() -> None:
    """Sign or check; exit code 1 where something differs or the repository is not as it was committed."""
    parser = argparse.ArgumentParser(prog="python -m provenance", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dist", type=Path)
    parser.add_argument("--repository", type=Path, default=Path())
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--key", type=Path)
    what.add_argument("--check", metavar="NAME+ID+KEY")
    options = parser.parse_args()
    if options.check:
        wrong = faults(options.dist, Verifier.read(options.check))
        sys.exit("\n".join(wrong) if wrong else 0)
    if _git(options.repository, "status", "--porcelain", "--untracked-files=no"):
        sys.exit("the repository is not as it was committed")
    signer = Signer.read(options.key.read_text(encoding="utf-8"))
    text = json.dumps(signed(statement(options.dist, options.repository), signer), indent=1)
    (options.dist / NAME).write_text(text + "\n", encoding="utf-8")
    print(f"{options.dist / NAME}: check it with {signer.verifier().text}")


if __name__ == "__main__":
    main()
