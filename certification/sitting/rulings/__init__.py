"""The 裁决书: what was decided, by which rule, and what would have changed it."""
