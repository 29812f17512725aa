"""The providers as allauth sees them: its own for OpenID Connect, 钉钉 and 飞书, and one for 企业微信.

Each says who signed in there by two things: the provider's own id of them, and their staff number, read from the claim
that the settings name. Nothing else of what the provider tells is kept.
"""

import secrets
from typing import Any, Final
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.dingtalk.provider import DingTalkProvider
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.provider import FeishuProvider
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Json = dict[str, Any]


def claimed(data: Json, claim: str) -> str:
    """Return the staff number that a provider tells; "" where it tells none."""
    value = data.get(claim)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def ask(method: str, url: str, **options: Any) -> Json:
    """Ask an endpoint of a provider; return what it answers.

    Raises:
        OAuth2Error: it says that something went wrong.
        requests.RequestException: it does not answer, or no JSON.
    """
    with get_adapter().get_requests_session() as session:
        answer = session.request(method, url, **options)
        answer.raise_for_status()
        told: Json = answer.json()
    if told.get("errcode", 0) != 0:
        raise OAuth2Error(f"{url} answers errcode {told['errcode']}")
    return told


class _ByStaffNumber:
    """What the providers have in common."""

    def extract_extra_data(self, _data: Json) -> Json:
        """Return what is stored of the answer: nothing."""
        return {}

    def extract_common_fields(self, _data: Json) -> Json:
        """Return what a new account would be filled with: nobody gets one by signing in."""
        return {}

    def extract_email_addresses(self, _data: Json) -> list[Any]:
        return []

    def told_by(self, data: Json) -> Json:
        """Return the claims among what the provider answered."""
        return data

    def sociallogin_from_response(self, request: HttpRequest, response: Json) -> SocialLogin:
        """Return who signed in there, with their staff number beside."""
        login: SocialLogin = super().sociallogin_from_response(request, response)  # type: ignore[misc]
        login.nonce = (response.get("id_token") or {}).get("nonce")
        login.staff_number = claimed(self.told_by(response), self.app.settings["staff_number"])  # type: ignore[attr-defined]
        return login


class _ComesBackHere:
    """Adapters come back to one URL of ours, whichever the provider."""

    provider_id: str

    def get_callback_url(self, request: HttpRequest, _app: Any) -> str:
        return request.build_absolute_uri(reverse("people:sso-callback", args=[self.provider_id]))


# --- OpenID Connect ------------------------------------------------------------------------------------------------


class OidcAdapter(_ComesBackHere, OpenIDConnectOAuth2Adapter):
    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, "oidc")


class OidcProvider(_ByStaffNumber, OpenIDConnectProvider):
    oauth2_adapter_class = OidcAdapter

    def get_oauth2_adapter(self, request: HttpRequest) -> OidcAdapter:
        return OidcAdapter(request)

    def redirect(self, request: HttpRequest, process: str, next_url: Any = None, data: Any = None) -> HttpResponse:
        """Send the browser there with a number used once, which the id token has to bring back."""
        nonce = secrets.token_urlsafe(24)
        asked = {**self.get_auth_params(), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, next_url, data, auth_params=asked, nonce=nonce)
        return answer

    def told_by(self, data: Json) -> Json:
        """Return the claims of the id token and of the user info, which has to be about the same subject.

        Source: OpenID Connect Core 1.0, 5.3.2.
        """
        token, info = data.get("id_token") or {}, data.get("userinfo") or {}
        if token and info and token.get("sub") != info.get("sub"):
            raise OAuth2Error("the user info is about somebody else than the id token")
        return {**token, **info}


# --- 钉钉 ------------------------------------------------------------------------------------------------------------


class DingTalkAdapter(_ComesBackHere, DingTalkOAuth2Adapter):
    """Asks the company's directory too: the sign-in alone tells neither the staff number nor who works there."""

    app_token_url: Final = "https://api.dingtalk.com/v1.0/oauth2/accessToken"  # noqa: S105 - an address
    user_id_url: Final = "https://oapi.dingtalk.com/topapi/user/getbyunionid"
    user_url: Final = "https://oapi.dingtalk.com/topapi/v2/user/get"

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **_kwargs: Any) -> SocialLogin:
        me = ask("GET", self.profile_url, headers={"x-acs-dingtalk-access-token": token.token})
        said = ask("POST", self.app_token_url, json={"appKey": app.client_id, "appSecret": app.secret})
        key = {"access_token": said["accessToken"]}
        found = ask("POST", self.user_id_url, params=key, json={"unionid": me["unionId"]})["result"]
        if found.get("contact_type", 0) != 0:
            raise OAuth2Error("an outside contact of the company, not one of its people")
        user = ask("POST", self.user_url, params=key, json={"userid": found["userid"]})["result"]
        return self.get_provider().sociallogin_from_response(request, {**user, "openId": me["openId"]})


