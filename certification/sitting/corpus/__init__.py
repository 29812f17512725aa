"""The index of the rules, and a page for each."""
