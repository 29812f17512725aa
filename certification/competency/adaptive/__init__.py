"""自适应练习: questions chosen by what they would tell about this person, until enough is known."""
