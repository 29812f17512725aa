"""Which rules the bank tests, which questions test nothing, and which stems leave out what decides them."""
