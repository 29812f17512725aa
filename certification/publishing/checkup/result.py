"""What a check-up came to: the solver's report, and the rules that no question of the bank tests. JSON both ways."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from cases import api

UNTESTED: Final = "untested"
CITED: Final = "cited"


@dataclass(frozen=True, slots=True)
class CheckupResult:
    """One check-up.

    Attributes:
        report: what the solver found.
        untested: rules that decide and whose loss no question of the bank would notice.
        questions: how many questions that was measured with.
    """

    report: api.Report
    untested: tuple[str, ...]
    questions: int

    def to_json(self) -> str:
        data = {"report": self.report.to_json(), "untested": self.untested, "questions": self.questions}
        return json.dumps(data, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        data = json.loads(text)
        return cls(api.Report.from_json(data["report"]), tuple(data["untested"]), data["questions"])


def untested_rules(questions: Mapping[str, api.Question], edition: api.Edition) -> tuple[str, ...]:
    """Return the rules that decide and that no question tests, in the order of the corpus."""
    measured = api.measure_coverage(questions, edition=edition)
    return tuple(name for name, one in measured.rules.items() if one.state == UNTESTED and str(one.rule.kind) != CITED)
