"""The screens of managers and invigilators: rounds, papers, the running exam. No models of its own."""
