"""What a preview holds: problems by place, the decision, every option judged, what is missing. Pure values."""

from dataclasses import dataclass, field

from cases.api import Derivation


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something to mend. `place` is a field of the form: stem, case, as_of, fact.x, event.x, options, option:0, …"""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class IssueOutcome:
    """How one issue came out: in words, by which rules, with the arithmetic of each; `tone` as for the ruling."""

    id: str
    label: str
    status: str
    value: str
    tone: str
    rules: tuple[str, ...]
    sums: tuple[str, ...] = ()
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class OptionCheck:
    """An option judged; `truth` is None while nothing can be said, or where the case leaves it open.

    `agrees` compares the author's mark with the key, None while there is nothing to compare. `remark` says what is
    wrong with the option in one sentence, "" where nothing is.
    """

    index: int
    label: str
    text: str
    is_judged: bool = False
    truth: bool | None = None
    in_key: bool = False
    is_marked: bool = False
    agrees: bool | None = None
    reason: str = ""
    remark: str = ""
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensitive:
    """An unstated fact that moves the key: stating it as `value` has `effect`; `usual` is what silence says now."""

    fact: str
    label: str
    value: str
    effect: str
    usual: str
    usual_text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that can be said at once.

    `needed` are unstated facts and events that issues still open hang on, those that change the key first.
    `derivation` is whole only where every option could be judged; `trace` is "" elsewhere.
    """

    troubles: tuple[Trouble, ...] = ()
    headline: str = ""
    sub: str = ""
    issues: tuple[IssueOutcome, ...] = ()
    options: tuple[OptionCheck, ...] = ()
    key: tuple[str, ...] = ()
    sensitive: tuple[Sensitive, ...] = ()
    needed: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    difficulty: int = 0
    trace: str = ""
    is_whole: bool = False
    derivation: Derivation | None = field(default=None, repr=False)

    @property
    def may_publish(self) -> bool:
        """Say whether the gate would let it through."""
        return not self.troubles and self.is_whole

    @property
    def is_judged(self) -> bool:
        """Say whether anything could be judged yet."""
        return any(one.is_judged for one in self.options)

    def at(self, place: str) -> tuple[str, ...]:
        """Return what is to be mended at one place."""
        return tuple(one.message for one in self.troubles if one.place == place)


@dataclass(frozen=True, slots=True)
class Tested:
    """A rule that the question tests: without it the key would be `key`; `is_new` where no question tests it yet."""

    rule: str
    key: str
    matters: bool
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class WrongPath:
    """Which mistake leads to a wrong option, and what small change would make it right."""

    label: str
    misreading: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A question of the bank that is decided alike: the two never share a paper."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Depth:
    """What takes longer to say: what is presumed, which mistakes tempt, which rules are tested, what the bank gains.

    `measured` are questions of the same rules that enough people answered; `share` is their mean in basis points.
    """

    presumed: tuple[str, ...] = ()
    paths: tuple[WrongPath, ...] = ()
    tested: tuple[Tested, ...] = ()
    twins: tuple[Twin, ...] = ()
    difficulty: int = 0
    measured: int = 0
    share: int = 0

    @property
    def percent(self) -> int:
        """Return the mean share in whole per cent."""
        return round(self.share / 100)
