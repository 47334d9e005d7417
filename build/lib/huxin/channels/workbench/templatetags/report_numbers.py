"""How do the figures of a report read on a page?"""

from decimal import Decimal

from django import template

from huxin.reports.figures import shown_change, shown_number

register = template.Library()


@register.filter
def number(value: int | None, decimals: int) -> str:
    """1,234.50; a dash where there is none."""
    return shown_number(value, decimals)


@register.filter
def change(value: Decimal | None) -> str:
    """+15.0%, 持平, or a dash."""
    return shown_change(value)
