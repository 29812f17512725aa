"""Cases that a question about a rule may be made of: typical ones, twins at its limits, one-fact flips."""
