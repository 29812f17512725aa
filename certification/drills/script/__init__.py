"""A drill's script: what it is (`model`), how its conditions are written (`patterns`), how it is read (`reading`)."""
