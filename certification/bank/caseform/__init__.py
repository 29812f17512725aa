"""A case as a form, driven by the vocabulary: fields for what matters, read back as a raw case."""
