"""Handing in, scoring, and the ledger of marks."""
