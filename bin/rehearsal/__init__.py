"""What `make rehearse` is made of: a machine, a visitor, an exam, what is kept, proxies. Standard library only."""
