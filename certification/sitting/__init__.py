"""The screens of a trainee."""
