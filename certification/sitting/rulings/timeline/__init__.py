"""Lay out the timeline of a ruling as marks with positions. Pure: no Django, no clock, no randomness."""

from certification.sitting.rulings.timeline.clock import title_of
from certification.sitting.rulings.timeline.marks import Bar, Dot, Drawing, Line, Text
from certification.sitting.rulings.timeline.shapes import Moment, Period, Timeline
from certification.sitting.rulings.timeline.tall import draw_tall
from certification.sitting.rulings.timeline.wide import draw_wide

__all__ = [
    "Bar",
    "Dot",
    "Drawing",
    "Line",
    "Moment",
    "Period",
    "Text",
    "Timeline",
    "draw_tall",
    "draw_wide",
    "title_of",
]
