"""From a refusal to the sentence that a person reads.

Each slice that refuses keeps a mapping of its codes to translatable sentences with `%(name)s` places, and its
views say `refusal_text(error.refusal, REFUSALS)`.
"""

from collections.abc import Mapping

from django.utils.functional import Promise

from certification.core.punctuation import listed
from certification.core.refusals import Refusal


def refusal_text(refusal: Refusal, words: Mapping[str, str | Promise]) -> str:
    """Return the sentence for `refusal`, its parameters filled in; several of something as a list.

    Raises:
        KeyError: the slice has no wording for this code.
    """
    told = {name: listed(value) if isinstance(value, tuple) else value for name, value in refusal.params.items()}
    return str(words[refusal.code]) % told
