"""Benchmarks of the records stage."""