class DingTalk(_ByStaffNumber, DingTalkProvider):
    oauth2_adapter_class = DingTalkAdapter


# --- 飞书 ------------------------------------------------------------------------------------------------------------


class FeishuAdapter(_ComesBackHere, FeishuOAuth2Adapter):
    def get_client(self, request: HttpRequest, app: Any) -> FeishuOAuth2Client:
        """Return allauth's client, coming back here."""
        back = self.get_callback_url(request, app)
        return FeishuOAuth2Client(
            request, app.client_id, app.secret, self.access_token_method, self.access_token_url, back
        )


class Feishu(_ByStaffNumber, FeishuProvider):
    oauth2_adapter_class = FeishuAdapter


# --- 企业微信 --------------------------------------------------------------------------------------------------------


class WeComClient(OAuth2Client):
    """企业微信 has its own words for the first step, and no token of the person: the app's asks about the code.

    Source: developer.work.weixin.qq.com, 企业微信 Web 登录 (`login_type=CorpApp`) and 网页授权登录; gettoken.
    """

    inside_url: Final = "https://open.weixin.qq.com/connect/oauth2/authorize"

    def get_redirect_url(self, authorization_url: str, _scope: Any, _extra_params: Any) -> str:
        """Return where to sign in: by scanning a code, or, in the app's own browser, without asking anything."""
        corp, _mark, agent = self.consumer_key.partition(":")
        asked = {"appid": corp, "redirect_uri": self.callback_url, "state": self.state, "agentid": agent}
        if "wxwork" in self.request.headers.get("User-Agent", "").lower():
            inside = {**asked, "response_type": "code", "scope": "snsapi_base"}
            return f"{self.inside_url}?{urlencode(inside)}#wechat_redirect"
        return f"{authorization_url}?{urlencode({'login_type': 'CorpApp', **asked})}"

    def get_access_token(self, code: str, pkce_code_verifier: Any = None, extra_data: Any = None) -> Json:
        corp = self.consumer_key.partition(":")[0]
        return ask("GET", self.access_token_url, params={"corpid": corp, "corpsecret": self.consumer_secret})


class WeComAdapter(_ComesBackHere, OAuth2Adapter):
    provider_id = "wecom"
    client_class = WeComClient
    authorize_url = "https://login.work.weixin.qq.com/wwlogin/sso/login"
    access_token_url = "https://qyapi.weixin.qq.com/cgi-bin/gettoken"  # noqa: S105 - an address
    profile_url = "https://qyapi.weixin.qq.com/cgi-bin/auth/getuserinfo"

    def get_client(self, request: HttpRequest, app: Any) -> WeComClient:
        back = self.get_callback_url(request, app)
        return WeComClient(request, f"{app.client_id}:{app.key}", app.secret, "GET", self.access_token_url, back)

    def complete_login(self, request: HttpRequest, _app: Any, token: Any, **_kwargs: Any) -> SocialLogin:
        asked = {"access_token": token.token, "code": request.GET["code"]}
        user = ask("GET", self.profile_url, params=asked)
        if not user.get("userid"):
            raise OAuth2Error("not one of the company's people")
        return self.get_provider().sociallogin_from_response(request, user)


class WeCom(_ByStaffNumber, OAuth2Provider):
    id = "wecom"
    name = "企业微信"
    account_class = ProviderAccount
    oauth2_adapter_class = WeComAdapter

    def extract_uid(self, data: Json) -> str:
        return str(data["userid"])


provider_classes = [OidcProvider, DingTalk, Feishu, WeCom]
ADAPTERS: Final = {"oidc": OidcAdapter, "dingtalk": DingTalkAdapter, "feishu": FeishuAdapter, "wecom": WeComAdapter}
