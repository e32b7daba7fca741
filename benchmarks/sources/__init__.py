"""Benchmarks of the sources stage."""
