"""What `make load` is made of: a home folder to serve, the server, trainees who sit an exam, and the report."""
