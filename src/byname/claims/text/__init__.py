"""A text as a document: formats, tokens, sentences, clauses, language."""
