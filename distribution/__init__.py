"""How Byname reaches machines without a network."""
