"""A little script, what is owed in it, and talks over it, without corpus or recogniser."""

from collections.abc import Sequence
from typing import Any

from certification.drills.catalogue import known_acts
from certification.drills.domain.acts import Heard, Hearing
from certification.drills.domain.judge import Verdict, judge
from certification.drills.domain.owed import Duty, Limit, LimitKind, Owed
from certification.drills.domain.play import Conduct, Judge, Play, Reply, Table, play
from certification.drills.domain.standing import Spoken
from certification.drills.script.model import Script
from certification.drills.script.patterns import ActPattern
from certification.drills.script.reading import read_script

LITTLE = """
id: DR-9999
title: 破洞
area: quality
difficulty: 2
provenance: {own: 试}
case: {stack: {platform: tmall}, as_of: 2025-11-20 10:00, facts: {claim_type: quality, quality_confirmed: yes}}
hidden: [quality_confirmed]
issues: [verdict, freight_return_bearer]
buyer: {name: 猫, mood: upset, patience: 3, wants: 退货}
card: [{label: 订单, text: 开衫}, {label: 质量, text: 不知道}]
opening: [破了！, 有个洞！]
turns: 4
reveals:
  - {id: photo, asked: [ask_evidence(photo)], facts: [quality_confirmed], say: [拍了。], picture: 一个洞, card: [{label: 质量, text: 有个洞}]}
lookups:
  - {id: logistics, label: 查物流, facts: [], card: [{label: 物流, text: 已签收}]}
states:
  - id: start
    asks: [offer_return, freight_seller]
    on:
      - {when: {owed: [all]}, to: good, patience: 1}
      - {when: {any: [offer_return], turn: '<= 3'}, to: freight, patience: 1, say: [运费呢？]}
      - {when: {seconds: '> 600'}, to: bad}
      - {to: start, patience: -1, say: [别绕。]}
  - id: freight
    on:
      - {when: {owed: [all]}, to: good}
      - {to: start, say: [我问运费。]}
endings:
  - {id: good, kind: good, say: [好。]}
  - {id: bad, kind: bad, say: [投诉！]}
  - {id: out, kind: partial, say: [算了。]}
turns_out: out
patience_out: bad
criteria:
  - {id: owed, check: owed, weight: 50, title: 给到}
  - {id: sorry, check: said, weight: 10, title: 致歉, said: [apology], by: 1}
  - {id: order, check: said, weight: 10, title: 先看照片, said: [ask_evidence], before: [offer_return]}
  - {id: calm, check: absent, weight: 10, title: 不争辩, said: [blame_argue]}
  - {id: conduct, check: conduct, weight: 10, title: 得当}
  - {id: time, check: time, weight: 10, title: 及时, first: 60, average: 90}
pass: 60
hints: [{text: 看照片, cost: 5}]
transcripts:
  - {name: 好, kind: perfect, turns: [{say: 抱歉，拍张照片, acts: [apology, ask_evidence(photo)]}, {say: 退，运费我们出, acts: [offer_return, freight_seller]}]}
  - {name: 坏, kind: bad, because: refused.offer_return, turns: [{say: 不退, acts: [refuse]}]}
"""
RETURN = Duty(("offer_return",), "verdict", "应当退", ("R-1",))
FREIGHT = Duty(("freight_seller",), "freight_return_bearer", "运费店铺出", ("R-2",))
BUYER_PAYS = Limit(LimitKind.PAYER, ActPattern("freight_buyer"), "freight_return_bearer", "运费店铺出", ("R-2",))
OWED = Owed(duties=(RETURN, FREIGHT), limits=(BUYER_PAYS,))


def little(text: str = LITTLE) -> Script:
    """Return the little script."""
    script, problems = read_script(text, "DR-9999.yaml")
    assert script is not None, [str(one) for one in problems]
    return script


def proper(_spoken: Sequence[Spoken]) -> Conduct:
    return Conduct("proper")


def table(owed: Owed = OWED, conduct: Judge = proper, script: Script | None = None) -> Table:
    return Table(script or little(), owed, known_acts(), conduct)


def heard(name: str, at: int = 0, **args: Any) -> Heard:
    return Heard(name, args, (at, at + 1))


def reply(
    *names: str | Heard, seconds: int = 30, abstained: tuple[str, ...] = (), lookups: tuple[str, ...] = ()
) -> Reply:
    acts = tuple(one if isinstance(one, Heard) else heard(one, at * 2) for at, one in enumerate(names))
    return Reply(Hearing(acts, abstained), seconds, lookups)


def talk(*replies: Reply, on: Table | None = None, seed: str = "s") -> Play:
    return play(on or table(), replies, seed=seed)


def spoken(
    turn: int, *names: str | Heard, seconds: int = 30, asks: tuple[str, ...] = (), abstained: tuple[str, ...] = ()
) -> Spoken:
    return Spoken(turn, reply(*names).hearing.acts, seconds, asks, abstained)


def judged(*said: Spoken, on: Table | None = None, hints: tuple[int, ...] = ()) -> Verdict:
    return judge(on or table(), said, hints=hints)
