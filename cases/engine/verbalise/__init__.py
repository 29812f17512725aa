"""Facts, conditions, sums and outcomes in words. Pure."""
