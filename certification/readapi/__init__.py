"""What other systems of the company may read: results, mastery, certificates, by tokens with scopes."""
