"""The command line: the contract in app.py, and a file a subject."""
