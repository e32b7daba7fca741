from __future__ import annotations

from pathlib import Path

from tests.commands import data_of, run
from tests.exports.release.test_stamps import Authority, pytestmark

__all__ = ["pytestmark"]


def test_a_release_is_stamped_by_hand(tmp_path: Path) -> None:
    authority, out, request = Authority(tmp_path / "tsa"), tmp_path / "out", tmp_path / "request.tsq"
    (out / "object" / "v1").mkdir(parents=True)
    (out / "object" / "v1" / "inventory.json").write_text("{}")
    assert data_of("stamp", "check", out, "--authority", authority.root)["stamps"] == []
    assert "--data-binary" in run("stamp", "request", out, "--out", request).stdout
    answer = tmp_path / "answer.tsr"
    answer.write_bytes(authority.stamp(request.read_bytes()))
    assert "v1 was there on" in run("stamp", "keep", out, answer, "--authority", authority.root).stdout
    (stamp,) = data_of("stamp", "check", out, "--authority", authority.root)["stamps"]
    assert (stamp["version"], stamp["authority"]) == ("v1", "CN=Invented")
    (out / "object" / "v1" / "inventory.json").write_text("changed")
    done = run("stamp", "check", out, "--authority", authority.root)
    assert done.returncode == 1
    assert "the stamp of v1 does not hold" in done.stderr
