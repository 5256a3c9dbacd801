"""Dates as people type them."""

from wtforms import DateField


class ChineseDate(DateField):
    """A date from the browser's date control, with a message that says how to write it by hand."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(f"{self.label.text}应写成2020-07-03这样的日期") from error
