"""What was asked of a paper and what was achieved, as plain JSON values."""
