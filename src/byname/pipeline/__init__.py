"""The steps of a build, from the originals to the report, and its verification."""
