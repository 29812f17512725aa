"""The adjudicator's pure core: no Django, no YAML, no clock, no randomness."""
