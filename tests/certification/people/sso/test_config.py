"""What the environment may say of providers, and the line that each mistake gets."""

import pytest

from certification.operations.environment import mistakes
from certification.people.sso.config import as_app, read_providers

OIDC = {"SSO_OIDC_SERVER": "https://id.example/realms/a", "SSO_OIDC_CLIENT_ID": "a", "SSO_OIDC_SECRET": "hush: hush"}
WECOM = {"SSO_WECOM_CORP_ID": "ww1", "SSO_WECOM_AGENT_ID": "1000002", "SSO_WECOM_SECRET": "s"}
FEISHU = {"SSO_FEISHU_CLIENT_ID": "cli_1", "SSO_FEISHU_SECRET": "s"}


def test_a_provider_is_there_when_all_of_it_is_given():
    assert read_providers({}) == {}
    assert read_providers({**OIDC, "SSO_OIDC_SECRET": ""}) == {}
    assert list(read_providers({**WECOM, **FEISHU})) == ["feishu", "wecom"]


def test_name_and_claim_are_the_usual_ones_unless_said():
    usual = read_providers(FEISHU)["feishu"]
    said = read_providers({**FEISHU, "SSO_FEISHU_NAME": "Lark", "SSO_FEISHU_CLAIM": "user_id"})["feishu"]

    assert (str(usual.name), usual.claim) == ("飞书", "employee_no")
    assert (said.name, said.claim) == ("Lark", "user_id")


def test_openid_connect_proves_who_asked_for_the_code():
    app = as_app(read_providers(OIDC)["oidc"])

    assert app["settings"]["oauth_pkce_enabled"] is True
    assert app["settings"]["staff_number"] == "preferred_username"


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({**FEISHU, "SSO_FEISHU_SECRET": " "}, "SSO_FEISHU_SECRET"),
        ({"SSO_DINGTALK_CLAIM": "userid", "SSO_DINGTALK_SECRET": "s"}, "SSO_DINGTALK_CLIENT_ID"),
        ({**OIDC, "SSO_OIDC_SECRET": "hush"} | {"SSO_OIDC_SERVER": "http://id.example"}, "SSO_OIDC_SERVER"),
        ({**OIDC, "SSO_OIDC_SECRET": "hush"} | {"SSO_OIDC_SERVER": "id.example"}, "SSO_OIDC_SERVER"),
        ({**OIDC, "SSO_OIDC_SECRET": "hush"} | {"SSO_OIDC_SERVER": "https://[id"}, "SSO_OIDC_SERVER"),
        ({**WECOM, "SSO_WECOM_AGENT_ID": "agent"}, "SSO_WECOM_AGENT_ID"),
        ({**FEISHU, "SSO_FEISHU_NAME": "长" * 21}, "SSO_FEISHU_NAME"),
        ({**FEISHU, "SSO_FEISHU_CLAIM": "employee no"}, "SSO_FEISHU_CLAIM"),
        (OIDC, "SSO_OIDC_SECRET"),
        ({"SSO_ONLY": "on"}, "SSO_ONLY"),
        ({**FEISHU, "SSO_ONLY": "only"}, "SSO_ONLY"),
    ],
)
def test_what_is_wrong_is_one_line_in_two_languages_without_the_value(environ, name):
    (line,) = mistakes(environ)

    assert line.startswith(name)
    assert "。 / " in line
    assert "hush" not in line


def test_what_is_well_is_not_mentioned():
    local = {**OIDC, "SSO_OIDC_SECRET": "hush", "SSO_OIDC_SERVER": "http://localhost:8080"}

    assert mistakes({**local, **WECOM, **FEISHU, "SSO_ONLY": "on"}) == []
