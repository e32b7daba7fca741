"""Benchmarks of the casualties stage."""
