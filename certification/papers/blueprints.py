"""The blueprints that ship with the program, and the one of a practice question."""

from typing import Final

from certification.bank.domain import QuestionType
from certification.papers.domain import Blueprint, Dimension, Quota, Slot, Sourcing

#: 模拟考试: 20 × 3 + 5 × 5 + 5 × 3 = 100 points, 80 to pass, 45 minutes.
MOCK: Final = Blueprint(
    name="mock-30",
    title="模拟考试",
    types={
        QuestionType.SINGLE: Slot(20, 300),
        QuestionType.MULTIPLE: Slot(5, 500),
        QuestionType.TRUEFALSE: Slot(5, 300),
    },
    areas={
        "ship": 3, "addr": 2, "sign": 3, "refuse": 3, "ret": 3, "freight": 3, "no_reason": 4, "quality": 3,
        "desc": 2, "gift": 1, "category": 1, "trade": 2, "general": 1, "conduct": 2,
    },
    largest_share=20,
    bands={(1, 2): 40, (3, 3): 40, (4, 5): 20},
    minutes=45,
    pass_points=8000,
)  # fmt: skip

AREAS: Final = tuple(MOCK.areas)
#: 售后上岗认证: 20 × 2.5 + 8 × 4 + 12 × 1.5 = 100 points; 80 to pass, and 60 % of each area; 60 minutes.
CERTIFYING: Final = Blueprint(
    name="certify-40",
    title="售后上岗认证",
    types={
        QuestionType.SINGLE: Slot(20, 250),
        QuestionType.MULTIPLE: Slot(8, 400),
        QuestionType.TRUEFALSE: Slot(12, 150),
    },
    areas={
        "ship": 3, "addr": 2, "sign": 3, "refuse": 3, "ret": 3, "freight": 3, "no_reason": 3, "quality": 3,
        "desc": 3, "gift": 2, "category": 3, "trade": 3, "general": 3, "conduct": 3,
    },
    largest_share=15,
    bands={(1, 2): 40, (3, 3): 30, (4, 5): 30},
    minutes=60,
    pass_points=8000,
    sourcing=Sourcing.BOTH,
    quotas=tuple(Quota(Dimension.AREA, area, least=2) for area in AREAS),
    pass_each_area=60,
)  # fmt: skip
SHIPPED: Final = (MOCK, CERTIFYING)


def practice_blueprint(kind: str) -> Blueprint:
    """Return the blueprint of one practice question of type `kind`: one point, no clock."""
    return Blueprint(
        name="practice-1",
        types={kind: Slot(1, 100)},
        areas={},
        largest_share=100,
        bands={},
        minutes=0,
        pass_points=100,
    )
