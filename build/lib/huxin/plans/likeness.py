"""How alike are the titles of two goals?"""

from difflib import SequenceMatcher

LIKE = 0.6  # from here on two titles may mean the same goal


def likeness(one: str, other: str) -> float:
    """From 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
