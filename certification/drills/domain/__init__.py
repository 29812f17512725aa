"""What a drill is to the judge: what is owed, how the talk runs, what it was worth. Pure."""
