"""Questions, their immutable versions, what the adjudicator derives from them, and the gate before publishing."""
