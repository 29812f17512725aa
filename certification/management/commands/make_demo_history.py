"""`manage.py make_demo_history`: a believable cohort with months of attempts behind it, marked as demo data."""

import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from cases import api
from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.attempts.services import start_attempt
from certification.competency.items import report_items
from certification.competency.learning import catch_up_in_background
from certification.competency.simulation import SimulatedTrainee, simulated_trainees
from certification.core.refusals import RefusedError
from certification.management.demo_certificates import make_demo_certificates
from certification.management.demo_sitting import answer_and_hand_in
from certification.papers.services import draw_paper, mock_blueprint
from certification.people.models import Cohort, User

#: What demo people are known by; their staff numbers begin so, and nobody else's do.
PREFIX: Final = "demo-"
COHORTS: Final = ("演示一组", "演示二组", "演示三组", "演示四组")
SEED: Final = 20251101
MOST_PEOPLE, MOST_WEEKS = 500, 52


class Command(BaseCommand):
    help = (
        "生成演示学员（工号以 demo- 开头，班组名以“演示”开头）和他们几个月的模考；已有的不重复生成。演示账号不能登录。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=60, help="人数")
        parser.add_argument("--weeks", type=int, default=12, help="多少周的历史")

    def handle(self, *_args: Any, people: int, weeks: int, **_options: Any) -> None:
        if not (1 <= people <= MOST_PEOPLE and 1 <= weeks <= MOST_WEEKS):
            raise CommandError(
                f"人数应在 1 到 {MOST_PEOPLE} 之间，周数应在 1 到 {MOST_WEEKS} 之间，现在是 {people} 和 {weeks}。"
            )
        try:
            edition = api.current_edition_id()
        except api.NoEditionError:
            raise CommandError("还没有规则库，先运行 make run 或 manage.py corpus load。") from None
        began, count = time.monotonic(), 0
        now = timezone.now()
        for number, trainee in enumerate(simulated_trainees(people, seed=SEED), start=1):
            count += _sit_through(_account(number, trainee), trainee, weeks=weeks, edition=edition, now=now)
        certificates = make_demo_certificates(now=now)
        catch_up_in_background.func()
        report_items(now=now)
        spent = f"用时 {time.monotonic() - began:.0f} 秒"
        self.stdout.write(f"演示学员 {people} 人，新增模考 {count} 份，证书 {certificates} 张，{spent}。")


def _account(number: int, trainee: SimulatedTrainee) -> User:
    cohort, _made = Cohort.objects.get_or_create(name=COHORTS[number % len(COHORTS)])
    found = User.objects.filter(staff_number=f"{PREFIX}{number:03d}").first()
    return found or User.objects.create_user(
        f"{PREFIX}{number:03d}", None, display_name=trainee.name, cohort=cohort, is_trainee=True
    )


def _sit_through(person: User, trainee: SimulatedTrainee, *, weeks: int, edition: str, now: datetime) -> int:
    """Let one person sit mocks through the weeks, unless they have sat any; return how many."""
    if Attempt.objects.filter(trainee=person).exists():
        return 0
    draw = random.Random(trainee.seed)  # noqa: S311  # a simulation, not a secret
    count = 0
    for week, start in _evenings(weeks, now, draw):
        if draw.random() < trainee.diligence:
            count += _sit(person, trainee, week=week, edition=edition, start=start, draw=draw)
    return count


def _evenings(weeks: int, now: datetime, draw: random.Random) -> Iterator[tuple[int, datetime]]:
    for week in range(weeks):
        day = now - timedelta(weeks=weeks - week, hours=draw.uniform(0, 60))
        yield week, day


@transaction.atomic  # the sweeper, whose clock is of today, must not meet it half done
def _sit(
    person: User, trainee: SimulatedTrainee, *, week: int, edition: str, start: datetime, draw: random.Random
) -> int:
    blueprint = mock_blueprint()
    try:
        drawn = draw_paper(blueprint, edition=edition, seed=draw.randrange(2**48), now=start)
    except RefusedError as error:
        raise CommandError(f"组不出模拟卷（{error.refusal.code}），先装好题库。") from error
    attempt = start_attempt(drawn, trainee_id=person.pk, kind=AttemptKind.MOCK, minutes=blueprint.minutes, now=start)
    answer_and_hand_in(attempt, trainee, week=week, draw=draw)
    return 1
