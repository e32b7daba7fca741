"""Finds people by a name, however it is spelled: an index of folded names, and a ranking of what it finds."""
