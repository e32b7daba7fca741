"""Casualties: capture histories of people on lists and estimates of those no list holds."""
