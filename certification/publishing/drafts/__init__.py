"""The draft edition: rules changed by several trainers, checked by the solver, published as an edition of its own."""
