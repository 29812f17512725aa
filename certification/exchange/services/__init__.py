"""Verbs of exchange: look at a file, write what it holds, take questions out."""

from certification.exchange.services.applying import apply_import
from certification.exchange.services.exporting import exported, kept_questions
from certification.exchange.services.planning import (
    Upload,
    check_plan,
    discard_plan,
    keep_file,
    map_columns,
    plan_import,
)

__all__ = [
    "Upload",
    "apply_import",
    "check_plan",
    "discard_plan",
    "exported",
    "keep_file",
    "kept_questions",
    "map_columns",
    "plan_import",
]
