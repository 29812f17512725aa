"""From what was heard to acts of the corpus, which the adjudicator judges. Pure.

Forbidden acts are left out: they are vetoes, and hard and soft never mix. An act that the rules owe is never held
against the agent: the ladder does not block what the law owes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from certification.drills.domain.acts import CorpusAct, Heard, Kind, KnownAct
from certification.drills.domain.owed import Owed
from certification.drills.domain.standing import Spoken, heard_in

#: The ladder from its lowest step: where a lower one was said before, nobody jumped.
LADDER: Final = ("state_rule", "coupon", "offer_compensation", "offer_exchange", "offer_return")
FEN: Final = 100
_TO_WHOM: Final = ("shop_owner", "supervisor")


def corpus_acts(
    owed: Owed, spoken: Sequence[Spoken], *, acts: Mapping[str, KnownAct], facts: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Return the acts of the corpus that were done, as a case holds them, in order.

    Args:
        owed: what the decision means.
        spoken: the replies so far.
        acts: what is known of each act.
        facts: the facts of the case, as texts.
    """
    return [
        _raw(one, act, owed)
        for reply, act in heard_in(spoken)
        for one in _candidates(acts.get(act.name))
        if _is_done(one, act, owed, facts) and _is_in_order(one, act, reply, spoken, owed)
    ]


def _candidates(known: KnownAct | None) -> tuple[CorpusAct, ...]:
    return () if known is None or known.kind is Kind.FORBIDDEN else known.corpus


def _is_done(one: CorpusAct, act: Heard, owed: Owed, facts: Mapping[str, Any]) -> bool:
    if one.unless_owed and act.name in owed.acts and not (one.amount and _amount(act, owed)):
        return False
    if one.if_owed and not owed.duties:
        return False
    if one.to and not set(one.to) & set([act.args["to"]] if act.args.get("to") else _TO_WHOM):
        return False
    if one.amount and not isinstance(act.args.get("amount"), int):
        return False
    return all(facts.get(name) == value for name, value in one.facts.items())


def _is_in_order(one: CorpusAct, act: Heard, reply: Spoken, spoken: Sequence[Spoken], owed: Owed) -> bool:
    so_far = [(other, heard) for other, heard in heard_in(spoken) if other.turn <= reply.turn]
    awaited = one.before if one.before not in owed.acts else ""
    if awaited and any(heard.name == awaited and other.turn < reply.turn for other, heard in so_far):
        return False
    if not one.first:
        return True
    lower = LADDER[: LADDER.index(act.name)]
    return act.name not in reply.asks and not any(heard.name in lower for _other, heard in so_far)


def _amount(act: Heard, owed: Owed) -> int:
    """Return the fen that are promised of one's own accord: what goes beyond an owed sum; 0 where none is named."""
    named = act.args.get("amount")
    duties = [one for one in owed.duties if act.name in one.acts]
    if not isinstance(named, int) or any(one.amount is None for one in duties):
        return 0
    return max(0, named - max((one.amount or 0 for one in duties), default=0))


def _raw(one: CorpusAct, act: Heard, owed: Owed) -> dict[str, str]:
    if not one.amount:
        return {"act": one.act}
    yuan, fen = divmod(_amount(act, owed), FEN)
    return {"act": one.act, "amount": f"{yuan}.{fen:02d}元" if fen else f"{yuan}元"}
