"""当时 and 现在 on the result and on the ruling: points, key, explanation and reason of both."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.api import derive_key, load_edition
from cases.editions.store import store_edition
from certification.attempts.models import Attempt
from certification.bank.deriving import api_question
from certification.bank.models import Derivation
from certification.grading.domain import Cause, Policy
from certification.grading.reading import totals
from certification.grading.regrades import Request, apply_regrade, corrections_by_edition, fingerprint, preview
from certification.grading.regrading import Correction
from tests.factories.attempts import start_mock
from tests.factories.bank import content
from tests.factories.grading import handed_in, marked

WHY = "答案定错了"


@pytest.fixture
def one(trainee, edition):
    return marked(*handed_in(trainee, edition, now=timezone.now()))


def regrade(one, cause=Cause.CORRECTED_KEY, edition="", corrections=None, **what):
    chosen = corrections or (Correction(str(one.derivation.version_id), **what),)
    request = Request(cause, chosen, Policy.EXACT, edition=edition)
    done, _seen = apply_regrade(
        request,
        expected=fingerprint(preview(request)),
        reason=WHY,
        actor=one.attempt.trainee_id,
        now=timezone.now() + timedelta(seconds=1),
    )
    return done


def ruling(client, one, **query) -> str:
    return client.get(reverse("sitting:ruling", args=[one.attempt.pk, one.position]), query).content.decode()


def result(client, one) -> str:
    return client.get(reverse("sitting:result", args=[one.attempt.pk])).content.decode()


def letter(one, option) -> str:
    return "ABCDEF"[one.option_order.index(option)]


def chosen_option(one) -> int:
    return one.option_order["ABCDEF".index(one.cell.answer)]


def test_before_any_regrade_there_is_one_state(signed_in, one):
    assert "ruling-history" not in ruling(signed_in, one)
    assert "重新评过分" not in result(signed_in, one)


def test_a_corrected_key_shows_both_keys_both_marks_and_the_reason(signed_in, one):
    regrade(one, key=(chosen_option(one),))

    now, then = ruling(signed_in, one), ruling(signed_in, one, **{"as": "then"})
    assert WHY in now
    assert "0 / 3" in now
    assert "3 / 3" in now
    assert f"正确答案 <strong>{one.cell.answer}</strong>" in now
    assert "你答对了" in now
    assert f"正确答案 <strong>{one.key}</strong>" in then


def test_the_result_shows_both_totals_and_what_changed(signed_in, one):
    regrade(one, key=(chosen_option(one),))

    page = result(signed_in, one)

    assert WHY in page
    assert f"当时：答案 {one.key}，0 分" in page
    assert f"答案 <strong>{one.cell.answer}</strong> · 3/3" in page
    total = totals(Attempt.objects.filter(pk=one.attempt.pk))[0]
    assert (total.points_then, total.points) == (0, 300)


def test_a_withdrawn_option_is_marked_as_such(signed_in, one):
    key = one.derivation.key[0]
    regrade(one, Cause.VOID_OPTION, void_options=(key,))

    assert f"选项 {letter(one, key)} 作废" in result(signed_in, one)
    assert "已作废，选没选都不影响" in ruling(signed_in, one)
    assert "已作废，选没选都不影响" not in ruling(signed_in, one, **{"as": "then"})


def test_a_withdrawn_question_is_marked_as_such(signed_in, one):
    regrade(one, Cause.VOID_ITEM, is_void=True)

    assert "整题作废，人人得满分" in ruling(signed_in, one)
    assert "整题作废，人人得满分" in result(signed_in, one)


def test_a_key_corrected_after_a_withdrawal_is_what_stands(signed_in, one):
    regrade(one, Cause.VOID_ITEM, is_void=True)
    regrade(one, key=(2,))

    page = ruling(signed_in, one)

    assert f"正确答案 <strong>{letter(one, 2)}</strong>" in page
    assert "0 / 3" in page
    assert page.count(WHY) == 2


def newer_edition(one):
    """The little edition with every limit fifty hours longer: what was late no longer is. Derives one question by it."""
    text = json.dumps(content(), ensure_ascii=False)
    for hours in (41, 42, 43):
        text = text.replace(f"> {hours}h", f"> {hours + 50}h").replace(f"{hours}小时", f"{hours + 50}小时")
    name, _new = store_edition(json.loads(text), label="试 2", now=timezone.now())
    found = derive_key(api_question(one.content), edition=load_edition(name))
    old = one.derivation
    Derivation.objects.create(
        version_id=old.version_id, edition=name, key=found.key, truths=found.truths, rules=found.rules,
        topic=old.topic, difficulty=old.difficulty, decisions=[], trace=old.trace,
    )  # fmt: skip
    return name


def test_a_new_edition_tells_its_own_explanation_beside_the_old_one(signed_in, one, edition):
    name = newer_edition(one)
    corrections = corrections_by_edition(name, since=edition.id)
    assert [row.version for row in corrections] == [str(one.derivation.version_id)]
    regrade(one, Cause.NEW_EDITION, edition=name, corrections=corrections)

    now, then = ruling(signed_in, one), ruling(signed_in, one, **{"as": "then"})

    assert "按现在这版规则库" in now
    assert "<code>试 2</code>" in now
    assert "不构成迟延。" in now
    assert "3 / 3" in now
    assert "按作答时的规则库" in then
    assert "构成迟延" in then
    assert re.search(r"依规则库[^<]*<code>试 1</code>", then)


def test_a_newer_edition_alone_changes_no_mark_but_may_be_read(signed_in, one):
    newer_edition(one)

    as_it_was, now = ruling(signed_in, one), ruling(signed_in, one, **{"as": "now"})

    assert "规则改了，已交的卷子不受影响" in as_it_was
    assert re.search(r"依规则库[^<]*<code>试 1</code>", as_it_was)
    assert re.search(r"依规则库[^<]*<code>试 2</code>", now)
    assert "重新评过分" not in result(signed_in, one)


def test_a_question_asked_by_the_running_mock_keeps_its_key(signed_in, one, edition, trainee):
    start_mock(trainee, edition, now=timezone.now())
    regrade(one, Cause.VOID_ITEM, is_void=True)

    assert signed_in.get(reverse("sitting:ruling", args=[one.attempt.pk, one.position])).status_code == 404
    assert "重新评过分</span>" not in result(signed_in, one)
