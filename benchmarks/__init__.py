"""Benchmarks: accuracy and speed, measured; see README.md."""
