"""People: records that are the same person, with a probability, every attribute and all its attestations."""
