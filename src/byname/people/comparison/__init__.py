"""Comparison of two records: columns, levels of agreement, texts."""
