"""What somebody signed in with, as coarse as they need to recognise it themselves: browser and system. Pure."""

from typing import Final

#: The first that occurs wins: the browsers inside 微信 and 钉钉 also call themselves Chrome or Safari.
_BROWSERS: Final = (
    ("wxwork", "企业微信"), ("micromessenger", "微信"), ("dingtalk", "钉钉"), ("lark", "飞书"), ("feishu", "飞书"),
    ("edg", "Edge"), ("opr/", "Opera"), ("firefox", "Firefox"), ("fxios", "Firefox"), ("chrome", "Chrome"),
    ("crios", "Chrome"), ("chromium", "Chrome"), ("safari", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("windows", "Windows"), ("harmony", "HarmonyOS"), ("android", "Android"), ("iphone", "iPhone"), ("ipad", "iPad"),
    ("mac os", "macOS"), ("cros", "ChromeOS"), ("linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Return browser and system, as `Chrome · Windows`; no version, nothing finer; "" if unknown."""
    said = user_agent.lower()
    parts = [next((name for mark, name in marks if mark in said), "") for marks in (_BROWSERS, _SYSTEMS)]
    return " · ".join(part for part in parts if part)
