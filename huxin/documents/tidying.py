"""Which text from outside can every renderer carry?"""

import unicodedata


def tidy(value: str) -> str:
    """Text that every renderer can carry: LF line ends, no control characters, no half of a surrogate pair."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(map(_tidy_character, value))


def _tidy_character(character: str) -> str:
    if character == "\n" or (character.isascii() and character.isprintable()):
        return character
    if character == "\t":
        return " "
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    if unicodedata.category(character) == "Cc" or character in "\ufffe\uffff\ufeff":
        return ""
    return character
