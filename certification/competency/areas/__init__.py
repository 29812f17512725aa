"""Competency areas 胜任力领域: sets of rules, the textbook's seven and six more; editable."""
