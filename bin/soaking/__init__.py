"""What `make soak` is made of: people of three kinds, gauges on every process of the site, and a verdict."""
