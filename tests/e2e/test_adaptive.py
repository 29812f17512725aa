"""自适应练习, the areas and the trend in the browser."""

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.attempts.domain import ClosedBy
from certification.competency.adaptive.models import AdaptiveRun
from certification.competency.areas.services import areas
from certification.competency.items import report_items
from certification.competency.models import ItemReport
from certification.grading.services import hand_in
from certification.people.models import Cohort
from tests.e2e.walking import look, sign_in
from tests.factories.attempts import keyed_letters, save, start_mock
from tests.factories.bank import RULE_MARK, make_bank
from tests.factories.people import UserFactory


def test_somebody_practises_and_reads_how_able_they_are(trainee_page: Page, live_server, trainee):
    make_bank()
    page = trainee_page
    page.goto(f"{live_server.url}/practice/")
    page.get_by_role("link", name="去看看").click()
    expect(page.get_by_role("heading", name="自适应练习")).to_be_visible()
    look(page)
    page.get_by_role("button", name="开始").click()
    page.wait_for_url(re.compile("/practice/.*from=adaptive"))
    attempt = AdaptiveRun.objects.get(person=trainee).steps.get().attempt
    for letter in keyed_letters(attempt, 1):
        page.locator(".options .option").nth("ABCDEF".index(letter)).click()
    page.get_by_role("button", name="看答案").click()
    expect(page.locator("#explanation")).to_contain_text("答对了")
    look(page)
    page.get_by_role("link", name="看现在的水平").click()
    expect(page.get_by_text("一百人里大约超过")).to_be_visible()
    look(page)
    page.get_by_role("button", name="到此为止").click()
    expect(page.get_by_role("heading", name="以前的结果")).to_be_visible()
    look(page)


def test_a_trainer_edits_an_area_and_looks_at_the_weeks(page: Page, live_server, db):
    edition, _report = make_bank()
    cohort = Cohort.objects.create(name="夜班组")
    now = timezone.now()
    attempt = start_mock(UserFactory(cohort=cohort), edition, now=now)
    save(attempt, 1, answer=keyed_letters(attempt, 1), now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    report_items(now=now)
    sign_in(page, live_server.url, UserFactory(is_trainee=False, is_trainer=True))

    page.goto(f"{live_server.url}/oversight/competency/areas/")
    look(page)
    page.get_by_role("link", name="新增领域").click()
    page.get_by_label("名称").fill("我的领域")
    page.get_by_label("规则编号").fill("NO-SUCH")
    page.get_by_label("为什么改").fill("分得更细")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#patterns-error")).to_contain_text("NO-SUCH")
    look(page)
    page.get_by_label("规则编号").fill(f"{RULE_MARK}SHIP-*")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("新增“我的领域”")).to_be_visible()
    look(page)
    assert areas()[-1].patterns == (f"{RULE_MARK}SHIP-*",)

    page.goto(f"{live_server.url}/oversight/competency/trend/?cohort={cohort.pk}")
    expect(page.get_by_role("img", name="全部领域")).to_be_visible()
    look(page)
    report = ItemReport.objects.first()
    assert report is not None
    page.goto(f"{live_server.url}/oversight/competency/questions/{report.pk}/")
    expect(page.get_by_role("heading", name="标定")).to_be_visible()
    look(page)
