"""Verdicts: a claim beside the evidence that bears on it."""
