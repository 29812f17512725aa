"""The file formats: each reads bytes into foreign questions, or writes them."""
