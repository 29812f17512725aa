"""The filters above the list: what may be chosen, and in which words what is chosen is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import api
from certification.authoring.questions.domain import Query, State
from certification.authoring.questions.searching import state_counts
from certification.authoring.questions.wording import ANSWERED, KEYS, POOLS, SORTS, STATES, TYPES
from certification.bank.workflow.models import Tag
from certification.core.choices import Choice, Filter
from certification.people.models import User

NOBODY = "none"
ORDER = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED, State.BLOCKED, State.RETIRED)


@dataclass(frozen=True, slots=True)
class Tab:
    """One state, with how many questions stand in it."""

    label: str
    url: str
    count: int
    is_current: bool


def keepers() -> list[User]:
    """Return who may be given questions: trainers and managers, by name."""
    people = User.objects.filter(is_active=True).order_by("display_name", "staff_number")
    return list(people.filter(Q(is_trainer=True) | Q(is_manager=True)))


def tag_names() -> list[str]:
    """Return every tag, by name."""
    return list(Tag.objects.values_list("name", flat=True))


def make_filters(query: Query, edition: api.Edition, *, owners: Iterable[User], tags: Iterable[str]) -> list[Filter]:
    """Return the selects, in the order of the page."""
    books = {name: book.name for name, book in edition.books.items()}
    grades = {str(n): str(n) for n in range(1, 6)}
    values: list[tuple[str, str, Mapping[str, str | Promise]]] = [
        ("type", _("题型"), {str(key): label for key, label in TYPES.items()}),
        ("topic", pgettext("singular", "领域"), dict(edition.vocabulary.topics)),
        ("book", _("规则集"), dict(books)),
        ("difficulty", _("难度"), dict(grades)),
        ("pool", pgettext("filter", "题库"), dict(POOLS)),
        ("key", _("现在的答案"), {str(key): label for key, label in KEYS.items()}),
        ("answered", _("作答"), dict(ANSWERED)),
        ("owner", _("负责人"), {**{str(one.pk): one.display_name for one in owners}, NOBODY: _("没有人")}),
        ("tag", _("标签"), {name: name for name in tags}),
    ]
    return [Filter(name, label, _choices(labels, getattr(query, name))) for name, label, labels in values]


def sort_choices(query: Query) -> tuple[Choice, ...]:
    """Return the orders of the list."""
    return tuple(Choice(str(name), str(label), query.sort == name) for name, label in SORTS.items())


def _choices(labels: Mapping[str, str | Promise], chosen: str) -> tuple[Choice, ...]:
    return (
        Choice("", _("全部"), not chosen),
        *(Choice(name, str(label), name == chosen) for name, label in labels.items()),
    )


def address(query: Query) -> str:
    """Return the address of the list under a query."""
    told = urlencode(query.parameters())
    return f"{reverse('authoring:questions')}{f'?{told}' if told else ''}"


def make_tabs(query: Query, total: int) -> list[Tab]:
    """Return the tabs: everything, then each state; the counts are those of the whole bank."""
    counts = state_counts()
    every = Tab(_("全部"), address(replace(query, state="")), total, not query.state)
    return [
        every,
        *(
            Tab(str(STATES[state]), address(replace(query, state=str(state))), counts[state], query.state == state)
            for state in ORDER
        ),
    ]
