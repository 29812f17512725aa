"""影响: what another edition does to the bank, and would do to the marks of the past."""
