"""任务, for those who got one: what it asks, how far one is, the button that goes on with it."""
