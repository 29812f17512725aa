"""Dates in Chinese: Django's own, templates say the rest."""
