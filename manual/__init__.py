"""The documentation site: `python -m manual OUT` builds docs/*.md and the reference into a folder (`make docs`)."""
