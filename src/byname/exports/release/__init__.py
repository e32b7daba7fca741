"""A release: what an archive says on a day, frozen, signed and readable without Byname."""
