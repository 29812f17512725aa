"""English, as in Britain: day before month, 24 hours."""
