"""试一案 as a page: with a form, with a text, by htmx, and with what should not have been sent."""

from html import unescape

import pytest
from django.urls import reverse

from certification.core.case_links import pack_case, try_url, unpack_case
from tests.factories.rulebook import LATE_BY_OLD_COUNT

HTMX = {"HX-Request": "true"}
FORM = {
    "as_of": "2025-09-01",
    "stack.platform": "taobao",
    "fact.claim_type": "no_reason",
    "event.signed": "2025-08-16 17:05",
    "event.return_requested": "2025-08-23 17:06",
}
IMPOSSIBLE = {**FORM, "event.paid": "2025-08-14 10:20", "event.pickup_scan": "2025-08-13 10:20"}


@pytest.fixture
def url(rulebook) -> str:
    return reverse("sitting:try")


def body(response) -> str:
    return response.content.decode()


def test_blank_page_offers_examples_to_begin_with(signed_in, url):
    html = body(signed_in.get(url))

    assert "从一个例子开始" in html
    assert "还没有案情" in html
    assert "第48小时整仍按时" in html


def test_case_in_the_address_is_filled_in_and_decided(signed_in, url):
    html = body(signed_in.get(try_url(LATE_BY_OLD_COUNT)))

    assert "支持买家退货退款。" in html
    assert 'value="2025-08-23 17:06"' in html
    assert "从一个例子开始" not in html


def test_form_without_javascript_redirects_to_an_address_that_holds_the_case(signed_in, url):
    response = signed_in.post(url, FORM)

    assert response.status_code == 302
    assert response["Location"].endswith("#tryout-result")
    assert "支持买家退货退款。" in body(signed_in.get(response["Location"]))


def test_empty_form_is_no_mistake(signed_in, url):
    response = signed_in.post(url, {"as_of": "2025-09-01"}, headers=HTMX)

    assert response.status_code == 200
    assert "还没有案情" in body(response)


def test_change_swaps_the_decision_alone(signed_in, url):
    response = signed_in.post(url, FORM, headers=HTMX)

    assert response.status_code == 200
    assert body(response).lstrip().startswith('<aside id="tryout-result"')
    assert "支持买家退货退款。" in body(response)


def test_swap_keeps_the_case_in_the_address_bar(signed_in, url):
    address = signed_in.post(url, {**FORM, "focus": "verdict"}, headers=HTMX)["HX-Replace-Url"]

    token = address.split("case=")[1].split("&")[0]
    assert unpack_case(token)["facts"] == {"claim_type": "no_reason"}
    assert address.endswith("&focus=verdict")


def test_impossible_case_gives_one_clear_line(signed_in, url):
    response = signed_in.post(url, IMPOSSIBLE, headers=HTMX)

    assert response.status_code == 422
    assert "揽收不早于付款" in body(response)
    assert body(response).count("<li>") == 1


def test_wrong_form_comes_back_filled_in(signed_in, url):
    response = signed_in.post(url, {**FORM, "event.signed": "前天", "fact.agreed_hours": "很多"})

    html = body(response)
    assert response.status_code == 422
    assert "有 2 处要改，其余已替你保留" in html
    assert 'value="前天"' in html
    assert 'value="很多"' in html
    assert 'value="2025-08-23 17:06"' in html
    assert html.count('aria-invalid="true"') == 2
    assert "事件“签收”的时间“前天”看不懂" in html
    assert "事实“约定发货小时”" in html


def test_text_and_form_are_two_views_of_one_case(signed_in, url):
    html = body(signed_in.get(f"{try_url(LATE_BY_OLD_COUNT)}&view=text"))

    assert "claim_type: no_reason" in html
    assert 'name="view" value="text"' in html


def test_text_is_decided(signed_in, url):
    text = "as_of: 2025-09-01\nfacts: {claim_type: no_reason, custom: yes}\nevents: {signed: 2025-08-16 17:05, return_requested: 2025-08-20 10:00}\n"

    response = signed_in.post(url, {"view": "text", "text": text})

    assert "view=text" in response["Location"]
    assert "不支持买家退货。" in body(signed_in.get(response["Location"]))


def test_text_without_a_date_is_decided_as_of_today(signed_in, url):
    response = signed_in.post(url, {"view": "text", "text": "facts: {claim_type: no_reason, custom: yes}"})

    assert "不支持买家退货。" in body(signed_in.get(response["Location"]))


