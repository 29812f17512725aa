"""A draft edition with its changes, its checks, what was accepted of their findings, and its publication."""

from certification.publishing.drafts.models.checks import DraftCheck, FindingWaiver, RunQuerySet
from certification.publishing.drafts.models.editing import DraftEdition, DraftPresence, DraftRule
from certification.publishing.drafts.models.publications import Publication

__all__ = ["DraftCheck", "DraftEdition", "DraftPresence", "DraftRule", "FindingWaiver", "Publication", "RunQuerySet"]
