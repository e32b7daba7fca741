"""Benchmarks of the motive stage, and the synthetic archives they share with the consequences stage."""
