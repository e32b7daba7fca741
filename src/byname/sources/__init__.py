"""Sources: files as they were obtained give a stream of raw entries, each with its place in the original."""
