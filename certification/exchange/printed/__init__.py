"""Questions on paper: papers that were drawn, and any set of the bank; the questions, and the key with its reasons."""
