"""Site stage: the static report of an archive. Plain values and tables go in; pages that open from disk come out."""
