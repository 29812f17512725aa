"""How dates are written in each language; Django looks here first (`FORMAT_MODULE_PATH`)."""
