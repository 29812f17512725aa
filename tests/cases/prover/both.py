"""The evaluator and the solver side by side: what a condition comes to in a case, by one and by the other."""

from cases.engine.case import parse_case
from cases.engine.evaluate import compile_test
from cases.engine.language import parse_condition
from cases.engine.values import ABSENT, format_minute
from cases.prover.doubt import DoubtfulSymbols
from cases.prover.encode_rules import RuleEncoder
from cases.prover.logic import not_
from cases.prover.session import Session
from cases.prover.symbols import Symbols
from tests.factories.cases import AS_OF, little_words, make_program


def cases_of(facts=({},), events=({},), orders=()):
    raws = [
        {"as_of": as_of, "facts": fact, "events": event, "order": order}
        for as_of in (AS_OF,)
        for fact in facts
        for event, order in [*((event, []) for event in events), *orders]
    ]
    return [parse_case(raw, little_words()) for raw in raws]


class Both:
    """The evaluator and a solver with the encoding, for the same case."""

    def __init__(self):
        self.program = make_program()
        self.symbols = DoubtfulSymbols(little_words())
        self.encoder = RuleEncoder(self.symbols)
        self.session = Session([self.encoder.ledger], [])
        names = self.symbols.declare(set(little_words().facts), set())
        self.domains = self.symbols.domains(names)

    def evaluated(self, node, case, compile_node=compile_test):
        return compile_node(node, self.program.layout)(self.program.environment(case))

    def holds(self, formula, case) -> bool:
        """Whether the formula holds in the case, in which no variable is free."""
        told = self.symbols.fixed(self.program, case)
        answer = self.session.possible(formula, *told, *self.domains)
        assert answer is not None
        return answer


class BothComplete(Both):
    """The same with the symbols of complete cases, in which an instant is told by its day and its minute."""

    def __init__(self):
        super().__init__()
        self.symbols = Symbols(little_words())
        self.encoder = RuleEncoder(self.symbols)
        self.session = Session([self.encoder.ledger], [])

    def holds(self, formula, case) -> bool:
        told = []
        for name in ("now", "paid", "sent"):
            at, moment = case.as_of if name == "now" else case.events.get(name, ABSENT), self.symbols.moment(name)
            told += [moment.absent] if at is ABSENT else [not_(moment.absent), moment.lo == at.lo]
        told += [self.symbols.number("pieces") == 2]
        answer = self.session.possible(formula, *told, *self.symbols.domains({"@now", "@paid", "@sent"}))
        assert answer is not None
        return answer


def assert_alike(text, cases, both=Both):
    both, node = both(), parse_condition(text, little_words())
    truth = both.encoder.condition(node)
    for case in cases:
        expected = both.evaluated(node, case)
        found = True if both.holds(truth.t, case) else False if both.holds(truth.f, case) else None

        assert found == expected, case.raw
        assert not (found is None and truth.total), case.raw


def text_of(minute, base):
    return f"{base} {'-' if minute < 0 else '+'} {abs(minute)}min" if base else format_minute(minute)
