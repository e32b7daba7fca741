"""Examines a damaged archive, says what is touched, and saves what is sound."""
