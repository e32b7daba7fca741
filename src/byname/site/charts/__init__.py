"""Charts and maps, all in one style."""
