"""Whether the explanations of the bank's questions hold: what they name settles the outcome, and flips flip."""
