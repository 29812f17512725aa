"""People and cohorts in one sheet: looked at, confirmed, and how the new ones get in."""
