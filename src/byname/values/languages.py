"""The languages in which reports are written."""

from __future__ import annotations

from typing import Final

REPORT_LANGUAGES: Final = ("en", "es", "ru", "fr", "de", "et", "uk")
