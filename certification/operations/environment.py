"""Whether the environment says what the settings can use: one line for each variable that does not, with what to write.

Looked at before anything else: a word that is misspelt must end the start, not switch something off in silence
(`HTTPS=ture`). Each line says it in Chinese and in English. No value of a secret is ever shown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from certification.drills.model.config import read_endpoint
from certification.home import read_hour
from certification.operations.logs import FORMATS
from certification.people.sso.config import wrong_providers

YES_OR_NO: Final = frozenset({"on", "off", "true", "false", "yes", "no", "y", "n", "ok", "1", "0", ""})
MOST_SECONDS: Final = 3600
HIGHEST_PORT: Final = 65535
SHORTEST_SECRET: Final = 32
SHORTEST_TOKEN: Final = 16
_HOST: Final = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
_MAIL: Final = frozenset(
    {"smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail", "dummymail"}
)

Check = Callable[[str], tuple[str, str] | None]


def mistakes(environ: Mapping[str, str]) -> list[str]:
    """Return a line for each variable that cannot be used; none where all is well."""
    return [
        f"{name}{_shown(name, environ[name])}：{wrong[0]} / {wrong[1]}"
        for name, check in CHECKS.items()
        if name in environ and (wrong := check(environ[name])) is not None
    ] + list(_together(environ))


def _shown(name: str, value: str) -> str:
    is_secret = any(word in name for word in ("KEY", "TOKEN", "_URL", "PASSWORD", "ENDPOINT"))
    return "" if is_secret else f"={value[:60]}"


def _switch(value: str) -> tuple[str, str] | None:
    return None if value.lower() in YES_OR_NO else ("请写 on 或 off。", "write on or off")


def _number(least: int, most: int) -> Check:
    def check(value: str) -> tuple[str, str] | None:
        with suppress(ValueError):
            if least <= int(value) <= most:
                return None
        return f"请写 {least} 到 {most} 的整数。", f"write a whole number from {least} to {most}"

    return check


def _seconds(value: str) -> tuple[str, str] | None:
    with suppress(ValueError):
        if 0 < float(value) <= MOST_SECONDS:
            return None
    return f"请写大于 0、不超过 {MOST_SECONDS} 的秒数。", f"write seconds, more than 0 and at most {MOST_SECONDS}"


def _one_of(*words: str) -> Check:
    def check(value: str) -> tuple[str, str] | None:
        return None if value.lower() in words else (f"请写 {' 或 '.join(words)}。", f"write {' or '.join(words)}")

    return check


def _hour(value: str) -> tuple[str, str] | None:
    try:
        read_hour(value)
    except ValueError:
        return "请写 0 到 23 的钟点，或者 off。", "write an hour from 0 to 23, or off"
    return None


def _database(value: str) -> tuple[str, str] | None:
    with suppress(ValueError):
        parts = urlsplit(value)
        is_named = parts.path.strip("/") or parts.scheme == "sqlite"
        if parts.scheme in {"postgres", "postgresql", "sqlite"} and is_named and parts.port != 0:
            return None
    return (
        "请写 postgres://用户:密码@主机/库名；密码里的特殊字符要写成 %40 这样。",
        "write postgres://user:password@host/name, special characters of the password as %40",
    )


def _hosts(value: str) -> tuple[str, str] | None:
    wrong = [one for one in (each.strip() for each in value.split(",")) if one and not _HOST.fullmatch(one)]
    if not wrong and value.strip(", "):
        return None
    which = f"“{wrong[0]}”" if wrong else ""
    return (
        f"请写用逗号隔开的主机名，不带 http:// 和端口{which and f'（{which}不是）'}。",
        "write host names separated by commas, without http:// and port",
    )


def _secret(value: str) -> tuple[str, str] | None:
    if not value or len(value) >= SHORTEST_SECRET:
        return None
    return (
        f"至少 {SHORTEST_SECRET} 个字符；不写这一行就自动生成一个。",
        f"at least {SHORTEST_SECRET} characters; without this line one is made",
    )


def _token(value: str) -> tuple[str, str] | None:
    is_plain = value.isascii() and value.isprintable() and " " not in value
    if not value or (is_plain and len(value) >= SHORTEST_TOKEN):
        return None
    return (
        f"请写至少 {SHORTEST_TOKEN} 个英文字母、数字、符号，没有空格。",
        f"write at least {SHORTEST_TOKEN} ASCII characters without spaces",
    )


def _admin(value: str) -> tuple[str, str] | None:
    if re.fullmatch(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*/", value):
        return None
    return "请写 yunwei/ 这样：开头没有斜杠，末尾有一个。", "write it like yunwei/: no slash before, one behind"


def _mail(value: str) -> tuple[str, str] | None:
    with suppress(ValueError):
        if not value or urlsplit(value).scheme in _MAIL:
            return None
    return "请写 smtp+tls://用户:密码@主机:587。", "write smtp+tls://user:password@host:587"


def _web(value: str) -> tuple[str, str] | None:
    with suppress(ValueError):
        parts = urlsplit(value)
        if not value or (parts.scheme in {"http", "https"} and parts.hostname):
            return None
    return "请写 http(s):// 开头的地址。", "write an address that begins with http(s)://"


def _site(value: str) -> tuple[str, str] | None:
    if not value or (_web(value) is None and value.endswith("/")):
        return None
    return "请写本站的地址，如 https://mingduan.example/，以斜杠结尾。", "write the site's address, with its last slash"


def _sender(value: str) -> tuple[str, str] | None:
    return None if "@" in value else ("请写一个邮件地址。", "write an e-mail address")


def _folder(value: str) -> tuple[str, str] | None:
    path = Path(value).expanduser()
    if value and path.exists() and not path.is_dir():
        return "这里是一个文件，不是目录。", "this is a file, not a folder"
    return None


CHECKS: Final[Mapping[str, Check]] = {
    "MINGDUAN_HOME": _folder,
    "DATABASE_URL": _database,
    "DATABASE_WAIT_SECONDS": _number(1, MOST_SECONDS),
    "SQLITE_SYNCHRONOUS": _one_of("normal", "full"),
    "SECRET_KEY": _secret,
    "ALLOWED_HOSTS": _hosts,
    "HTTPS": _switch,
    "BEHIND_PROXY": _switch,
    "BACKUP_DIR": _folder,
    "BACKUP_HOUR": _hour,
    "BACKUP_KEEP": _number(1, 10_000),
    "BACKUP_BEFORE_MIGRATION": _switch,
    "ADMIN_PATH": _admin,
    "EMAIL_URL": _mail,
    "EMAIL_FROM": _sender,
    "SSO_ONLY": _switch,
    "SECOND_FACTOR": _one_of("off", "offered", "required"),
    "LOG_FORMAT": _one_of(*FORMATS),
    "SLOW_SECONDS": _seconds,
    "METRICS_TOKEN": _token,
    "XAPI_ENDPOINT": _web,
    "SITE_ADDRESS": _site,
    "DEBUG": _switch,
    "PORT": _number(1, HIGHEST_PORT),
}


def _together(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with variables that belong together; those of the model say so themselves."""
    endpoint = environ.get("XAPI_ENDPOINT", "")
    if endpoint and _web(endpoint) is None and not environ.get("SITE_ADDRESS"):
        yield (
            "SITE_ADDRESS：设了 XAPI_ENDPOINT 就要设它：本站的地址，如 https://mingduan.example/。"
            " / XAPI_ENDPOINT is set, so say where this site is"
        )
    yield from (f"{name}：{chinese} / {english}" for name, (chinese, english) in wrong_providers(environ))
    try:
        read_endpoint(
            environ.get("MINGDUAN_MODEL_URL", ""),
            name=environ.get("MINGDUAN_MODEL_NAME", ""),
            key=environ.get("MINGDUAN_MODEL_KEY", ""),
            timeout=environ.get("MINGDUAN_MODEL_TIMEOUT_SECONDS", "4"),
        )
    except ValueError as error:
        yield f"对话演练的语言模型设得不对 / {error}"
