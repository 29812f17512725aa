"""个人资料: what the site holds about one person, taken along or erased by a manager."""
