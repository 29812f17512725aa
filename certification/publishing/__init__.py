"""What a change of the rules means before and after it is made: the check-up of an edition, impact, coverage."""
