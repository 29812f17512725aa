"""The keys that each kind of entry may have, in the order in which the canonical form writes them."""

from typing import Final

BOOK: Final = ("id", "name", "level", "force", "extends")
RULE: Final = (
    "id",
    "version",
    "kind",
    "issue",
    "title",
    "text",
    "source",
    "effective",
    "burden",
    "force",
    "when",
    "then",
    "overrides",
    "catalogue",
    "misreadings",
    "examples",
    "note",
)
SOURCE: Final = ("doc", "clause", "as_published")
EFFECTIVE: Final = ("from", "to", "by", "approximate")
MISREADING: Final = ("say", "when", "then")
CASE: Final = ("as_of", "stack", "facts", "events", "order", "acts")
EXAMPLE: Final = ("name", "applies", *CASE, "expect")
WORDS: Final = ("topics", "facts", "events", "issues", "constraints")
FACT: Final = (
    "id",
    "type",
    "label",
    "values",
    "says",
    "yes",
    "no",
    "unproven",
    "burden",
    "unit",
    "min",
    "max",
    "silence",
    "stating",
    "ask",
    "group",
    "meaning",
)
EVENT: Final = ("id", "label", "ask", "meaning")
ISSUE: Final = (
    "id",
    "type",
    "label",
    "meaning",
    "question",
    "unit",
    "values",
    "says",
    "favour",
    "topic",
    "raised_when",
)
CONSTRAINT: Final = ("id", "must", "text", "repair")
REPAIR: Final = ("set", "to", "unset")
ACT: Final = ("id", "label", "args", "projects", "meaning")
PROJECTION: Final = ("fact", "event", "as", "arg")
ENTRY: Final = ("id", "title", "part")
GAP: Final = ("issue", "platform", "when", "reason")
INVARIANT: Final = ("id", "says", "if", "then", "platform", "note")

#: The order of a mapping's keys by the key under which it stands, or under which the list stands that holds it.
ORDERS: Final = {
    "source": SOURCE,
    "effective": EFFECTIVE,
    "rules[]": RULE,
    "misreadings[]": MISREADING,
    "examples[]": EXAMPLE,
    "facts[]": FACT,
    "events[]": EVENT,
    "issues[]": ISSUE,
    "constraints[]": CONSTRAINT,
    "repair[]": REPAIR,
    "acts[]": ACT,
    "projects[]": PROJECTION,
    "catalogue[]": ENTRY,
    "gaps[]": GAP,
    "invariants[]": INVARIANT,
}
