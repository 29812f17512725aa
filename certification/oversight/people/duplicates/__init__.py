"""Two accounts of one person become one: what names the duplicate and may change is moved, the rest reads through."""
