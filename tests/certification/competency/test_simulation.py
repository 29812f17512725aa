"""Simulated trainees."""

import random
from collections import Counter

from certification.competency.simulation import simulated_trainees


def share_right(trainee, *, week=0, grade=3, topic="ship") -> float:
    draw = random.Random(1)
    asked = {"topic": topic, "grade": grade, "week": week, "key": "B", "letters": "ABCD", "draw": draw}
    return sum(trainee.answers(**asked) == "B" for _ in range(400)) / 400


def test_the_same_seed_makes_the_same_people_each_with_another_name():
    people = simulated_trainees(60, seed=1)
    assert people == simulated_trainees(60, seed=1)
    assert len({one.name for one in people}) == 60


def test_who_is_abler_and_has_practised_longer_is_right_more_often():
    people = sorted(simulated_trainees(60, seed=2), key=lambda one: one.ability_in("ship", 0))
    assert share_right(people[0]) < share_right(people[-1])
    learner = people[30]
    assert share_right(learner, week=40) > share_right(learner, week=0)
    assert share_right(learner, grade=5) < share_right(learner, grade=1)


def test_a_wrong_choice_is_one_that_the_question_has():
    trainee = simulated_trainees(1, seed=3)[0]
    draw = random.Random(4)
    single = Counter(trainee.answers(topic="t", grade=5, week=0, key="B", letters="ABC", draw=draw) for _ in range(300))
    assert set(single) <= set("ABC")
    many = {trainee.answers(topic="t", grade=5, week=0, key="AC", letters="ABCD", draw=draw) for _ in range(300)}
    assert "AC" in many
    assert all(set(one) <= set("ABCD") for one in many)
