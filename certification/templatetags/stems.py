"""What a question says, as a template shows it."""

from django import template
from django.utils.safestring import SafeString

from certification.bank import stems
from certification.bank.domain import Content
from certification.bank.markup.plain import plain_line

register = template.Library()


@register.filter
def stem_html(content: Content) -> SafeString:
    """The stem of a question as HTML; it may have blocks, so it needs a `div` around it."""
    return stems.stem_html(content)


@register.filter
def option_html(text: str) -> SafeString:
    """The text of an option as HTML that fits into a line."""
    return stems.option_html(text)


@register.filter
def unmarked(text: str) -> str:
    """A stem or an option on one line without marks."""
    return plain_line(text)
