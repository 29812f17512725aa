"""Between a foreign question and the bank's content: what becomes of each field, what is kept, what has no place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cases import api
from certification.bank.domain import Ask, Content, Option, Pool, QuestionType, Typed
from certification.bank.workflow.loose import gaps
from certification.exchange.domain import ForeignOption, ForeignQuestion, RowProblem
from certification.exchange.shape import LONGEST_TAG
from certification.people.languages import in_chinese


@dataclass(frozen=True, slots=True)
class Kept:
    """A question of the bank as far as an import may change it."""

    content: Content
    enemies: str = ""
    template: str = ""
    pool: Pool = Pool.OPEN
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Built:
    """What a row would write, with what is wrong and what is left out."""

    kept: Kept | None = None
    expected: tuple[str, ...] = ()
    problems: list[RowProblem] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def build(question: ForeignQuestion, before: Kept | None, topics: Mapping[str, str]) -> Built:
    """Return what a foreign question becomes; what the file leaves empty stays as it was before.

    Args:
        question: as the file says it.
        before: the question of the bank that it would update.
        topics: the competency areas, label by id.
    """
    built = Built(expected=question.answer)
    if question.cited:
        content: Content | None = _cited(question, question.cited)
    elif question.case:
        content = _with_case(question)
    elif before is not None and before.content.typed is None:
        content = _reworded(question, before.content, built)
    else:
        content = _typed(question, before.content if before else None, topics, built)
    if content is None:
        return built
    with in_chinese():  # the report is kept, and its other lines are Chinese
        built.problems += [_problem(one.place, one.message) for one in gaps(content, question.answer)]
    tags = _tags(question, topics, built)
    built.kept = Kept(
        content=content,
        enemies=question.enemies or (before.enemies if before else ""),
        template=question.template or (before.template if before else ""),
        pool=question.pool or (before.pool if before else Pool.OPEN),
        tags=tuple(sorted(tags)) or (before.tags if before else ()),
    )
    return built


_COLUMNS = {"stem": "题干", "as_of": "案情", "cited": "引用条文", "expected": "答案", "options": "选项"}


def _problem(place: str, message: str) -> RowProblem:
    return RowProblem(_COLUMNS.get(place, "选项"), "", message)


def _with_case(question: ForeignQuestion) -> Content:
    judged = question.type is QuestionType.TRUEFALSE
    options = tuple(
        Option(one.text, one.claim, dict(one.overlay), pinned=one.pinned and not judged) for one in question.options
    )
    return Content(question.type, question.stem, question.ask, _dated(question.case), options)


def _dated(case: Mapping[str, Any]) -> dict[str, Any]:
    return {**case, "as_of": str(case.get("as_of", ""))}


def _cited(question: ForeignQuestion, cited: tuple[str, str]) -> Content:
    wanted = question.ask is Ask.CORRECT
    judged = question.type is QuestionType.TRUEFALSE
    options = tuple(
        Option(one.text, right=one.right is wanted, pinned=one.pinned and not judged) for one in question.options
    )
    return Content(question.type, question.stem, question.ask, _dated(question.case), options, cited)


def _reworded(question: ForeignQuestion, before: Content, built: Built) -> Content | None:
    """Return a question with its case or clause, in the words of the file: the rules still decide its key."""
    if question.type is not before.type or len(question.options) != len(before.options):
        told = "题库里这道题绑定了案情或条文，题型和选项数不能由这种文件改；请在题目页改，或用 Excel 模板连同案情导入"
        built.problems.append(RowProblem("选项", str(len(question.options)), told))
        return None
    if question.explanation or any(one.feedback for one in question.options):
        built.dropped.append("解析和反馈（由规则推出，不从文件取）")
    options = tuple(replace(old, text=new.text) for old, new in zip(before.options, question.options, strict=True))
    return replace(before, stem=question.stem, options=options)


def _typed(question: ForeignQuestion, before: Content | None, topics: Mapping[str, str], built: Built) -> Content:
    old = before.typed if before is not None else None
    typed = Typed(
        topic=topic_of(question.category, topics) or (old.topic if old else ""),
        difficulty=question.difficulty or (old.difficulty if old else 0),
        explanation=question.explanation or (old.explanation if old else ""),
    )
    if question.ask is not Ask.CORRECT:
        built.dropped.append("问法（没有案情的题，答案就是要选的）")
    any_pinned = any(one.pinned for one in question.options)
    pinned = before.pinned if before is not None and not any_pinned and before.type is question.type else ()
    options = tuple(_typed_option(one, question.type, index in pinned) for index, one in enumerate(question.options))
    return Content(question.type, question.stem, Ask.CORRECT, {}, options, typed=typed)


def _typed_option(one: ForeignOption, kind: QuestionType, pinned: bool) -> Option:  # noqa: FBT001 - kept as it was
    is_pinned = (one.pinned or pinned) and kind is not QuestionType.TRUEFALSE
    return Option(one.text, right=one.right, pinned=is_pinned, feedback=one.feedback)


def topic_of(category: str, topics: Mapping[str, str]) -> str:
    """Return the competency area that a category names; "" where it names none."""
    said = category.strip()
    if said in topics:
        return said
    return next((name for name, label in topics.items() if label == said), "")


def _tags(question: ForeignQuestion, topics: Mapping[str, str], built: Built) -> set[str]:
    tags = set(question.tags)
    other = " ".join(question.category.replace(",", " ").replace("，", " ").split())
    if other and not topic_of(question.category, topics):
        if len(other) <= LONGEST_TAG:
            tags.add(other)
            built.dropped.append(f"分类“{other}”（不是胜任力领域，改作标签）")
        else:
            built.dropped.append(f"分类“{other[:20]}…”（不是胜任力领域，也太长，做不了标签）")
    return tags


def foreign_of(
    code: str, kept: Kept, key: Sequence[int], *, edition: api.Edition, topic: str = "", difficulty: int = 0
) -> ForeignQuestion:
    """Return a question of the bank as it goes out.

    Args:
        code: what it is called.
        kept: what it says.
        key: its answer, by option.
        edition: whose competency areas have labels.
        topic: its area by its derivation.
        difficulty: by its derivation.
    """
    content, typed = kept.content, kept.content.typed
    judged = content.type is QuestionType.TRUEFALSE
    options = tuple(
        ForeignOption(
            one.text,
            index in key,
            one.feedback,
            one.pinned and not judged,
            one.claim,
            one.overlay,
        )
        for index, one in enumerate(content.options)
    )
    return ForeignQuestion(
        type=content.type,
        stem=content.stem,
        options=options,
        external_id=code,
        explanation=typed.explanation if typed else "",
        difficulty=typed.difficulty if typed else difficulty,
        category=edition.vocabulary.topics.get(topic, topic),
        tags=kept.tags,
        ask=content.ask,
        case=content.case,
        cited=content.cited,
        enemies=kept.enemies,
        template=kept.template,
        pool=kept.pool,
    )
