"""Everything the site holds as one file: a zip of JSON lines, a member for each kind of thing, told by its hashes."""
