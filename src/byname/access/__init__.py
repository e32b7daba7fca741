"""What a reader may see of an archive: search, a person, a trace, the queue of review, evidence; protection."""
