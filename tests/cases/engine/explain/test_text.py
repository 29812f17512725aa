"""The 裁决书 as plain text."""

from cases.engine.explain.text import ruling_text
from cases.engine.rules import Kind
from tests.factories.cases import make_case, make_effective, make_rule
from tests.factories.explanations import explain

OLD = make_rule(
    "LATE",
    {"late": "elapsed(paid, sent) > 72h"},
    when=("has(sent)",),
    version="old",
    effective=make_effective("", "2020-01-01"),
)
LATE = make_rule(
    "LATE", {"late": "elapsed(paid, sent) > 48h"}, when=("has(sent)",), effective=make_effective("2020-01-01")
)
NEVER = make_rule("NEVER", {"late": "no"}, kind=Kind.FALLBACK)
WORN = make_rule("WORN", {"late": "no"}, when=("worn",))
CASE = make_case(events={"paid": "2025-05-01 10:20", "sent": "2025-05-03 11:20"})

EXPECTED = """裁决书
依语料 测试版　以 2025-06-01 12:00 为准
────────────────────────────────────────
迟延为是。

【查】查明的时间
  付款：5 月 1 日 10:20
  揽收：5 月 3 日 11:20　←
  〔付款起 48 小时〕截止 5 月 3 日 10:20

争点一　迟延　迟延为是
  因为从付款到揽收经过 49 小时，超过 48 小时，超出 1 小时，所以迟延为是。
  【据】LATE LATE
      从付款到揽收经过 49 小时，超过 48 小时，超出 1 小时。
      《测试规则》第1条，2020-01-01 起施行。
  【排】NEVER NEVER
      有专条在先（LATE），兜底条款不用。若适用它：迟延为否。
  【期】不在施行期内：LATE LATE
      2020-01-01 起已不再适用，本案以 2025-06-01 为准。若适用它：迟延为否。
  不适用的规则 1 条。
  关键事实：付款在 5 月 1 日 10:20；揽收在 5 月 3 日 11:20。
  没有提到、按没有处理：穿过。
"""


def test_the_text_reads_verdict_first_then_reasons():
    text = ruling_text(explain([OLD, LATE, NEVER, WORN], CASE, ["late"]))

    assert text.startswith(EXPECTED)
    assert "\n【变】改动哪一处，结论就会变\n  若揽收早 1 小时，到 5 月 3 日 10:20 → 迟延为否。（LATE）\n" in text
    assert text.endswith("结论供培训使用，不代替平台实际判定\n")
