"""Exchange: questions in from files of other programs and out to them, with a row for everything that happens."""
