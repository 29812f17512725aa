"""Questions in tables: which column holds what, and a row as a question and back."""
