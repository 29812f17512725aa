"""Taking a rule out of the draft edition."""

import pytest

from cases import api
from certification.publishing.drafts.models import DraftRule
from certification.publishing.drafts.services import open_draft, save_rule
from tests.certification.authoring.rules.test_views import page, saved, send
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
REMOVE = "/authoring/rules/7D-EXCL-01/remove/"


def take_out(client, status=302, url=REMOVE, **changes):
    response = client.post(url, {"version": "", "revision": "0", **changes})
    assert response.status_code == status, response.content.decode()[:2000]
    return response


def test_a_rule_is_taken_out_of_the_draft_and_the_draft_can_take_that_back(author):
    assert f'action="{REMOVE}"' in page(author)

    answer = take_out(author)

    row = DraftRule.objects.get()
    assert (row.code, row.removed, row.revision) == ("7D-EXCL-01", True, 1)
    assert answer.headers["Location"] == "/authoring/draft/#draft-rules"
    assert "删去" in page(author, "/authoring/draft/")
    assert REMOVE not in page(author)
    author.post("/authoring/draft/revert/", {"code": row.code, "version": "", "revision": "1"})
    assert REMOVE in page(author)


def test_a_rule_that_only_the_draft_has_is_gone_when_it_is_taken_out(author, trainer, edition):
    raw = api.rule_of(edition.id, "7D-EXCL-01").raw
    draft = open_draft(actor=trainer, now=NOON)
    edit = api.RuleEdit("taobao", "seven_day", "MINE-01", "", {**raw, "id": "MINE-01"})
    save_rule(draft.pk, edit, expected_revision=0, actor=trainer, now=NOON)

    take_out(author, url="/authoring/rules/MINE-01/remove/", revision="1")

    assert author.get("/authoring/rules/MINE-01/edit/").status_code == 404


def test_what_somebody_saved_meanwhile_is_not_taken_out_unseen(author, colleague):
    send(colleague, page(colleague), "save", status=302, title="何青的标题")

    told = take_out(author, 409).content.decode()

    assert "何青 在你打开之后改过这条规则，没有删去" in told
    assert "何青的标题" in told
    assert saved()["title"] == "何青的标题"
    take_out(author, revision="1")
    assert DraftRule.objects.get().removed


def test_a_rule_that_is_not_there_cannot_be_taken_out(author):
    take_out(author, 404, "/authoring/rules/NO-1/remove/")
    take_out(author, 404, version="x")


def test_a_trainee_takes_nothing_out(signed_in):
    take_out(signed_in, 403)
