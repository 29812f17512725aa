"""Unfinished content: read without complaint, and what it still lacks to be a question, in the reader's language.

The rules are those of the item files (`certification.bank.items`): what may be published from the workbench may be
written in a file, and the other way round.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from certification.bank.domain import (
    LETTERS,
    RIGHT_LABEL,
    SCHEMA,
    WRONG_LABEL,
    Ask,
    Content,
    Finding,
    Option,
    QuestionType,
    Typed,
)
from certification.bank.items import CASE_FIELDS, FEWEST_OPTIONS
from certification.core.punctuation import listed

#: How many empty options a new question shows.
_BLANK_OPTIONS: Final = 4
#: What somebody vouches for may have fewer options than what the rules decide.
_FEWEST_TYPED: Final = 2
INCOMPLETE: Final = "draft.incomplete"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something still to be written; `place` is a place of comments, or `as_of`, `expected`, `cited`."""

    place: str
    message: str

    @property
    def finding(self) -> Finding:
        """Return it as the gate tells it."""
        return Finding(INCOMPLETE, self.message)


def blank_content(kind: QuestionType, *, as_of: str, platform: str = "taobao") -> dict[str, Any]:
    """Return the loose content that a new question begins with; a drill's script is typed as text beside it."""
    if kind is QuestionType.DRILL:
        return Content(kind, "", Ask.CORRECT, {}, (), script={}).to_json()
    judged = kind is QuestionType.TRUEFALSE
    texts = (RIGHT_LABEL, WRONG_LABEL) if judged else ("",) * _BLANK_OPTIONS
    case = {"stack": {"platform": platform}, "as_of": as_of}
    return Content(kind, "", Ask.CORRECT, case, tuple(Option(text) for text in texts)).to_json()


def read_loose(loose: Mapping[str, Any]) -> Content:
    """Return loose content as a value, as the files would give it; whatever cannot be read counts as not written."""
    kind = _one_of(QuestionType, loose.get("type"), QuestionType.SINGLE)
    rows = loose.get("options")
    options = tuple(_option(one) for one in rows if isinstance(one, Mapping)) if isinstance(rows, list | tuple) else ()
    if kind is QuestionType.DRILL:
        script, case = (_mapping(loose.get(name)) for name in ("script", "case"))
        return Content(kind, _text(loose.get("stem")), Ask.CORRECT, case, options, script=script)
    typed, cited = _typed(loose.get("typed")), _cited(loose.get("cited"))
    if typed and (
        cited or loose.get("case") or any(one.claim for one in options)
    ):  # bound to a case or a clause: nobody vouches any more
        options = tuple(replace(one, right=one.right if cited else None, feedback="") for one in options)
        typed = None
    return Content(
        type=kind,
        stem=_text(loose.get("stem")),
        ask=_one_of(Ask, loose.get("ask"), Ask.CORRECT),
        case={} if typed else _case(loose.get("case")),
        options=options[: len(LETTERS)],
        cited=cited,
        typed=typed,
    )


def _one_of(kinds: Any, value: object, default: Any) -> Any:
    return kinds(value) if value in set(kinds) else default


def _text(value: object) -> str:
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""


def _mapping(raw: object) -> dict[str, Any]:
    return dict(raw) if isinstance(raw, Mapping) else {}


def _case(raw: object) -> dict[str, Any]:
    given = raw if isinstance(raw, Mapping) else {}
    case = {name: _plain(given[name]) for name in CASE_FIELDS if given.get(name)}
    return {**case, "as_of": _text(given.get("as_of"))}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value)


def _option(row: Mapping[str, Any]) -> Option:
    overlay, right = row.get("overlay"), row.get("right")
    return Option(
        text=_text(row.get("text")),
        claim=_text(row.get("claim")),
        overlay=_plain(overlay) if isinstance(overlay, Mapping) else {},
        right=right if isinstance(right, bool) else None,
        pinned=row.get("pinned") is True,
        feedback=_text(row.get("feedback")),
    )


