"""What a person is told about scoring before and after: the modes in words, and what each way of ticking earns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.bank.domain import QuestionType
from certification.grading.domain import points_text
from certification.papers.modes import Mode, worked_table

#: The formulas stand in `certification.papers.modes` and docs/reference/scoring.md.
MODE_NAMES: Final[Mapping[Mode, Promise]] = {
    Mode.ALL_OR_NOTHING: gettext_lazy("全对才得分"),
    Mode.HALF_FOR_SUBSET: gettext_lazy("少选得一半，错选不得分"),
    Mode.PROPORTIONAL: gettext_lazy("按选对的比例，错选不得分"),
    Mode.CORRECT_MINUS_WRONG: gettext_lazy("选对加分，选错扣分，最低 0 分"),
    Mode.PER_OPTION: gettext_lazy("每个选项分别判分"),
}
MODE_SENTENCES: Final[Mapping[Mode, Promise]] = {
    Mode.ALL_OR_NOTHING: gettext_lazy("与答案完全一致得满分，否则 0 分。"),
    Mode.HALF_FOR_SUBSET: gettext_lazy("与答案完全一致得满分；选少了但没选错，得一半；选了错的，0 分。"),
    Mode.PROPORTIONAL: gettext_lazy("没有选错时，得分为 选对数 ÷ 正确选项数 × 满分；选了错的，0 分。"),
    Mode.CORRECT_MINUS_WRONG: gettext_lazy(
        "得分为（选对数 ÷ 正确选项数 − 选错数 ÷ 错误选项数）× 满分，低于 0 按 0 分。"
    ),
    Mode.PER_OPTION: gettext_lazy("每个选项选对或没选对都算一份：判断对的选项数 ÷ 选项总数 × 满分。"),
}
TYPE_NAMES: Final[Mapping[QuestionType, Promise]] = {
    QuestionType.SINGLE: gettext_lazy("单选"),
    QuestionType.MULTIPLE: gettext_lazy("多选"),
    QuestionType.TRUEFALSE: gettext_lazy("判断"),
    QuestionType.DRILL: gettext_lazy("对话演练"),
}
#: The multiple choice that the table works through: most have four options, two or three of them right.
EXAMPLE_KEYED: Final = 3
EXAMPLE_OPTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class TableRow:
    """So many right ones ticked: the points with no wrong one, one wrong one, and so on."""

    right: int
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModeLine:
    """How one type of question is marked; `table` is empty where one option is ticked and right or wrong."""

    type_name: str
    points: str
    name: str
    sentence: str
    table: tuple[TableRow, ...] = ()
    wrongs: tuple[int, ...] = ()
    keyed: int = EXAMPLE_KEYED
    options: int = EXAMPLE_OPTIONS


def mode_line(kind: QuestionType, mode: Mode, points: int | None) -> ModeLine:
    """Return how a type of question is marked.

    Args:
        kind: the type.
        mode: the mode.
        points: hundredths for a full answer; None where the questions of a paper differ.
    """
    many, talk = kind is QuestionType.MULTIPLE, kind is QuestionType.DRILL
    return ModeLine(
        type_name=str(TYPE_NAMES[kind]),
        points=points_text(points) if points else _("按题"),
        name=_("按评定折算") if talk else str(MODE_NAMES[mode]),
        sentence=_("演练按 100 分评定，再折算成这一题的分；一票否决得 0 分。") if talk else str(MODE_SENTENCES[mode]),
        table=points_table(mode, points) if many and points else (),
        wrongs=tuple(range(EXAMPLE_OPTIONS - EXAMPLE_KEYED + 1)),
    )


def points_table(mode: Mode, points: int) -> tuple[TableRow, ...]:
    """Return what each way to tick earns in a question with four options of which three are right."""
    rows = worked_table(EXAMPLE_KEYED, EXAMPLE_OPTIONS, mode, points)
    return tuple(
        TableRow(right, tuple(points_text(earned) for ticked, _wrong, earned in rows if ticked == right))
        for right in range(EXAMPLE_KEYED + 1)
    )


def mode_lines(asked: Iterable[tuple[str, str, int]]) -> tuple[ModeLine, ...]:
    """Return one line for each type and mode of a paper.

    Args:
        asked: (type, mode, hundredths) of each question.
    """
    found: dict[tuple[QuestionType, Mode], set[int]] = {}
    for kind, mode, points in asked:
        found.setdefault((QuestionType(kind), Mode(mode)), set()).add(points)
    ordered = sorted(found.items(), key=lambda one: (list(QuestionType).index(one[0][0]), one[0][1]))
    return tuple(mode_line(*named, next(iter(points)) if len(points) == 1 else None) for named, points in ordered)
