"""自适应练习: the next question by what it would tell, and how able one is at the end."""
