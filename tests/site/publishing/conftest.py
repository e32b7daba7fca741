"""The copy of a small archive with people who may be living and names that would run as code."""

from __future__ import annotations

from pathlib import Path

import pytest

from byname.archive.archive import Archive
from byname.site.publishing.publication import publish


@pytest.fixture(scope="session")
def copy(small: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the copy."""
    folder = tmp_path_factory.mktemp("publication") / "copy"
    publish(small, folder, processes=1)
    return folder
