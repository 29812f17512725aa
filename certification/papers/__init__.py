"""Blueprints and the papers drawn by them, frozen for good."""
