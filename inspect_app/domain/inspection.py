"""The states of a 考核单 and when it may be changed."""

EDITABLE = ("assigned", "open", "returned")
STATE_NAMES = {
    "assigned": "未开始",
    "open": "填写中",
    "submitted": "待审核",
    "returned": "已退回",
    "approved": "已通过",
}
_REASONS = {
    "submitted": "考核单已提交，正在等待审核，不能再改",
    "approved": "考核单已审核通过，不能再改",
}


class NotEditable(Exception):
    """The sheet cannot be changed now; the message says why, in Chinese."""


def require_editable(state: str, *, released: bool) -> None:
    """Raise NotEditable unless a sheet in this state, in a round that is released or not, may be changed."""
    if released:
        raise NotEditable("本批次结果已经发布，不能再改")
    if state not in EDITABLE:
        raise NotEditable(_REASONS[state])
