"""Chinese that nobody wrapped for translation, and why some of it need not be."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from bin.translating import sources
from bin.translating.sources import Place

_DOMAIN: Final = "what rules, cases and questions are about is Chinese in every language"
_TERMINAL: Final = "said in a terminal, by a command or at the start"
_FILES: Final = (
    "columns and values of files that the site reads again, and what is wrong with them, kept with the import"
)
_FIXED: Final = "a document that says the same to everybody, whoever makes it"
_NAMES: Final = "names that people and companies gave themselves"
_DEMO: Final = "demo data"
_NOTATION: Final = "read from what a trainer typed in the notation of cases, or written into it"

#: Files whose Chinese stays, with the reason; `*` also stands for folders. One that matches nothing any more fails.
FINE: Final[dict[str, str]] = {
    "cases/management/*": _TERMINAL,
    "cases/editions/*": _DOMAIN,
    "cases/engine/*": _DOMAIN,
    "cases/prover/*": _DOMAIN,
    "certification/management/*": _TERMINAL,
    "certification/supervisor.py": _TERMINAL,
    "certification/home.py": _TERMINAL,
    "certification/settings.py": _TERMINAL,
    "certification/operations/*": _TERMINAL,
    "certification/people/sso/config.py": _TERMINAL,
    "certification/competency/measuring/*": _TERMINAL,
    "certification/competency/simulation.py": _TERMINAL,
    "certification/bank/checking.py": _TERMINAL,
    "certification/bank/deriving.py": _TERMINAL,
    "certification/bank/files.py": _TERMINAL,
    "certification/drills/checking.py": _TERMINAL,
    "certification/publishing/explanations/checking.py": _TERMINAL,
    "certification/bank/generate/*": _DOMAIN,
    "certification/bank/items.py": _DOMAIN,
    "certification/bank/domain.py": _DOMAIN,
    "certification/bank/stems.py": _DOMAIN,
    "certification/bank/markup/*": _DOMAIN,
    "certification/bank/cards.py": _DOMAIN,
    "certification/bank/preview/previewing.py": _DOMAIN,
    "certification/competency/areas/domain.py": _DOMAIN,
    "certification/drills/domain/*": _DOMAIN,
    "certification/drills/model/*": _DOMAIN,
    "certification/drills/promises.py": _DOMAIN,
    "certification/drills/recogniser/*": _DOMAIN,
    "certification/drills/script/*": _DOMAIN,
    "certification/papers/blueprints.py": _DEMO,
    "certification/people/demo.py": _DEMO,
    "certification/rounds/demo.py": _DEMO,
    "certification/bank/caseform/*": _NOTATION,
    "certification/authoring/editor/sheets.py": _NOTATION,
    "certification/exchange/*": _FILES,
    "certification/authoring/exchange/views.py": _FILES,
    "certification/oversight/people/views.py": _FILES,
    "certification/core/csv_files.py": _FILES,
    "certification/credentials/badges.py": _FIXED,
    "certification/credentials/pdf.py": _FIXED,
    "certification/credentials/spelling.py": _FIXED,
    "certification/credentials/topping_up.py": _FIXED,
    "certification/sitting/credentials/views.py": _FIXED,
    "certification/privacy/*": _FIXED,
    "certification/readapi/*": _FIXED,
    "certification/statements/*": _FIXED,
    "certification/people/devices.py": _NAMES,
    "certification/people/domain.py": _NAMES,
    "certification/people/second_factor/codes.py": _NAMES,
    "certification/people/sso/provider.py": _NAMES,
    "certification/bank/pictures/reading.py": _FILES,
    "certification/authoring/checkup/presentation.py": "looked for in what the solver writes",
    "certification/authoring/editor/acting.py": "written into a stem",
    "certification/authoring/editor/suggesting.py": "written into an option",
    "certification/oversight/competency/areas.py": "kept with what was done, for everybody who reads of it",
    "certification/oversight/papers/sheets.py": "printed on the paper",
    "certification/publishing/impact/drills.py": _DOMAIN,
    "certification/bank/workflow/services/drafts.py": "where a question comes from, kept with it",
    "certification/core/append_only.py": "kept in place of what was erased",
    "certification/core/numerals.py": "numbers as rules write them",
    "certification/sitting/rulings/timeline/marks.py": "where a line of Chinese may be broken",
    "templates/components/seal.html": "a drawing",
}


def reason_for(path: str) -> str | None:
    """Return why the Chinese of a file stays; None where it must be wrapped."""
    return next((reason for pattern, reason in FINE.items() if fnmatchcase(path, pattern)), None)


def everywhere() -> Iterator[Place]:
    """Yield all Chinese of templates, code and scripts that is not wrapped."""
    for path in sources.templates():
        yield from sources.unwrapped_in_template(path)
    for path in sources.python_files():
        yield from sources.unwrapped_in_python(path)
    for path in sources.scripts():
        yield from sources.unwrapped_in_script(path)


def wrong() -> Iterator[str]:
    """Yield what must be wrapped, and reasons that no file needs any more."""
    needed = set()
    for place in everywhere():
        if reason_for(place.path) is None:
            yield f"not wrapped: {place}"
        needed.update(pattern for pattern in FINE if fnmatchcase(place.path, pattern))
    for pattern in FINE.keys() - needed:
        yield f"nothing to excuse any more: {pattern} (bin/translating/unwrapped.py)"
