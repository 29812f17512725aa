"""Tests of the drill scripts that the project ships."""
