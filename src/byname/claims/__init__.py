"""Claims stage: finds what a text claims and checks it against published figures and the archive's own results."""
