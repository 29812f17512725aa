"""证书, for managers: programmes, who waits for a certificate, what was issued and taken back."""
