"""The review queue: questions that a published change of the rules touched, until a trainer has looked at each."""
