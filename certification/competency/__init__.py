"""What people can do, as their answers show it; what the questions are worth."""
