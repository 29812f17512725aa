"""What people write, as the database can hold it."""


def storable(text: str) -> str:
    """Return a text without NUL, which PostgreSQL refuses in any text, and with one kind of line end."""
    return text.replace("\x00", "").replace("\r\n", "\n")
