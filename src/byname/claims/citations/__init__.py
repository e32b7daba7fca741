"""Citations of a text: finding them, their fields, their defects, the sources that are known."""
