"""What `byname stamp request`, `keep` and `check` do: stamps of time for releases."""

from __future__ import annotations

from pathlib import Path

from byname.archive.files import clear_file_errors, write_whole
from byname.cli.output import Output
from byname.exports.release.stamps import Stamp, authorities_in, keep_stamp, read_answer, request_of, stamps_of


def request(out: Path, file: Path, version: str | None, output: Output) -> None:
    """Write what to send to an authority."""
    content = request_of(out, version)
    with clear_file_errors(file):
        write_whole(file, content)
    lines = [
        f"{file} is the request. Send it to an authority, for example:",
        f"  curl -H 'Content-Type: application/timestamp-query' --data-binary @{file} ADDRESS -o answer.tsr",
        f"Then: byname stamp keep {out} answer.tsr --authority ROOT.pem",
    ]
    output.result({"request": str(file), "bytes": len(content)}, "\n".join(lines))


def keep(out: Path, answer: Path, authority: Path, version: str | None, output: Output) -> None:
    """Keep the answer of an authority, once it holds."""
    stamp = keep_stamp(out, read_answer(answer), authorities_in(authority), version)
    output.result(_data(stamp), f"{_line(stamp)}\nKept in {out / 'signatures'}.")


def check(out: Path, authority: Path, output: Output) -> None:
    """Check all stamps of a release."""
    stamps = stamps_of(out, authorities_in(authority))
    lines = [_line(stamp) for stamp in stamps] or ["No version has a stamp."]
    output.result({"out": str(out), "stamps": [_data(stamp) for stamp in stamps]}, "\n".join(lines))


def _line(stamp: Stamp) -> str:
    return f"{stamp.version} was there on {stamp.at:%Y-%m-%d %H:%M:%S} UTC, says {stamp.authority or 'the authority'}."


def _data(stamp: Stamp) -> dict[str, str]:
    return {"version": stamp.version, "at": stamp.at.isoformat(), "authority": stamp.authority}
