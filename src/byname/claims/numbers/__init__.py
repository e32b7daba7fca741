"""Numbers and dates of a text."""
