"""Why a document is not printed; each message says where, what and what to do."""


class PrintError(Exception):
    """The document is refused: nothing is printed rather than something incomplete."""


class MissingGlyph(PrintError):
    """No font of the document has a character."""

    def __init__(self, character: str, context: str) -> None:
        super().__init__(
            f"“{context}”中的“{character}”（U+{ord(character):04X}）没有字体能印出，文件没有生成。"
            "请核对这个字，或把含有它的字体放进本单位的字体文件夹"
        )
        self.character = character
        self.context = context


class MissingEvidence(PrintError):
    """A picture of the document is not there, or not what it was when it was taken in."""

    def __init__(self, digest: str, reason: str) -> None:
        super().__init__(
            f"佐证材料{digest[:12]}{reason}，文件没有生成。请从备份中恢复这份材料，或从考核单中删去它"
        )
        self.digest = digest


class ForbiddenAddress(PrintError):
    """The document asks for something outside its own folder and its evidence."""

    def __init__(self, url: str) -> None:
        super().__init__(f"文件要取用不允许的地址“{url}”，没有生成。请从模板或内容中删去它")
        self.url = url


class LayoutTrouble(PrintError):
    """The layout program complained; what it said is kept for whoever mends it."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("排版时出现问题，文件没有生成：" + "；".join(complaints))
        self.complaints = complaints
