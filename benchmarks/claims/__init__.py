"""Measures the claims stage: numbers, dates, the essay, passages, mutations and speed."""
