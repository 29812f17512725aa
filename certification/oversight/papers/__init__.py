"""Blueprints, trial draws and printed papers, for managers and trainers. No models of its own."""
