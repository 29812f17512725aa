"""演练: talk to a buyer, and read afterwards what was owed, what was said, and which sentence did it."""
