"""Editions of the corpus: files ⇄ values ⇄ database."""
