"""Syntax of sentences: which word depends on which, found by dependency parsers that are installed or not."""
