"""The blueprints that the site draws by."""

from typing import Final

from certification.bank.domain import QuestionType
from certification.papers.domain import Blueprint, Slot

#: 模拟考试: 20 × 3 + 5 × 5 + 5 × 3 = 100 points, 80 to pass, 45 minutes.
MOCK: Final = Blueprint(
    name="mock-30",
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
