"""Running the site: backups, restoring them, and what a monitor asks. No models; stands outside the slices."""
