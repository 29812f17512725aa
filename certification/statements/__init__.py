"""xAPI: what happened here, told to a learning record store of the company, through an outbox."""
