"""What a question is, and what keeps one from being published. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

LETTERS: Final = "ABCDEF"
RIGHT_LABEL: Final = "正确"
WRONG_LABEL: Final = "错误"
SCHEMA: Final = 1


class Pool(StrEnum):
    """Where a question may be met: anywhere, or in exams alone until it is released."""

    OPEN = "open"
    SECURE = "secure"


class QuestionType(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUEFALSE = "truefalse"
    DRILL = "drill"


#: The types that are answered by choosing options; a drill is a talk.
CHOICE_TYPES: Final = (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.TRUEFALSE)


class Ask(StrEnum):
    """Whether the true options are the key, or the false ones."""

    CORRECT = "correct"
    INCORRECT = "incorrect"


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `claim` and `overlay` where its truth is derived, `right` where it is cited.

    `pinned`: it keeps its place when options are shuffled, like 以上都对. `feedback` is what a person wrote about it;
    only typed questions have any.
    """

    text: str
    claim: str = ""
    overlay: Mapping[str, Any] = field(default_factory=dict)
    right: bool | None = None
    pinned: bool = False
    feedback: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; what came later is said only where it is so, that hashes of old stay."""
        told: dict[str, Any] = {
            "text": self.text, "claim": self.claim, "overlay": dict(self.overlay), "right": self.right,
        }  # fmt: skip
        told |= {"pinned": True} if self.pinned else {}
        return {**told, "feedback": self.feedback} if self.feedback else told


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person vouches for in a question that no case proves (未证明): each option has its `right`.

    `difficulty` is 0 where nobody said.
    """

    topic: str = ""
    difficulty: int = 0
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything of a question that its key may depend on; a change makes a new version.

    `case` is the raw mapping that `cases.api.parse_case` reads; `cited` is (rule id, hash of its clause) or None.
    A question with neither is `typed`. A drill holds its `script` as it was written; its options are what may be owed
    (see `certification.drills.bank`), and nobody chooses among them.
    """

    type: QuestionType
    stem: str
    ask: Ask
    case: Mapping[str, Any]
    options: tuple[Option, ...]
    cited: tuple[str, str] | None = None
    typed: Typed | None = None
    script: Mapping[str, Any] | None = None

    @property
    def has_case(self) -> bool:
        """Say whether the adjudicator decides its options: a recall question only cites, a typed one has an author."""
        return self.cited is None and self.typed is None and self.script is None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back."""
        told = {
            "schema": SCHEMA,
            "type": str(self.type),
            "stem": self.stem,
            "ask": str(self.ask),
            "case": dict(self.case),
            "options": [one.to_json() for one in self.options],
            "cited": list(self.cited) if self.cited else None,
        }
        told |= {"script": dict(self.script)} if self.script is not None else {}
        return {**told, "typed": asdict(self.typed)} if self.typed else told

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Content":
        """Read what `to_json` wrote.

        Raises:
            ValueError: it was written by another schema.
        """
        if data["schema"] != SCHEMA:
            raise ValueError(f"question content has schema {data['schema']}, this program reads {SCHEMA}")
        cited = data["cited"]
        return cls(
            type=QuestionType(data["type"]),
            stem=data["stem"],
            ask=Ask(data["ask"]),
            case=data["case"],
            options=tuple(Option(**one) for one in data["options"]),
            cited=(cited[0], cited[1]) if cited else None,
            typed=Typed(**data["typed"]) if data.get("typed") else None,
            script=data.get("script"),
        )

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the content: equal content, equal hash, however the file was laid out."""
        return f"sha256:{digest(self.to_json())}"

    @property
    def labels(self) -> tuple[str, ...]:
        """Return what an author calls the options: letters in file order, or 正确 and 错误."""
        return labels_of(self.type, len(self.options))

    @property
    def pinned(self) -> tuple[int, ...]:
        """Return which options keep their place: those of a judgement, and those that say so."""
        every = self.type is QuestionType.TRUEFALSE
        return tuple(index for index, one in enumerate(self.options) if every or one.pinned)


def labels_of(kind: QuestionType, options: int) -> tuple[str, ...]:
    """Return what so many options are called: letters in their order, 正确 and 错误, or the numbers of what is owed."""
    if kind is QuestionType.DRILL:
        return tuple(str(number) for number in range(1, options + 1))
    return (RIGHT_LABEL, WRONG_LABEL) if kind is QuestionType.TRUEFALSE else tuple(LETTERS[:options])


def digest(value: object) -> str:
    """Return the SHA-256 in hex of a JSON value in its canonical form."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that keeps a question from being published; `message` says what and where."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """A question whose source names another key than the rules give, with the reasoning for ours."""

    expected: tuple[str, ...]
    derived: tuple[str, ...]
    reason: str


def expected_findings(
    content: Content, key: Sequence[int], expected: Sequence[str], disputed: Disputed | None
) -> list[Finding]:
    """Return what a typed key says against the derived one, unless the difference is on record with its reason."""
    derived = tuple(content.labels[index] for index in key)
    if disputed is not None:
        if disputed.expected == tuple(expected) and disputed.derived == derived and disputed.reason:
            return []
        told = f"争议清单记的是 {_named(disputed.expected)} 与 {_named(disputed.derived)}"
        now = f"现在是 {_named(expected)} 与 {_named(derived)}"
        return [Finding("bank.stale-dispute", f"{told}，{now}；请更新或删去这一条")]
    if sorted(expected) == sorted(derived):
        return []
    return [
        Finding(
            "bank.unexpected-key",
            f"推出的答案是 {_named(derived)}，作者预期 {_named(expected)}；改题、改规则，或写入争议清单并说明理由",
        )
    ]


def _named(labels: Sequence[str]) -> str:
    return "、".join(labels) if labels else "（无）"
