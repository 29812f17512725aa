"""题目编辑：the case and the question on the left, what the adjudicator makes of them on the right."""
