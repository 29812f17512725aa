"""Decisions told in Chinese: documents of finished sentences, as plain values. Pure."""
