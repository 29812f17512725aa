"""The smallest valid objects, one module per slice, all at one fixed moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 9, 18, 12, 0, tzinfo=BEIJING)
