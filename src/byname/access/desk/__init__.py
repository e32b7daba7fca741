"""The desk of an archive: who may work on it, and what they may do."""
