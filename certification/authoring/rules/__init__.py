"""The rule editor: a rule as a form and as text, what it says and does beside it, saved into the draft edition."""
