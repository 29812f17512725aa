"""Who knows it: the exam app and the wiring of the site."""
