"""Benchmarks of whole archives."""
