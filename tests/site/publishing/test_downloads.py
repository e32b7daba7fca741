from __future__ import annotations

import gzip
from pathlib import Path

from byname.archive.archive import Archive
from byname.site.publishing.downloads import downloads_of


def test_downloads_hold_what_may_be_shown_and_lists_that_allow_it(small: Archive) -> None:
    files = dict(downloads_of(small))
    assert set(files) == {"downloads/people.csv", "downloads/people.jsonl", "downloads/lists.csv",
                          "downloads/statements/invented.csv.gz"}  # fmt: skip
    said = gzip.decompress(files["downloads/statements/invented.csv.gz"]).decode()
    for text in (said, files["downloads/people.csv"].decode(), files["downloads/people.jsonl"].decode()):
        assert "kanari" not in text.lower()
        assert "Vanavalge" in text
        assert "a long note" not in text
    assert said.count("record_id") == 1
    assert "All rights reserved" in files["downloads/lists.csv"].decode()


def test_downloads_are_the_same_bytes_each_time(demo: Path) -> None:
    archive = Archive.open(demo)
    assert dict(downloads_of(archive)) == dict(downloads_of(archive))
