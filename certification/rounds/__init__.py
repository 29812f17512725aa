"""Exam rounds 场次: who sits which paper, when, for how long, under which policies."""
