"""The recording of the README shows what the commands say now."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from manual.recording import FILE, HEIGHT, SCENES, SECONDS, recorded


def test_the_recording_shows_what_the_commands_say_now(demo: Path) -> None:
    assert FILE.read_text(encoding="utf-8") == recorded(demo), "make it again: python -m manual.recording ARCHIVE"


def test_the_recording_is_half_a_minute_and_runs_no_script() -> None:
    assert SECONDS * len(SCENES) == 30
    root = ElementTree.fromstring(FILE.read_text(encoding="utf-8"))
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names == {"svg", "title", "style", "rect", "g", "text"}
    for scene in root.iter("{http://www.w3.org/2000/svg}g"):
        assert 2 <= len(list(scene)) <= HEIGHT - 1
