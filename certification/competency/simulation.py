"""Simulated trainees: a cohort that learns over months, so that every page can be seen with life in it.

Answers follow the logistic model of the calibration: ability grows from week to week, areas are strong or weak by
person, and a wrong answer prefers the distractor that most people fall for. Pure: a seed decides everything.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from certification.competency.measuring.ability import prior_item

_SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_GIVEN: Final = (
    "一鸣", "佳", "思远", "倩", "凯", "雨桐", "文", "乐", "梅", "帆", "子涵", "静怡", "浩然", "欣", "宇航", "梦洁",
    "志强", "婷", "俊杰", "晓彤", "建平", "丽娜", "天佑", "可欣", "鹏", "诗涵", "磊", "雪", "嘉豪", "敏",
)  # fmt: skip
#: What an area may differ from the whole by, and how much a week of practice brings, in standard deviations.
_AREA_SPREAD: Final = 0.6
_WEEKLY: Final = 0.05
#: How often several letters go wrong by one too many instead of one too few.
_ADDED: Final = 0.5


@dataclass(frozen=True, slots=True)
class SimulatedTrainee:
    """A person who does not exist: their name, how able they start, how fast they learn, what they are weak in."""

    name: str
    ability: float
    weekly: float
    diligence: float
    seed: int

    def ability_in(self, topic: str, week: float) -> float:
        """Return how able they are in a topic after some weeks."""
        offset = random.Random(f"{self.seed}/{topic}").gauss(0, _AREA_SPREAD)  # noqa: S311  # a simulation
        return self.ability + offset + self.weekly * week

    def answers(self, *, topic: str, grade: int, week: float, key: str, letters: str, draw: random.Random) -> str:
        """Return the letters they choose, as shown; a wrong choice of several misses one or adds one."""
        chance = prior_item(grade).chance(self.ability_in(topic, week))
        floor = 1 / len(letters) if len(key) == 1 else 0.0
        if draw.random() < max(chance, floor):
            return key
        wrong = [letter for letter in letters if letter not in key]
        if len(key) == 1:
            return wrong[min(int(draw.expovariate(1.2)), len(wrong) - 1)]
        if wrong and draw.random() < _ADDED:
            return "".join(sorted({*key, draw.choice(wrong)}))
        return "".join(sorted(set(key) - {draw.choice(key)}))


def simulated_trainees(count: int, *, seed: int) -> Sequence[SimulatedTrainee]:
    """Return people of standard normal ability, each with another name."""
    draw = random.Random(seed)  # noqa: S311  # a simulation, not a secret
    names = [f"{surname}{given}" for surname in _SURNAMES for given in _GIVEN]
    return tuple(
        SimulatedTrainee(
            name=name,
            ability=draw.gauss(0.9, 0.9),
            weekly=_WEEKLY * math.exp(draw.gauss(0, 0.5)),
            diligence=draw.uniform(0.3, 1.0),
            seed=draw.randrange(2**32),
        )
        for name in draw.sample(names, count)
    )
