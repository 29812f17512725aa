"""What the handbook tells, in which order, to whom; and which page of it belongs to which part of the site."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.people.domain import Role


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that belong together, by slug; `role` is whose work they tell, None for everybody's."""

    name: str | Promise
    role: Role | None
    pages: tuple[str, ...]


PARTS: Final = (
    Part(pgettext_lazy("handbook", "学员"), Role.TRAINEE, (
        "exam", "practice", "rulings", "drills", "appeals", "my-certificates",
    )),
    Part(pgettext_lazy("handbook", "培训师"), Role.TRAINER, (
        "trainers", "write-a-question", "keep-the-question-bank", "review-a-question", "change-a-rule",
        "publish-a-draft", "drill-scripts", "import-and-export", "mend-a-wrong-question",
    )),
    Part(pgettext_lazy("handbook", "主管"), Role.MANAGER, (
        "make-a-paper", "run-a-round", "invigilate", "see-who-can-do-what", "certificates", "manage-people",
    )),
    Part(_("每个人"), None, ("account", "phone")),
)  # fmt: skip
SLUGS: Final = tuple(slug for part in PARTS for slug in part.pages)

#: Which page tells about the addresses that begin so; the longest beginning counts.
PLACES: Final = {
    "/mocks/": "exam",
    "/attempts/": "exam",
    "/rounds/": "exam",
    "/practice/": "practice",
    "/mastery/": "practice",
    "/notebook/": "practice",
    "/drills/": "drills",
    "/phrases/": "drills",
    "/corpus/": "rulings",
    "/try/": "rulings",
    "/certificates/": "my-certificates",
    "/account/": "account",
    "/authoring/question": "keep-the-question-bank",
    "/authoring/questions/new": "write-a-question",
    "/authoring/question-reviews/": "review-a-question",
    "/authoring/exchange/": "import-and-export",
    "/authoring/drill-scripts/": "drill-scripts",
    "/authoring/drill-reviews/": "drill-scripts",
    "/authoring/rules/": "change-a-rule",
    "/authoring/draft/": "publish-a-draft",
    "/authoring/checkup/": "publish-a-draft",
    "/authoring/coverage/": "publish-a-draft",
    "/authoring/impact/": "publish-a-draft",
    "/authoring/publications/": "publish-a-draft",
    "/authoring/review-queue/": "publish-a-draft",
    "/authoring/appeals/": "mend-a-wrong-question",
    "/authoring/regrades/": "mend-a-wrong-question",
    "/oversight/papers/": "make-a-paper",
    "/oversight/rounds/": "run-a-round",
    "/oversight/competency/": "see-who-can-do-what",
    "/oversight/certificates/": "certificates",
    "/oversight/people/": "manage-people",
}


def parts_for(roles: Collection[Role]) -> list[Part]:
    """Return every part, those of one's own work first."""
    return sorted(PARTS, key=lambda part: part.role not in roles)


def part_of(slug: str) -> Part:
    """Return the part that a page belongs to.

    Raises:
        KeyError: there is no such page.
    """
    for part in PARTS:
        if slug in part.pages:
            return part
    raise KeyError(slug)


def page_about(path: str) -> str:
    """Return the slug of the page that tells about an address of the site; "" where none does."""
    fitting = [beginning for beginning in PLACES if path.startswith(beginning)]
    return PLACES[max(fitting, key=len)] if fitting else ""
