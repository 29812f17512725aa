"""A question on its way in or out, whatever file it is in; and what is told of each row. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from certification.bank.domain import RIGHT_LABEL, WRONG_LABEL, Ask, Pool, QuestionType, labels_of

FEWEST_OPTIONS: Final = 2
LONGEST_TEXT: Final = 8_000
LONGEST_OPTION: Final = 2_000
EASIEST, HARDEST = 1, 5


class FileFormat(StrEnum):
    """What a file is written in."""

    XLSX = "xlsx"
    CSV = "csv"
    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE_XML = "moodlexml"
    QTI = "qti"
    QTI3 = "qti3"
    WORD = "docx"
    JSON = "json"


#: What may be read, and what may be written.
READABLE: Final = (
    FileFormat.XLSX, FileFormat.CSV, FileFormat.GIFT, FileFormat.AIKEN, FileFormat.MOODLE_XML, FileFormat.QTI,
    FileFormat.JSON,
)  # fmt: skip
WRITABLE: Final = tuple(FileFormat)


class Verdict(StrEnum):
    """What importing a row would do."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    TWIN = "twin"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in its file: sheet and row, or line; the name of a package's file stands for a sheet."""

    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot come in: the column, what stands there, and what to do."""

    column: str
    value: str
    todo: str

    def to_json(self) -> dict[str, str]:
        return {"column": self.column, "value": self.value, "todo": self.todo}


@dataclass(frozen=True, slots=True)
class ForeignOption:
    """One option. `right`: it belongs to the answer. `claim` and `overlay` only where the question has a case."""

    text: str
    right: bool = False
    feedback: str = ""
    pinned: bool = False
    claim: str = ""
    overlay: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForeignPicture:
    """A picture that a text shows as `picture:<name>`."""

    name: str
    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class ForeignQuestion:
    """A question as a file says it.

    Texts are Markdown, as in the bank. `case` is empty for a question that no case proves; `cited` is (rule, hash of
    its clause). `difficulty` is 0 where nobody said.
    """

    type: QuestionType
    stem: str
    options: tuple[ForeignOption, ...]
    external_id: str = ""
    explanation: str = ""
    difficulty: int = 0
    category: str = ""
    tags: tuple[str, ...] = ()
    ask: Ask = Ask.CORRECT
    case: Mapping[str, Any] = field(default_factory=dict)
    cited: tuple[str, str] | None = None
    enemies: str = ""
    template: str = ""
    pool: Pool | None = None
    pictures: tuple[ForeignPicture, ...] = ()

    @property
    def key(self) -> tuple[int, ...]:
        """Return the options that are the answer."""
        return tuple(index for index, one in enumerate(self.options) if one.right)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return what the options are called."""
        return labels_of(self.type, len(self.options))

    @property
    def answer(self) -> tuple[str, ...]:
        """Return the labels of the answer."""
        return tuple(self.labels[index] for index in self.key if index < len(self.labels))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One question of a file: read, or with what is wrong.

    `dropped` is what the bank has no place for; `warnings` is what comes in but has to be mended in the bank.
    """

    place: Place
    question: ForeignQuestion | None
    problems: tuple[RowProblem, ...] = ()
    dropped: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what to call the row: its own id, or the beginning of its stem."""
        return self.question.external_id if self.question else ""


def judgement(*, right: bool, feedback: tuple[str, str] = ("", "")) -> tuple[ForeignOption, ForeignOption]:
    """Return the options of a true or false question."""
    return (
        ForeignOption(RIGHT_LABEL, right=right, feedback=feedback[0]),
        ForeignOption(WRONG_LABEL, right=not right, feedback=feedback[1]),
    )


def short(value: object, longest: int = 60) -> str:
    """Return a value as a report shows it."""
    text = str(value)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
