"""The archive on disk: folder, ledger, originals, tables of facts, and one way to read the derived tables."""
