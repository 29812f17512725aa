"""体检: what the solver found in the edition in force."""
