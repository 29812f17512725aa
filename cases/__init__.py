"""What is right: rules, cases and the decisions that follow. Knows nothing of exams."""