def _typed(raw: object) -> Typed | None:
    if not isinstance(raw, Mapping):
        return None
    difficulty = raw.get("difficulty")
    degree = difficulty if isinstance(difficulty, int) and not isinstance(difficulty, bool) else 0
    return Typed(_text(raw.get("topic")), degree, _text(raw.get("explanation")))


def _cited(raw: object) -> tuple[str, str] | None:
    if isinstance(raw, list | tuple) and len(raw) == 2:  # noqa: PLR2004 - the rule and the hash of its clause
        return _text(raw[0]), _text(raw[1])
    return None


def is_readable(loose: object) -> bool:
    """Say whether a value has the outer shape of content: what a draft may be saved with."""
    return isinstance(loose, Mapping) and loose.get("schema") == SCHEMA and loose.get("type") in set(QuestionType)


def gaps(content: Content, expected: Sequence[str]) -> list[Gap]:
    """Return what is still to be written before the adjudicator need be asked, in the order of the page."""
    if content.script is not None:
        return [] if content.script else [Gap("script", _("剧本还没有写成，或有写错的地方"))]
    found = [] if content.stem else [Gap("stem", _("还没有题干"))]
    if content.typed is None and not content.case.get("as_of"):
        found.append(Gap("as_of", _("还没有写判断时间")))
    if content.cited is not None and not all(content.cited):
        found.append(Gap("cited", _("还没有选引用的条文")))
    judged = content.type is QuestionType.TRUEFALSE
    found += _judgement_gaps(content) if judged else _option_gaps(content)
    known = [label for label in expected if label in content.labels]
    if not known or len(known) < len(expected):
        found.append(Gap("expected", _("请标出你认为对的答案，取自 %(labels)s") % {"labels": listed(content.labels)}))
    return found


def _option_gaps(content: Content) -> Iterator[Gap]:
    fewest = FEWEST_OPTIONS[content.type] if content.typed is None else _FEWEST_TYPED
    if len(content.options) < fewest:
        amounts = {"fewest": fewest, "n": len(content.options)}
        yield Gap("options", _("至少要有 %(fewest)d 个选项，现在有 %(n)d 个") % amounts)
    texts = [one.text for one in content.options]
    for index, one in enumerate(content.options):
        place, name = f"option:{index}", content.labels[index]
        if not one.text:
            yield Gap(place, _("选项 %(name)s 还没有文字") % {"name": name})
        elif one.text in texts[:index]:
            names = {"name": name, "other": content.labels[texts.index(one.text)]}
            yield Gap(place, _("选项 %(name)s 和选项 %(other)s 文字相同") % names)
        if (gap := _unbound(content, one)) is not None:
            yield Gap(place, _("选项 %(name)s %(gap)s") % {"name": name, "gap": gap})


def _judgement_gaps(content: Content) -> Iterator[Gap]:
    if [one.text for one in content.options] != [RIGHT_LABEL, WRONG_LABEL]:
        yield Gap("options", _("判断题的选项只能是 %(labels)s") % {"labels": listed((RIGHT_LABEL, WRONG_LABEL))})
        return
    first, second = content.options
    if content.ask is not Ask.CORRECT:
        yield Gap("options", _(_("判断题不选“选错误的”：说法成立答正确，不成立答错误")))
    if (gap := _unbound(content, first)) is not None:
        yield Gap("option:0", _("这句说法%(gap)s") % {"gap": gap})
    if second.claim or (not content.has_case and second.right is first.right):
        yield Gap("option:1", _("“%(label)s”总是说法的反面，不另写主张") % {"label": WRONG_LABEL})


def _unbound(content: Content, option: Option) -> str | None:
    """Return what binds an option too little or too much."""
    if not content.has_case:
        return _("还没有标对错") if option.right is None else _("是引用题的选项，不写主张") if option.claim else None
    if option.right is not None:
        return _("不是引用题的选项，对错由规则推出，不能标")
    return None if option.claim else _("还没有说明它主张什么")
