"""How a question is written, reviewed, published, retired: drafts, comments, tags, and the policy of the house."""
