"""覆盖: which rules the bank tests, what tests nothing, which stems are not complete."""
