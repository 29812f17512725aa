"""The attempt, its clock and its responses."""
