"""现场: what an invigilator of a running round sees and does."""
