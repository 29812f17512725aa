"""The page of the draft edition."""

import pytest
from django.urls import reverse

from certification.publishing.drafts.content import fingerprint_of
from certification.publishing.drafts.domain import DraftState, RunState
from certification.publishing.drafts.models import DraftCheck, DraftRule, FindingWaiver, Publication
from certification.publishing.drafts.services import touch
from tests.factories import NOON
from tests.factories.drafts import CHANGED, CONFLICT, DEAD, GAP, change_rule, check
from tests.factories.later_edition import store_later_edition

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PAGE = "/authoring/draft/"


def page(client, status=200, **query) -> str:
    response = client.get(PAGE, query)
    assert response.status_code == status
    return response.content.decode()


def act(client, name, status=302, **sent):
    response = client.post(reverse(f"authoring:{name}"), sent)
    assert response.status_code == status, response.content.decode()[:500]
    return response


def test_without_a_draft_the_page_offers_to_open_one(author, edition):
    assert "没有人在改规则" in page(author)

    act(author, "draft")

    assert "还没有改动" in page(author)


def test_a_changed_rule_is_shown_in_sentences_and_in_its_text(author, draft):
    html = page(author)

    assert "<del>43</del>" in html or "<del>41</del>" in html
    assert "<ins>70</ins>" in html
    assert "elapsed(paid, pickup_scan)" in html
    assert "周敏" in html


def test_nothing_is_claimed_while_the_check_runs(author, draft):
    html = page(author)

    assert "未能判定：正在核对" in html
    assert "没有冲突" not in html
    assert 'hx-trigger="every 2s"' in html
    assert 'aria-disabled="true"' in html


def test_each_part_is_shown_as_it_comes(author, draft, solver):
    check(draft)
    DraftCheck.objects.update(
        whole="", before="", state=RunState.RUNNING, started_at=NOON, beat_at="2099-01-01T00:00Z", finished_at=None
    )

    html = page(author)

    assert "受影响的题" in html
    assert "T-00A" in html
    assert "未能判定：正在核对" in html


def test_a_conflict_found_at_once_is_shown_before_the_rest_is_known(author, draft, solver):
    solver.finds(conflicts=(CONFLICT,))
    check(draft)
    DraftCheck.objects.update(
        whole="", before="", state=RunState.RUNNING, started_at=NOON, beat_at="2099-01-01T00:00Z", finished_at=None
    )

    html = page(author)

    assert "先找到的冲突，还没有核对完" in html
    assert CONFLICT.text in html


def test_a_clean_draft_may_be_published(author, draft, solver):
    check(draft)

    html = page(author)

    assert "可以发布" in html
    assert "aria-disabled" not in html
    assert 'aria-describedby="draft-gate"' in html


def test_htmx_gets_the_state_with_the_button(author, draft, solver):
    check(draft)

    html = author.get(PAGE, {"part": "state"}, headers=HTMX).content.decode()

    assert html.lstrip().startswith('<div id="draft-state"')
    assert html.count("hx-swap-oob") == 1


@pytest.mark.parametrize(("part", "root"), [("impact", "draft-impact"), ("presence", "draft-presence")])
def test_htmx_gets_a_part(author, draft, solver, part, root):
    check(draft)

    html = author.get(PAGE, {"part": part, "show": "reason"}, headers=HTMX).content.decode()

    assert f'id="{root}"' in html[:200]
    assert "<html" not in html


def test_who_else_is_at_a_rule_is_told(author, draft, other, settings):
    touch(draft, CHANGED, other, now="2099-01-01T00:00Z")

    assert "<strong>何青</strong>" in page(author)


def test_a_gap_is_accepted_with_a_reason_and_the_gate_opens(author, draft, solver):
    solver.finds(gaps=(GAP,))
    check(draft)
    html = page(author)
    assert "有 1 处新的空白" in html
    assert "为什么可以这样" in html
    key = html.split('name="finding" value="')[1].split('"')[0]

    missing = act(author, "draft-waive", 422, finding=key, reason=" ")
    assert "请写明理由" in missing.content.decode()

    act(author, "draft-waive", finding=key, reason="留给双方协商", scope="case")
    html = page(author)
    assert "可以发布" in html
    assert "留给双方协商" in html

    waiver = FindingWaiver.objects.get()
    assert (waiver.issue, waiver.platform, waiver.when) == (
        "late_ship_1",
        "taobao",
        "goods == fridge and has(paid) and worn == yes",
    )
    act(author, "draft-take-back", waiver=waiver.pk)
    assert "有 1 处新的空白" in page(author)


