"""场次: make a round, seat people, publish, cancel, make up, see what came of it, release."""
