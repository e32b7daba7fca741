"""The site: how long a copy as files takes, and OpenRefine against a served archive."""
