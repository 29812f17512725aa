"""What a solver says of an edition: conflicts, gaps, dead rules, differences. Only the child process loads z3."""
