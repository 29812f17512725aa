"""我的资料: everything that the site holds about oneself."""
