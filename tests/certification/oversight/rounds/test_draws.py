"""What was asked of a round's papers beside what they have."""

from certification.oversight.rounds.draws import draw_report, extreme
from certification.rounds.domain import Forms
from tests.factories.people import UserFactory


def report(achieved: dict[str, int], *, hardness: int = 200) -> dict:
    lines = [
        {"by": "area", "name": name, "unit": "questions", "least": 1, "most": 1, "achieved": count, "hard": False}
        for name, count in achieved.items()
    ]
    return {"lines": lines, "hardness": hardness, "points": 4000, "measured": 0}


def achieved(found) -> dict[str, int]:
    return {line["name"]: line["achieved"] for line in found["lines"]}


def test_of_many_papers_the_least_and_the_most_are_told():
    reports = [report({"ship": 2, "sign": 1}, hardness=190), report({"ship": 1}, hardness=210)]

    assert achieved(extreme(reports, min)) == {"ship": 1, "sign": 0}
    assert achieved(extreme(reports, max)) == {"ship": 2, "sign": 1}
    assert (extreme(reports, min)["hardness"], extreme(reports, max)["hardness"]) == (190, 210)


def test_a_draft_has_nothing_to_tell(make, trainee):
    assert draw_report(make([trainee], publish=False)) is None


def test_forms_stand_side_by_side(make, trainee):
    found = draw_report(make([trainee], forms=Forms.PARALLEL, form_count=3))

    assert found.forms == ("A", "B", "C")
    assert {len(line.achieved) for line in found.lines} == {3}
    assert any(line.is_hard and line.asked.startswith("8") for line in found.lines)


def test_one_paper_for_all_is_one_column(make, trainee):
    assert draw_report(make([trainee])).forms == ("全场",)


def test_personal_papers_are_told_together(make):
    found = draw_report(make(UserFactory.create_batch(3), forms=Forms.PERSONAL))

    assert found.forms == ("最少", "最多")
    assert found.shared == 0
