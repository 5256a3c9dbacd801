"""Chinese quotation marks: those inside others become single ones (GB/T 15834)."""

_SINGLE = str.maketrans("“”", "‘’")


def within_quotes(text: object) -> str:
    """The text as it stands between quotation marks."""
    return str(text).translate(_SINGLE)


def quoted(text: object) -> str:
    """The text in quotation marks."""
    return f"“{within_quotes(text)}”"
