"""Benchmarks of the people stage."""
