"""The languages in which reports are written, and those in which the site speaks."""

from __future__ import annotations

from typing import Final

REPORT_LANGUAGES: Final = ("en", "es", "ru", "fr", "de", "et", "uk")
SITE_LANGUAGES: Final = ("en", "es", "ru")
