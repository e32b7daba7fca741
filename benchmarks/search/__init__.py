"""How well and how fast a person is found by a name, beside other search engines."""
