"""体检 of an edition: asked for by a person or by the start of the site, run by the worker, read by pages."""
