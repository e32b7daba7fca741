"""Exports of an archive's tables; one file a standard."""
