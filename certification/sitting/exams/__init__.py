"""Sitting a mock exam: starting, answering, handing in, the result."""
