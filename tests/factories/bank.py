"""A little corpus with twenty-one issues, an edition of it in the database, and a bank of forty-two items over it."""

from datetime import datetime
from pathlib import Path

from cases.api import Edition, load_edition, load_text
from cases.editions import store
from certification.bank.files import BankFiles
from certification.bank.items import read_items
from certification.bank.services import LoadReport, load_bank
from tests.factories import NOON

TOPICS = {
    "ship": "发货时限", "addr": "收件与地址", "sign": "签收与举证", "refuse": "拒签与保管",
    "ret": "退换与风险", "freight": "运费与到付", "no_reason": "七天无理由",
}  # fmt: skip
PER_TOPIC = 3
ISSUES = [(topic, n) for topic in TOPICS for n in range(1, PER_TOPIC + 1)]
#: What no page may show before hand-in: rule ids, rule titles and texts, and the names of the program's own values.
RULE_MARK, TITLE_MARK, TEXT_MARK = "ZRULE-", "泄题标题", "泄题正文"


def vocabulary() -> str:
    issues = "\n".join(
        f"  - {{id: late_{topic}_{n}, type: bool, label: 迟延{topic}{n}, topic: {topic}, question: 是否迟延？, says: {{yes: 构成迟延。, no: 不构成迟延。}}}}"
        for topic, n in ISSUES
    )
    topics = ", ".join(f"{name}: {label}" for name, label in TOPICS.items())
    return f"""
topics: {{{topics}}}
facts:
  - {{id: worn, type: bool, label: 商品穿过, yes: 商品穿过, no: 商品没有穿过, silence: no, stating: background, ask: 穿过吗？, group: 商品}}
  - {{id: goods, type: enum, label: 商品, values: {{dress: 连衣裙, fridge: 冰箱}}, silence: dress, stating: background, ask: 什么商品？, group: 商品}}
  - {{id: asked, type: enum, label: 主张, values: {{none: 没有, refund: 退款}}, silence: none, stating: background, ask: 要什么？, group: 主张}}
  - {{id: amount, type: money, label: 付款金额, silence: 0元, stating: background, ask: 多少？, group: 交易}}
  - {{id: pieces, type: int, unit: 件, min: 0, max: 9, label: 件数, silence: "1", stating: background, ask: 几件？, group: 交易}}
  - {{id: proved, type: bool, burden: buyer, label: 举证, yes: 买家举证成立, no: 买家的主张被推翻, unproven: 买家没有举证, silence: unproven, stating: background, ask: 举证了吗？, group: 举证}}
events:
  - {{id: paid, label: 买家付款, ask: 何时付款？}}
  - {{id: pickup_scan, label: 快递揽收, ask: 何时揽收？}}
  - {{id: signed, label: 买家签收, ask: 何时签收？}}
issues:
{issues}
constraints: []
"""


def rules(topic: str) -> str:
    return "rules:\n" + "\n".join(
        f"""  - id: {RULE_MARK}{topic.upper().replace("_", "")}-{n}
    issue: late_{topic}_{n}
    title: {TITLE_MARK}{n}
    text: {TEXT_MARK}：付款后{40 + n}小时内须揽收。
    source: {{doc: 测试规则, clause: 第{n}条, as_published: 2025-01-01}}
    effective: {{from: 2017-01-01}}
    when: [has(paid) and has(pickup_scan)]
    then: elapsed(paid, pickup_scan) > {40 + n}h
    examples:
      - {{name: 迟, applies: yes, as_of: 2025-09-01, facts: {{}}, events: {{paid: 2025-08-01 10:00, pickup_scan: 2025-08-09 10:00}}}}
      - {{name: 无, applies: no, as_of: 2025-09-01, facts: {{}}, events: {{paid: 2025-08-01 10:00}}}}
"""
        for n in range(1, PER_TOPIC + 1)
    )


def content() -> dict:
    acts = "acts:\n  - {id: offer, label: 提出补偿, args: {amount: money}, projects: [{fact: amount, as: greatest, arg: amount}]}\n"
    book = "{id: taobao, name: 淘宝, level: platform, force: default}"
    files = {topic: load_text(rules(topic), f"{topic}.yaml") for topic in TOPICS}
    return {
        "vocabulary": load_text(vocabulary(), "vocabulary.yaml"),
        "acts": load_text(acts, "acts.yaml"),
        "books": {"taobao": {"book": load_text(book, "book.yaml"), **files}},
    }


def store_edition(*, at: datetime = NOON) -> Edition:
    """Store the little edition unless it is there, and return it built."""
    name, _ = store.store_edition(content(), label="试 1", now=at)
    return load_edition(name)


def item(code: str, kind: str, issue: str, *, late: bool) -> str:
    """One item whose case is late (pickup after 60 hours) or not (after 20)."""
    hours = "2025-08-16 22:20" if late else "2025-08-15 06:20"
    head = f"""  - id: {code}
    type: {kind}
    stem: 买家付款后等揽收，商家说“不算迟”。{code} 这一单，哪种说法正确？
    stack: {{platform: taobao}}
    as_of: 2025-09-01
    facts: {{goods: dress, worn: no}}
    events: {{paid: 2025-08-14 10:20, pickup_scan: {hours}}}
    provenance: {{own: 测试}}
"""
    yes, no = (issue, f"not {issue}") if late else (f"not {issue}", issue)
    if kind == "truefalse":
        return head + f"    claim: {issue}\n    expected: [{'正确' if late else '错误'}]\n"
    options = [("甲说", yes), ("乙说", no), ("丙说", f"{no} and worn")]
    expected = "A"
    if kind == "multiple":
        options, expected = [*options, ("丁说", f"{yes} or worn")], "A, D"
    listed = "\n".join(f"      - {{text: {text}得对, claim: {claim}}}" for text, claim in options)
    return head + f"    options:\n{listed}\n    expected: [{expected}]\n"


def cited_item(code: str, edition: Edition) -> str:
    """A recall question on the first rule, pinned to its wording."""
    rule = edition.rules[0]
    return f"""  - id: {code}
    type: single
    stem: 条文怎么说？
    as_of: 2025-09-01
    options:
      - {{text: 按条文, right: yes}}
      - {{text: 不按条文, right: no}}
      - {{text: 看情况, right: no}}
    cited: {{rule: {rule.id}, clause: {rule.clause_hash}}}
    expected: [A]
    provenance: {{own: 测试}}
"""


def items() -> str:
    """Twenty-eight single, seven multiple, seven true or false; every one decided in its own way."""
    found = []
    for index, (topic, n) in enumerate(ISSUES):
        issue = f"late_{topic}_{n}"
        found.append(item(f"T-{index:02d}A", "single", issue, late=True))
        kind = ("single", "multiple", "truefalse")[index % 3]
        found.append(item(f"T-{index:02d}B", kind, issue, late=False))
    return "items:\n" + "".join(found)


def bank_files(text: str = "") -> BankFiles:
    found, problems = read_items(text or items(), "test.yaml")
    return BankFiles(tuple(sorted(found, key=lambda one: one.id)), {}, tuple(problems)).insist()


def make_bank() -> tuple[Edition, LoadReport]:
    """Store the edition and the bank; what every screen needs."""
    edition = store_edition()
    return edition, load_bank(bank_files(), edition=edition)


def write_items(folder: Path, text: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "test.yaml").write_text(text or items(), encoding="utf-8")
    return folder
