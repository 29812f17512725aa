"""Pictures of drills for the documents; `make screenshots` writes them to docs/screenshots."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from certification.drills.models import DrillRun
from certification.drills.script.reading import SCRIPTS_FOLDER
from certification.drills.services import Said, end_run, look_up, say, start_run, take_hint
from tests.e2e.test_screenshots import shoot
from tests.factories import NOON
from tests.factories.drills import offer_drill, shipped_rules, the_script

SHOWN = 8

pytestmark = pytest.mark.skipif(
    os.environ.get("MINGDUAN_SCREENSHOTS") != "1", reason="writes pictures; `make screenshots`"
)


@pytest.fixture
def offered(live_server, monkeypatch):
    """The first drills that ship, at a time that stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    rules = shipped_rules()
    names = [path.stem for path in sorted(SCRIPTS_FOLDER.glob("*.yaml"))[:SHOWN]]
    return {name: offer_drill(name, edition=rules) for name in names}


def talk(trainee, version, *texts: str, ends: bool = False) -> DrillRun:
    run = start_run(trainee.pk, version.pk, now=NOON - timedelta(minutes=10), seed="of a picture")
    for n, text in enumerate(texts, start=1):
        say(run, Said("c1", n, text, n - 1), now=NOON - timedelta(minutes=10) + timedelta(seconds=40 * n))
    run.refresh_from_db()
    return end_run(run, now=NOON) if ends else run


def test_the_screens_of_a_trainee(offered, trainee, trainee_page: Page):
    page, home = trainee_page, trainee_page.url
    model = [line.say for line in the_script().perfect.turns]
    wrong = "抱歉亲，可以给您退货退款，不过退回来的运费要您自己出。"
    ended = talk(trainee, offered["DR-0001"], model[0], wrong, ends=True)
    talk(trainee, offered["DR-0001"], *model, ends=True)
    running = talk(trainee, offered["DR-0001"], model[0], wrong)
    look_up(running, "logistics", now=NOON)
    take_hint(running, 1, now=NOON)

    shoot(page, "drills", f"{home}drills/")
    shoot(page, "drill", f"{home}drills/{running.pk}/")
    shoot(page, "drill-verdict", f"{home}drills/{ended.pk}/verdict/")


def test_the_screens_of_a_trainer(offered, trainer_page: Page):
    page, home = trainer_page, trainer_page.url

    shoot(page, "drill-scripts", f"{home}authoring/drill-scripts/")
    shoot(page, "drill-script", f"{home}authoring/drill-scripts/{offered['DR-0001'].question_id}/")
