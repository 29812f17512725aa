"""Which misreading of a rule explains somebody's wrong answers."""
