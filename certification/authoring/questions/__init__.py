"""题库: every question with its state, found by words and filters, and changed many at a time."""