def test_a_conflict_cannot_be_talked_away(author, draft, solver):
    solver.finds(conflicts=(CONFLICT,), dead=(DEAD,))
    check(draft)
    html = page(author)
    assert "有 1 处规则冲突" in html
    assert "有 1 条规则用不上了" in html
    assert html.count("为什么可以这样") == 1


def test_a_rule_that_cannot_be_built_is_told_at_the_rule(author, draft, trainer, solver):
    change_rule(draft, trainer, then="没有这样的话", seen=1)
    check(draft)

    html = page(author)

    assert "有规则写错了，或例子不符" in html
    assert "未能判定：先把规则改到可以核对" in html
    assert html.count('class="error"') >= 1


def test_a_change_is_taken_back(author, draft):
    act(author, "draft-revert", code=CHANGED, version="", revision="1")
    assert "还没有改动" in page(author)

    stale = act(author, "draft-revert", 409, code=CHANGED, version="", revision="1")
    assert "在你打开之后改过" in stale.content.decode()


def test_publishing_goes_to_a_page_of_its_own_and_a_second_click_too(author, draft, solver):
    check(draft)
    sent = {"label": "试 2", "why": "平台改了时限", "acknowledged": "yes", "fingerprint": fingerprint_of(draft)}

    first = act(author, "draft-publish", **sent)
    second = act(author, "draft-publish", **sent)

    assert first.url == second.url == reverse("authoring:publication", args=[Publication.objects.get().pk])
    assert "正在发布" in page(author)


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        pytest.param({"acknowledged": ""}, 422, "影响我看过了", id="the impact was not looked at"),
        pytest.param({"fingerprint": "0" * 64}, 409, "草稿又变了", id="another content was looked at"),
        pytest.param({"label": ""}, 422, "请给新版本起个名字", id="no name"),
        pytest.param({"label": "试 1"}, 422, "已经有叫“试 1”的版本", id="a name that is taken"),
        pytest.param({"label": "长" * 33}, 422, "写得太长", id="a name that is too long"),
        pytest.param({"why": " "}, 422, "请写明为什么改", id="no reason"),
    ],
)
def test_what_is_missing_is_told_and_what_was_written_stays(author, draft, solver, sent, status, told):
    check(draft)
    whole = {
        "label": "试 2",
        "why": "平台改了时限",
        "acknowledged": "yes",
        "fingerprint": fingerprint_of(draft),
        **sent,
    }

    html = act(author, "draft-publish", status, **whole).content.decode()

    assert told in html
    assert 'role="alert"' in html
    assert whole["why"].strip() in html
    assert not Publication.objects.exists()


def test_a_shut_gate_refuses_whoever_presses_the_button(author, draft):
    sent = {"label": "试 2", "why": "改", "acknowledged": "yes", "fingerprint": fingerprint_of(draft)}

    assert "还没有核对完" in act(author, "draft-publish", 409, **sent).content.decode()


def test_a_draft_is_given_up_only_by_somebody_who_is_sure(author, draft):
    assert "我确定放弃" in act(author, "draft-discard", 422).content.decode()

    act(author, "draft-discard", sure="yes")

    draft.refresh_from_db()
    assert draft.state == DraftState.DISCARDED
    assert "没有人在改规则" in page(author)
    assert "已经发布或放弃" in act(author, "draft-discard", 409, sure="yes").content.decode()


def test_a_draft_of_an_edition_not_in_force_any_more_can_be_moved(author, draft, solver):
    check(draft)
    store_later_edition()
    assert "移到现行版本上" in page(author)

    act(author, "draft-move")

    html = page(author)
    assert "移到现行版本上" not in html
    assert "与现行的一样" in html


def test_a_check_can_be_asked_for_again(author, draft, solver):
    check(draft)
    DraftCheck.objects.update(state=RunState.FAILED, error="求解器不见了")
    assert "求解器不见了" in page(author)

    act(author, "draft-check")

    assert DraftCheck.objects.get().state == RunState.WAITING


def test_others_may_look_but_change_nothing(client, manager, draft, solver):
    check(draft)
    client.force_login(manager, backend="certification.people.backends.NameOrNumberBackend")

    html = page(client)

    assert "撤回这条改动" not in html
    assert 'id="draft-publish"' not in html
    for name in (
        "draft",
        "draft-check",
        "draft-revert",
        "draft-waive",
        "draft-take-back",
        "draft-move",
        "draft-discard",
        "draft-publish",
    ):
        act(client, name, 403)
    assert DraftRule.objects.get().change == "edited"


def test_a_trainee_does_not_see_the_draft(signed_in, draft):
    assert signed_in.get(PAGE).status_code == 403
    assert signed_in.get(reverse("authoring:review-queue")).status_code == 403
