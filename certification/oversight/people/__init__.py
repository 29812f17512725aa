"""人员: people and cohorts brought in one sheet and taken out again, for managers."""
