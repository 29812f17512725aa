"""Drafts of questions about a rule: cases found by the adjudicator, told in Chinese by templates, kept if sound."""
