"""What `bin/messages.py` is made of: reading the sources, keeping the catalogue, finding what is wrong with it."""
