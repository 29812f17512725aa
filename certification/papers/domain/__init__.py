"""What a paper should be made of, and how one is drawn. Pure: decided by candidates and seed alone."""

from certification.papers.domain.blueprint import Blueprint, Dimension, Quota, Slot, Sourcing, Unit, shares
from certification.papers.domain.candidates import Candidate, Draw

__all__ = ["Blueprint", "Candidate", "Dimension", "Draw", "Quota", "Slot", "Sourcing", "Unit", "shares"]
