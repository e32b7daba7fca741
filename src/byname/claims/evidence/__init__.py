"""What a text is checked against: figures, dated facts, people, findings."""
