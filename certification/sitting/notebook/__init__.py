"""错题本: the rules that somebody got wrong or guessed, and when they come back."""
