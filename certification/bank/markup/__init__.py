"""Marked-up text of questions: read as Markdown, written as clean HTML or as plain text."""