def test_problems_of_the_form_speak_its_words(signed_in, url):
    html = body(signed_in.post(url, {**FORM, "as_of": "", "event.signed": "8月16日"}))

    assert "“裁判日期”" in html
    assert "“有”、“没有”" in html


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("facts: {nonsense: yes}\nas_of: 2025-09-01", "没有叫“nonsense”的事实", id="unknown fact"),
        pytest.param("facts: [", "YAML", id="no YAML"),
        pytest.param("- 1\n- 2", "", id="a list"),
        pytest.param('{"facts": {"claim_type": "\\ud800"}}', "不成字", id="half a character"),
        pytest.param('{"facts":' * 9_000, "", id="deeply nested"),
    ],
)
def test_wrong_text_comes_back_with_its_problems(signed_in, url, text, problem):
    response = signed_in.post(url, {"view": "text", "text": text})

    assert response.status_code == 422
    assert problem in body(response)
    assert text in unescape(body(response))


def test_unknown_platform_is_a_problem_and_not_a_crash(signed_in, url):
    assert signed_in.post(url, {**FORM, "stack.platform": "ebay"}).status_code == 422


def test_supposition_is_marked_and_leads_back(signed_in, url):
    html = body(signed_in.get(try_url(LATE_BY_OLD_COUNT, {"facts": {"custom": "yes"}})))

    assert "不支持买家退货。" in html
    assert "假设" in html
    assert f'href="{try_url(LATE_BY_OLD_COUNT)}"' in html


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("case=nonsense", id="no case"),
        pytest.param(f"case={pack_case(LATE_BY_OLD_COUNT)[:-5]}", id="cut off"),
        pytest.param(f"case={pack_case(LATE_BY_OLD_COUNT)}&set=zzz", id="no overlay"),
        pytest.param(
            f"case={pack_case(LATE_BY_OLD_COUNT)}&set={pack_case({'facts': 3})}", id="overlay of a wrong shape"
        ),
        pytest.param(f"case={pack_case({'facts': 'x', 'as_of': '2025-09-01'})}", id="facts of a wrong shape"),
        pytest.param(f"case={pack_case({'facts': {'a': {'b': 1}}, 'events': [1]})}", id="nested"),
        pytest.param(
            f"case={pack_case({'order': [[1]], 'acts': [[2]], 'stack': [3], 'as_of': {}})}", id="lists in lists"
        ),
        pytest.param(
            f"case={pack_case({'order': 5, 'as_of': '2025-09-01', 'facts': {'custom': 'yes'}})}", id="a number"
        ),
    ],
)
@pytest.mark.parametrize("path", ["/try/", "/try/ruling/"])
def test_tampered_address_is_422_and_never_a_crash(signed_in, rulebook, path, query):
    response = signed_in.get(f"{path}?{query}")

    assert response.status_code == 422
    assert 'role="alert"' in body(response)


def test_whole_ruling_of_a_tried_case(signed_in, rulebook):
    page = body(signed_in.get(try_url(LATE_BY_OLD_COUNT)))

    html = body(signed_in.get(page.split('block" href="')[1].split('"')[0]))

    assert "裁决书" in html
    assert "7D-TIME-01" in html
    assert "校验" in html


def test_whole_ruling_of_a_supposition_says_that_it_is_one(signed_in, rulebook):
    address = try_url(LATE_BY_OLD_COUNT, {"facts": {"custom": "yes"}}).replace("/try/", "/try/ruling/")

    assert "假设" in body(signed_in.get(address))


def test_ruling_without_a_case_starts_a_blank_one(signed_in, rulebook):
    assert "还没有案情" in body(signed_in.get("/try/ruling/"))


def test_text_is_escaped(signed_in, url):
    html = body(signed_in.post(url, {**FORM, "event.signed": '"><script>alert(1)</script>'}))

    assert "<script>alert" not in html


def test_trial_costs_few_queries(signed_in, url, django_assert_max_num_queries):
    signed_in.post(url, FORM, headers=HTMX)

    with django_assert_max_num_queries(4):
        signed_in.post(url, FORM, headers=HTMX)


def test_stranger_is_sent_to_sign_in(client, url):
    assert reverse("people:sign-in") in client.get(url)["Location"]
