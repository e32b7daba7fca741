"""What the sources say of each person: attributes, conflicts, subjects of the analyses."""
