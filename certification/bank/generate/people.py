"""Who buys what: names, goods and clerks for stems, chosen by a seeded hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

_SURNAMES: Final = "沈程鲁施谷桑黎辛章罗顾邱程季柏祝温卢郝贺阮戴彭邵汪莫龚纪苗裴"
_GIVEN: Final = {
    "她": ("禾", "蓓", "澜", "茜", "苒", "晴", "岚", "瑶", "知夏", "晓晴", "若溪", "佳宁", "书瑶", "念慈"),
    "他": ("砚", "宁", "毅", "悦", "岩", "航", "川", "一鸣", "子墨", "景行", "思远", "致远", "文博", "嘉树"),
}
_CLERKS: Final = ("小周", "小吴", "小郑", "小何", "小苏", "小蒋")


@dataclass(frozen=True, slots=True)
class Goods:
    """A thing bought: with its measure word, and short as it is called afterwards."""

    name: str
    measure: str
    short: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays in a story."""

    name: str
    pronoun: str
    goods: Goods
    clerk: str


def _goods(*told: str) -> tuple[Goods, ...]:
    return tuple(Goods(*one.split()) for one in told)


_SHELF: Final[Mapping[str, tuple[Goods, ...]]] = {
    "general": _goods("保温杯 只 杯子", "行李箱 只 箱子", "台灯 盏 台灯", "电热水壶 只 水壶", "瑜伽垫 张 垫子"),
    "apparel": _goods("连衣裙 条 裙子", "羊毛围巾 条 围巾", "风衣 件 风衣", "牛仔裤 条 裤子", "针织衫 件 针织衫"),
    "three_c": _goods("蓝牙耳机 副 耳机", "平板电脑 台 平板", "机械键盘 把 键盘", "手机 部 手机"),
    "large_appliance": _goods("洗衣机 台 洗衣机", "冰箱 台 冰箱", "空调 台 空调"),
    "durable": _goods("微波炉 台 微波炉", "吸尘器 台 吸尘器"),
    "furniture": _goods("书柜 个 书柜", "布艺沙发 张 沙发", "实木餐桌 张 餐桌"),
    "food": _goods("坚果礼盒 盒 坚果", "挂耳咖啡 盒 咖啡", "奶粉 罐 奶粉"),
    "fresh": _goods("车厘子 箱 车厘子", "鲜活大闸蟹 箱 大闸蟹", "冰鲜三文鱼 份 三文鱼"),
    "live": _goods("多肉植物 盆 多肉", "观赏鱼 尾 观赏鱼"),
    "digital": _goods("摄影教程 份 教程", "正版软件 套 软件"),
    "periodical": _goods("过期杂志合订本 套 杂志", "报纸 份 报纸"),
    "cosmetic": _goods("面霜 瓶 面霜", "精华液 瓶 精华液"),
    "intimate": _goods("贴身内衣 件 内衣", "泳衣 件 泳衣"),
    "secondhand": _goods("二手相机 台 相机", "二手单车 辆 单车"),
    "custom": _goods("刻字戒指 枚 戒指", "定制窗帘 副 窗帘", "定制相册 本 相册"),
}
#: A fact that is only said of goods of one kind.
_HINTS: Final[Mapping[str, str]] = {
    "custom": "custom", "made_to_order": "custom", "custom_agreement": "custom", "digital_opened": "digital",
    "near_expiry": "food", "expiry_disclosed": "food", "food_unsafe": "food", "food_fault": "food",
    "device_altered": "three_c", "refurbished_confirmed": "three_c", "refurb_disclosed": "three_c",
    "in_warranty": "durable", "repair_count": "durable", "repair_wait_days": "durable", "used_days": "durable",
    "tag_removed": "apparel", "apparel_fault": "apparel", "size_error_mm": "apparel", "shrink_mm": "apparel",
    "color_diff_level": "apparel", "seal_broken": "cosmetic", "allergy": "cosmetic", "bad_ratio": "fresh",
    "fresh_severe": "fresh", "storage_needed": "fresh", "home_delivery_missing": "large_appliance",
    "unfit_for_refusal": "fresh",
}  # fmt: skip
_CLAIM_HINTS: Final = {"refurbished": "three_c", "color_diff": "apparel", "warranty": "durable"}


def cast(facts: Mapping[str, str], chance: Random) -> Cast:
    """Return the people and goods of a story whose case states `facts`."""
    pronoun = chance.choice(("她", "他"))
    name = chance.choice(_SURNAMES) + chance.choice(_GIVEN[pronoun])
    return Cast(name, pronoun, chance.choice(_SHELF[_shelf(facts)]), chance.choice(_CLERKS))


def _shelf(facts: Mapping[str, str]) -> str:
    stated = facts.get("product_category", "general")
    if stated in _SHELF and stated != "general":
        return stated
    if hint := _CLAIM_HINTS.get(facts.get("claim_type", "")):
        return hint
    hinted = [shelf for name, shelf in _HINTS.items() if facts.get(name, "no") not in ("no", "none", "0", "0元")]
    return hinted[0] if hinted else "general"
