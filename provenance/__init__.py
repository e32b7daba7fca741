"""What the files of a version of Byname were built from, signed."""
