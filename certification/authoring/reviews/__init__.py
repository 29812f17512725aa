"""One question: what it says, where it is used, what it said before; and the review of its draft."""
