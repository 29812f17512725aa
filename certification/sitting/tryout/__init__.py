"""试一案: fill in facts and see the decision change."""
