"""Uploading a picture for a stem or an option: a page of its own, and a part of the editor's."""
