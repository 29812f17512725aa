"""钉钉, 飞书 and 企业微信, each against a server beside the tests that answers as their documentation says."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from django.test import override_settings

from certification.people.sso.config import read_providers
from certification.people.sso.provider import DingTalkAdapter, FeishuAdapter, WeComAdapter
from tests.factories.sso import set_out

pytestmark = pytest.mark.django_db

ENVIRON = {
    "SSO_DINGTALK_CLIENT_ID": "ding1", "SSO_DINGTALK_SECRET": "s",
    "SSO_FEISHU_CLIENT_ID": "cli_1", "SSO_FEISHU_SECRET": "s",
    "SSO_WECOM_CORP_ID": "ww1", "SSO_WECOM_AGENT_ID": "1000002", "SSO_WECOM_SECRET": "s",
}  # fmt: skip

#: What the servers of the three answer, by path; a test changes what it is about.
ANSWERS: dict[str, Any] = {
    "/v1.0/oauth2/userAccessToken": {"accessToken": "u", "refreshToken": "r", "expireIn": 7200, "corpId": "c"},
    "/v1.0/contact/users/me": {"nick": "林", "openId": "open-lin", "unionId": "union-lin", "mobile": "130"},
    "/v1.0/oauth2/accessToken": {"accessToken": "app", "expireIn": 7200},
    "/topapi/user/getbyunionid": {"errcode": 0, "errmsg": "ok", "result": {"contact_type": 0, "userid": "u01"}},
    "/topapi/v2/user/get": {"errcode": 0, "result": {"userid": "u01", "job_number": "A20316", "name": "林"}},
    "/open-apis/auth/v3/app_access_token/internal/": {"code": 0, "app_access_token": "a", "expire": 7200},
    "/open-apis/authen/v1/access_token": {"code": 0, "data": {"access_token": "u", "expires_in": 7200}},
    "/open-apis/authen/v1/user_info": {
        "code": 0, "data": {"name": "林", "open_id": "ou_lin", "employee_no": "A20316", "mobile": "+86130"},
    },
    "/cgi-bin/gettoken": {"errcode": 0, "errmsg": "ok", "access_token": "app", "expires_in": 7200},
    "/cgi-bin/auth/getuserinfo": {"errcode": 0, "errmsg": "ok", "userid": "A20316", "user_ticket": "t"},
}  # fmt: skip

#: By which code each comes back.
CODE = {"dingtalk": "authCode", "feishu": "code", "wecom": "code"}


class Server:
    """Answers `answers` by path, and keeps what it was asked: path, query, body."""

    def __init__(self) -> None:
        self.answers = json.loads(json.dumps(ANSWERS))
        self.asked: list[tuple[str, dict[str, str], str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                server.asked.append((parts.path, dict(parse_qsl(parts.query)), body))
                said = json.dumps(server.answers[parts.path]).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_POST = do_GET  # noqa: N815 - as http.server asks

            def log_message(self, *_args: Any) -> None: ...

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def there(monkeypatch) -> Iterator[Server]:
    """The three providers, at home."""
    server = Server()
    places = (
        (DingTalkAdapter, ("access_token_url", "profile_url", "app_token_url", "user_id_url", "user_url")),
        (FeishuAdapter, ("access_token_url", "app_access_token_url", "user_info_url")),
        (FeishuOAuth2Client, ("app_access_token_url",)),
        (WeComAdapter, ("access_token_url", "profile_url")),
    )
    for owner, names in places:
        for name in names:
            monkeypatch.setattr(owner, name, server.address + urlsplit(getattr(owner, name)).path)
    thread = Thread(target=server.http.serve_forever)
    thread.start()
    with override_settings(SSO_PROVIDERS=read_providers(ENVIRON)):
        yield server
    server.http.shutdown()
    server.http.server_close()
    thread.join()


def come_back(client, key: str):
    address = set_out(client, f"/sign-in/with/{key}/", next="/account/")
    (state,) = parse_qs(urlsplit(address).query)["state"]
    return client.get(f"/sign-in/with/{key}/callback/", {CODE[key]: "once", "state": state})


@pytest.mark.parametrize(
    ("key", "starts", "asks"),
    [
        pytest.param(
            "dingtalk", "https://login.dingtalk.com/oauth2/auth?",
            {"client_id": "ding1", "response_type": "code", "prompt": "consent"}, id="dingtalk",
        ),
        pytest.param(
            "feishu", "https://open.feishu.cn/open-apis/authen/v1/index?", {"app_id": "cli_1"}, id="feishu",
        ),
        pytest.param(
            "wecom", "https://login.work.weixin.qq.com/wwlogin/sso/login?",
            {"login_type": "CorpApp", "appid": "ww1", "agentid": "1000002"}, id="wecom",
        ),
    ],
)  # fmt: skip
def test_one_is_sent_where_the_provider_asks_people_to_sign_in(client, there, key, starts, asks):
    address = set_out(client, f"/sign-in/with/{key}/")

    query = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith(starts)
    assert query.items() >= asks.items()
    assert query["redirect_uri"] == f"http://testserver/sign-in/with/{key}/callback/"
    assert query["state"].isalnum()


def test_inside_the_app_of_wecom_nobody_scans_a_code(client, there):
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 13) wxwork/4.1 MicroMessenger/7.0"

    address = set_out(client, "/sign-in/with/wecom/")

    assert address.startswith("https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww1&")
    assert address.endswith("#wechat_redirect")
    assert "scope=snsapi_base" in address


@pytest.mark.parametrize(("key", "uid"), [("dingtalk", "open-lin"), ("feishu", "ou_lin"), ("wecom", "A20316")])
def test_one_comes_in_by_the_staff_number_that_the_company_keeps_there(client, trainee, there, key, uid):
    answer = come_back(client, key)

    assert answer.headers["Location"] == "/account/"
    assert client.session["_auth_user_id"] == str(trainee.pk)
    link = SocialAccount.objects.get()
    assert (link.provider, link.uid, link.extra_data) == (key, uid, {})


def test_the_code_goes_with_the_secret_of_the_app(client, trainee, there):
    come_back(client, "wecom")

    assert there.asked == [
        ("/cgi-bin/gettoken", {"corpid": "ww1", "corpsecret": "s"}, ""),
        ("/cgi-bin/auth/getuserinfo", {"access_token": "app", "code": "once"}, ""),
    ]


@pytest.mark.parametrize(
    ("key", "path", "answer"),
    [
        pytest.param("wecom", "/cgi-bin/auth/getuserinfo", {"errcode": 0, "openid": "o"}, id="wecom: a stranger"),
        pytest.param("wecom", "/cgi-bin/auth/getuserinfo", {"errcode": 40029, "errmsg": "bad"}, id="wecom: bad code"),
        pytest.param("wecom", "/cgi-bin/gettoken", {"errcode": 40001, "errmsg": "bad"}, id="wecom: bad secret"),
        pytest.param("wecom", "/cgi-bin/gettoken", {"errcode": 0}, id="wecom: no token"),
        pytest.param("dingtalk", "/topapi/user/getbyunionid", {"errcode": 60121}, id="dingtalk: works elsewhere"),
        pytest.param(
            "dingtalk", "/topapi/user/getbyunionid", {"errcode": 0, "result": {"contact_type": 1, "userid": "x"}},
            id="dingtalk: an outside contact",
        ),
        pytest.param("dingtalk", "/v1.0/contact/users/me", {"nick": "林"}, id="dingtalk: no id"),
        pytest.param("dingtalk", "/v1.0/oauth2/userAccessToken", {}, id="dingtalk: no token"),
        pytest.param("feishu", "/open-apis/authen/v1/user_info", {"code": 20005}, id="feishu: bad token"),
        pytest.param("feishu", "/open-apis/authen/v1/user_info", [], id="feishu: nonsense"),
    ],
)  # fmt: skip
def test_what_the_provider_refuses_lets_nobody_in(client, there, caplog, key, path, answer):
    there.answers[path] = answer

    response = come_back(client, key)

    assert response.status_code == 502
    assert "没有把登录办成" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert "corpsecret" not in caplog.text


def test_who_left_the_company_there_is_let_in_no_more_though_linked(client, trainee, there):
    come_back(client, "dingtalk")
    client.post("/sign-out/")
    there.answers["/topapi/user/getbyunionid"] = {"errcode": 60121, "errmsg": "找不到该用户"}

    assert come_back(client, "dingtalk").status_code == 502


def test_a_company_that_keeps_no_number_there_is_told_so(client, trainee, there):
    del there.answers["/open-apis/authen/v1/user_info"]["data"]["employee_no"]

    answer = come_back(client, "feishu")

    assert answer.status_code == 403
    assert "飞书没有告诉本站你的工号" in answer.content.decode()
