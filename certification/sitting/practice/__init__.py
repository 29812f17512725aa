"""练习: one question at a time, the explanation at once."""
