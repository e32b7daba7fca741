"""The site: under load, as a copy of files, and asked by OpenRefine."""
