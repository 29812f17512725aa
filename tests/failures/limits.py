"""How large the database may grow, read anew for each request from a file in the home folder."""

from django.conf import settings
from django.db import connection

FILE = "page-limit"
NO_LIMIT = 1_073_741_823


class PageLimitMiddleware:
    """SQLite's limit belongs to a connection and cannot be set from outside; no limit where the file is missing."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = NO_LIMIT

    def __call__(self, request):
        path = settings.HOME / FILE
        pages = int(path.read_text()) if path.exists() else NO_LIMIT
        if pages != self.pages and connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA max_page_count = {pages}")
            self.pages = pages
        return self.get_response(request)
