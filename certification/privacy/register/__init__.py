"""The register: what each table of the site says of people, and what becomes of it when somebody is erased."""

from typing import Final

from certification.privacy.domain import Entry
from certification.privacy.register.exams import EXAMS
from certification.privacy.register.learning import LEARNING
from certification.privacy.register.people import PEOPLE
from certification.privacy.register.work import WORK

#: Every table once, those about people first.
REGISTER: Final[dict[str, Entry]] = {one.model: one for one in (*PEOPLE, *EXAMS, *LEARNING, *WORK)}

__all__ = ["REGISTER"]
