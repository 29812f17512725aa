"""Sizes and classes that the drawings share with the style sheet. Pure."""

from typing import Final

# Font sizes by class, as `.tl-wide` and `.tl-tall` in app.css set them.
WIDE_SIZES: Final = {"name": 14.0, "sub": 13.0, "t-act": 13.5, "t-good": 13.5, "t-seal": 13.5, "t-old": 13.5}
TALL_SIZES: Final = {"name": 13.0, "sub": 12.0, "t-act": 12.0, "t-good": 12.0, "t-seal": 12.0, "t-old": 12.0}

WINDOW_CLASSES: Final = {"act": "win", "good": "win-48", "old": "win-old"}
TEXT_CLASSES: Final = {"act": "t-act", "good": "t-good", "old": "t-old"}
