"""Frames of claims: what a number or a date of a text is said of."""
