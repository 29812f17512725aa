"""证书: one's own certificates, and the public page that anybody verifies one on."""
