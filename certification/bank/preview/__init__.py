"""What the adjudicator says of a question that is being written, finished or not."""
