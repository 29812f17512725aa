"""Journeys in Chromium against the running site."""
