"""What another edition would do to the bank, and to those who have answered it. Writes nothing."""
