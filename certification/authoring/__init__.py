"""The screens of those who keep the rules: trainers, managers, operators. No models of their own."""
