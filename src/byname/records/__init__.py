"""Records: raw entries become statements (field, text as written, normalised value, span) about one person each."""
