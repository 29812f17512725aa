"""Meant gaps and invariants are read strictly, their conditions typed."""

import pytest

from cases.editions.content import build_edition, read_files
from cases.editions.text_yaml import CorpusError
from cases.engine import ir
from tests.cases.editions.test_loader import corpus, rule_text

GAP = "gaps:\n  - {issue: remedy, platform: plat, when: not worn, reason: 没穿过的由双方自己谈}\n"
CLAIM = (
    "invariants:\n"
    "  - {id: worn-is-refunded, says: 穿过就退款, if: worn, then: remedy == refund, platform: law, note: 讲课时说过}\n"
)


def built(root, **files: str):
    folder = corpus(root, plat__t=rule_text())
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return build_edition(read_files(folder))


def test_a_corpus_without_either_has_none(tmp_path):
    edition = built(tmp_path)

    assert (edition.waivers, edition.invariants) == ((), ())


def test_a_meant_gap_is_read_with_its_condition(tmp_path):
    (waiver,) = built(tmp_path, gaps=GAP).waivers

    assert (waiver.issue, waiver.platform, waiver.reason) == ("remedy", "plat", "没穿过的由双方自己谈")
    assert waiver.when == ir.Not(ir.FactIs("worn", (True,)))
    assert waiver.when_text == "not worn"


def test_a_meant_gap_without_condition_and_platform_is_meant_everywhere(tmp_path):
    (waiver,) = built(tmp_path, gaps="gaps:\n  - {issue: remedy, reason: 还没有规则}\n").waivers

    assert (waiver.platform, waiver.when, waiver.when_text) == ("", ir.Const(value=True), "yes")


def test_an_invariant_is_read_with_both_sides(tmp_path):
    (claim,) = built(tmp_path, invariants=CLAIM).invariants

    assert (claim.id, claim.says, claim.platform, claim.note) == ("worn-is-refunded", "穿过就退款", "law", "讲课时说过")
    assert (claim.premise_text, claim.conclusion_text) == ("worn", "remedy == refund")
    assert claim.premise == ir.FactIs("worn", (True,))
    assert claim.conclusion == ir.IssueIs("remedy", ("refund",))


def test_an_edition_with_other_rules_keeps_both(tmp_path):
    edition = built(tmp_path, gaps=GAP, invariants=CLAIM)

    changed = edition.with_rules(())

    assert (changed.waivers, changed.invariants) == (edition.waivers, edition.invariants)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("gaps", "gaps:\n  - {issue: remedy}\n", "2:gaps:缺少 reason", id="no reason"),
        pytest.param("gaps", "gaps:\n  - {reason: 无}\n", "2:gaps:缺少 issue", id="no issue"),
        pytest.param("gaps", GAP.replace("remedy", "remedie"), "2:gaps:没有叫“remedie”的争点", id="unknown issue"),
        pytest.param("gaps", GAP.replace("plat,", "shop,"), "2:gaps:platform 不能是“shop”,可用:law、plat", id="a shop"),
        pytest.param("gaps", GAP.replace("not worn", "wron"), "2:gaps:when:", id="unknown fact"),
        pytest.param("gaps", "gapes: []\n", "1:gaps:没有“gapes”这个字段", id="another key"),
        pytest.param("invariants", CLAIM.replace("worn-is-refunded", "Worn"), "2:Worn:编号“Worn”", id="no id"),
        pytest.param("invariants", CLAIM + CLAIM.splitlines()[1] + "\n", "3:worn-is-refunded:编号重复", id="twice"),
        pytest.param("invariants", CLAIM.replace("then: remedy == refund, ", ""), "缺少 then", id="no conclusion"),
        pytest.param("invariants", CLAIM.replace("says: 穿过就退款, ", ""), "缺少 says", id="no sentence"),
        pytest.param("invariants", CLAIM.replace("== refund", "== refunds"), "then:", id="no such outcome"),
        pytest.param("invariants", "invariants: 无\n", "invariants 应为列表", id="no list"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path, name, text, said):
    with pytest.raises(CorpusError) as caught:
        built(tmp_path, **{name: text})

    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(f"cases/corpus/{name}.yaml:")
    assert said in caught.value.problems[0]
