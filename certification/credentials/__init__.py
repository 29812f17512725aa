"""Certificates 证书: programmes, what was certified, whether it still holds, and how anybody can tell."""
