"""A start for a training room: under which addresses others reach this machine, and what to tell them."""

import ipaddress
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

HERE: Final = ("localhost", "127.0.0.1", "[::1]")
#: An address of documentation (RFC 5737): asking the way to it sends nothing and names the interface.
_ELSEWHERE: Final = ("192.0.2.1", 9)

NO_HTTPS: Final = (
    "这样启动没有 HTTPS。照常能用：登录、练习、演练、考试、自动保存，断网时答案存在浏览器里、连上再补交。",
    "不能用：手机上“安装到桌面”和离线页（浏览器只在 HTTPS 上给）；要求 HTTPS 的单点登录和 LTI。",
    "要知道：密码和答案在网络上不加密，同一个 Wi-Fi 里的人能看到。只在信得过的网络里用；"
    "正式认证请按 docs/how-to/operate.md 配 HTTPS。",
)


def is_open(host: str) -> bool:
    """Say whether other machines reach what listens on `host`."""
    if host == "localhost":
        return False
    with suppress(ValueError):
        return not ipaddress.ip_address(host).is_loopback
    return True


def own_addresses(host: str) -> list[str]:
    """Return how others on the network name this machine: addresses first, the one of the way out before the rest.

    Args:
        host: what the site listens on; where that is one address, only that.
    """
    with suppress(ValueError):
        if not ipaddress.ip_address(host).is_unspecified:
            return [host]
    found = [_way_out(), *_named()]
    numbers = [one for one in dict.fromkeys(found) if one and not ipaddress.ip_address(one).is_loopback]
    return [*numbers, socket.gethostname()]


def allowed_hosts(host: str, environ: Mapping[str, str]) -> str:
    """Return what `ALLOWED_HOSTS` of the processes should say; what somebody chose stays."""
    chosen = environ.get("ALLOWED_HOSTS", "")
    return chosen or ",".join([*HERE, *(own_addresses(host) if is_open(host) else ())])


def told(host: str, port: int, *, https: bool) -> list[str]:
    """Return the lines that a start prints where others can reach the site; none where they cannot."""
    if not is_open(host):
        return []
    urls = [f"http://{one}:{port}/" for one in own_addresses(host)]
    lines = [f"同一网络里的电脑和手机用：{urls[0]}" + (f"（或 {'、'.join(urls[1:])}）" if urls[1:] else "")]
    return lines if https else [*lines, *NO_HTTPS]


def _way_out() -> str:
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_ELSEWHERE)
        return str(probe.getsockname()[0])
    return ""


def _named() -> list[str]:
    with suppress(OSError):
        return socket.gethostbyname_ex(socket.gethostname())[2]
    return []
