"""Pictures in questions: checked, made small, kept in the database, and known by the versions that show them."""
