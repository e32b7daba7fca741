"""The words by which texts are read: predicates, entities, phrases, folded names."""
