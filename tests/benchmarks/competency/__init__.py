"""A site with thousands of people and millions of answers: what the pages of 学情 cost there. See `__main__`."""
