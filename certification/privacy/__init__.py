"""A person's data: what the site holds about somebody, as one file, and how it is erased."""
