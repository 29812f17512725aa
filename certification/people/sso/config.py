"""Which providers the environment names, and what is missing of each. Pure: the settings read it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Hosts that may be asked without TLS: this machine, for trying out.
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST_NAME: Final = 20
#: Longest secret and id that allauth's own table would hold; longer ones are a mistake of copying.
LONGEST: Final = 191

Wrong = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of provider.

    Attributes:
        name: what its button says where the environment names it not.
        allauth: what allauth calls it.
        claim: what holds the staff number where the environment says nothing.
        asks: what has to be given: variable's ending → field of `SsoProvider`.
    """

    name: str | Promise
    allauth: str
    claim: str
    asks: Mapping[str, str]


_CLIENT: Final = {"CLIENT_ID": "client_id", "SECRET": "secret"}
KINDS: Final[Mapping[str, Kind]] = {
    "oidc": Kind(_("公司账号"), "openid_connect", "preferred_username", {"SERVER": "server", **_CLIENT}),
    "dingtalk": Kind(_("钉钉"), "dingtalk", "job_number", _CLIENT),
    "feishu": Kind(_("飞书"), "feishu", "employee_no", _CLIENT),
    "wecom": Kind(
        _("企业微信"), "wecom", "userid", {"CORP_ID": "client_id", "AGENT_ID": "agent", "SECRET": "secret"}
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SsoProvider:
    """A provider that is set up.

    Attributes:
        key: its part of the URLs, and what a stored link is filed under: `oidc`, `dingtalk`, `feishu`, `wecom`.
        name: what the button says.
        client_id, secret: what the provider knows the site by.
        claim: which of its claims is the staff number.
        server: address of an OpenID Connect provider.
        agent: number of the application in 企业微信.
    """

    key: str
    name: str | Promise
    client_id: str
    secret: str
    claim: str
    server: str = ""
    agent: str = ""


def read_providers(environ: Mapping[str, str]) -> dict[str, SsoProvider]:
    """Return the providers that the environment sets up, by key, in the order of their buttons."""
    found = {}
    for key, kind in KINDS.items():
        given = {field: environ.get(_variable(key, ending), "").strip() for ending, field in kind.asks.items()}
        if all(given.values()):
            name = environ.get(_variable(key, "NAME"), "").strip() or kind.name
            claim = environ.get(_variable(key, "CLAIM"), "").strip() or kind.claim
            found[key] = SsoProvider(key=key, name=name, claim=claim, **given)
    return found


def as_app(one: SsoProvider) -> dict[str, Any]:
    """Return the same as the fields of allauth's `SocialApp`, which is never stored."""
    extra: dict[str, Any] = {"server_url": one.server, "oauth_pkce_enabled": True} if one.server else {}
    if one.key == "dingtalk":
        extra["auth_params"] = {"prompt": "consent"}  # asked for by its documentation
    return {
        "provider": KINDS[one.key].allauth, "provider_id": one.key, "name": one.name, "client_id": one.client_id,
        "secret": one.secret, "key": one.agent, "settings": {"staff_number": one.claim, **extra},
    }  # fmt: skip


def wrong_providers(environ: Mapping[str, str]) -> Iterator[tuple[str, Wrong]]:
    """Yield each variable of single sign-on that cannot be used or is missing, with what to write, in two languages."""
    for key, kind in KINDS.items():
        given = {ending: environ.get(_variable(key, ending), "").strip() for ending in (*kind.asks, "NAME", "CLAIM")}
        for ending in kind.asks:
            if any(given.values()) and not given[ending]:
                yield (
                    _variable(key, ending),
                    (f"设了 SSO_{key.upper()}_… 就要设它。", f"needed where SSO_{key.upper()}_… is set"),
                )
        for ending, value in given.items():
            if value and (wrong := _wrong(ending, value)) is not None:
                yield _variable(key, ending), wrong
    if environ.get("SSO_ONLY", "").lower() in {"on", "true", "yes", "y", "ok", "1"} and not read_providers(environ):
        yield (
            "SSO_ONLY",
            ("一个登录提供方也没有设，打开它大家就进不来了。", "no provider is set up: nobody would get in"),
        )


def _variable(key: str, ending: str) -> str:
    return f"SSO_{key.upper()}_{ending}"


def _wrong(ending: str, value: str) -> Wrong | None:
    if ending == "SERVER":
        return _wrong_server(value)
    if ending == "AGENT_ID" and not (value.isascii() and value.isdigit()):
        return "请写应用的 AgentId，全是数字。", "write the application's AgentId, digits only"
    longest = LONGEST_NAME if ending == "NAME" else LONGEST
    if len(value) > longest or not value.isprintable():
        return f"最多 {longest} 个字符。", f"at most {longest} characters"
    if ending != "NAME" and " " in value:
        return "里面不能有空格。", "without spaces"
    return None


def _wrong_server(value: str) -> Wrong | None:
    with suppress(ValueError):
        parts = urlsplit(value)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
        if is_safe and parts.hostname and not parts.query and not parts.fragment:
            return None
    return (
        "请写 https:// 开头的地址（只有本机可以用 http://），到 /.well-known/ 之前为止。",
        "write an https:// address (http:// for this machine alone), up to /.well-known/",
    )
