"""Consequences stage: what followed: paths, how soon, years lost, families, reinstatement, offices, camps."""
