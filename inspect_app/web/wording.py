"""The audit log in words: what was done, and what changed from what to what."""

from dataclasses import dataclass
from typing import Any

from inspect_app.domain.inspection import STATE_NAMES
from inspect_app.domain.signing import OPINIONS, PARTY_NAMES

ACTIONS = {
    "log-in": "登录",
    "log-out": "退出",
    "change-password": "修改自己的密码",
    "save-unit": "保存单位",
    "save-roster": "保存名册",
    "add-account": "新增账号",
    "change-account": "修改账号",
    "reset-password": "重设密码",
    "publish-checklist": "发布考核细则",
    "publish-composition": "发布综合考核办法",
    "open-overall": "建立综合排名",
    "change-overall": "修改综合排名",
    "publish-overall": "发布综合结果",
    "open-round": "建立批次",
    "change-round": "修改批次",
    "set-parameters": "设定参数",
    "office-value": "填督导办数据",
    "assign": "调整分工",
    "release-round": "发布结果",
    "answer": "填报",
    "set-aside": "没有采用的填报",
    "open": "开始填报",
    "submitted": "提交考核单",
    "approved": "审核通过",
    "returned": "退回考核单",
    "add-photo": "添加照片",
    "caption-photo": "修改照片说明",
    "change-photo": "修改照片",
    "order-photos": "调整照片顺序",
    "pair-photo": "整改前后对比",
    "remove-photo": "删除照片",
    "add-visit": "登记走访",
    "remove-visit": "删除走访",
    "sign": "签字",
    "withdraw-signature": "作废签字",
    "draft-notice": "起草整改通知",
    "redraft-notice": "重新起草整改通知",
    "edit-notice": "修改整改通知",
    "issue-notice": "印发整改通知",
    "print": "打印",
    "export": "导出Excel",
}
KEYS = {
    "code": "编号", "name": "名称", "group": "组别", "active": "启用", "login": "账号", "role": "角色",
    "unit": "所属单位", "units": "考核单位", "title": "名称", "version": "版本", "checklist": "考核细则",
    "period_start": "考核期开始", "period_end": "考核期结束", "deadline": "截止日期", "left": "移出单位",
    "joined": "加入单位", "inspectors": "督导人员", "state": "状态", "unfinished": "未完成的考核单",
    "facts": "填报内容", "not_applicable": "不适用原因", "note": "备注", "reason": "理由", "caption": "照片说明",
    "date": "日期", "place": "地点", "people": "走访对象", "document": "文种", "round": "批次",
    "opening": "开头", "closing": "结尾", "of": "应有数", "done": "实际数", "count": "数量", "met": "结果",
    "choice": "情形", "value": "扣分", "remark": "情况说明", "happened": "是否发生", "rows": "名册",
    "missing": "缺的", "factors": "情形", "aggravated": "其中更重的", "event": "事项", "payer": "同时扣分的",
    "exempt": "免扣理由", "days": "逾期", "due": "应完成", "base": "基数", "issued": "发出票", "returned": "收回票",
    "invalid": "无效票", "grade": "等次", "again": "再次发生", "score": "打分",
    "number": "文号", "serial": "序号", "year": "年份", "demand": "要求", "problem": "发现的问题", "heading": "标题",
    "what": "内容", "where": "地点", "sort": "种类", "nothing": "检查未发现", "total": "总数",
    "party": "签字方", "signer": "签字人", "position": "职务", "opinion": "意见", "signed_on": "签字日期",
    "drawn": "手写", "signed_total": "签字时得分", "signatures_required": "提交前须签字", "unannounced": "暗访",
    "rectifications": "整改事项", "lines": "整改事项", "entry": "考核内容", "watermark": "照片加水印",
    "rounds": "各部分的批次", "composition": "综合考核办法", "blocked": "得分不完整的", "overall": "综合排名",
    "turn": "旋转（度）", "before_photo": "整改前的照片", "kind": "类别", "size": "规模",
}  # fmt: skip
NOT_SHOWN = {"sha256", "accounts", "sheets", "drawing", "sent"}  # what says nothing to a reader
VALUES = {
    "state": {**STATE_NAMES, "released": "已发布", "draft": "草稿", "issued": "已印发", "published": "已发布"},
    "role": {
        "administrator": "系统管理员", "manager": "督导办", "inspector": "督导人员", "contact": "被考核单位联系人"
    },
    "nothing": {"yes": "是"},
    "met": {"yes": "做到", "no": "未做到"},
    "happened": {"yes": "发生", "no": "没有发生"},
    "party": PARTY_NAMES,
    "opinion": OPINIONS,
    "document": {
        "overall": "综合考核通报", "report": "考核通报", "sheet": "得分说明", "notice": "整改通知书",
        "notices": "整改通知书", "overall-excel": "综合排名", "report-excel": "考核结果", "sheet-excel": "得分明细",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One value that changed; an empty text stands for nothing."""

    label: str
    before: str
    after: str


def changes(before: Any, after: Any) -> list[Change]:
    """What differs between the two records of an audit row."""
    old, new = _record(before), _record(after)
    keys = [*old, *(key for key in new if key not in old)]
    return [
        Change(KEYS.get(key, key), _words(key, old.get(key)), _words(key, new.get(key)))
        for key in keys
        if old.get(key) != new.get(key) and key not in NOT_SHOWN
    ]


def _record(value: Any) -> dict[str, Any]:
    """Rows that hold other records are laid flat, so that only what changed in them is shown."""
    if not isinstance(value, dict):
        return {} if value is None else {"": value}
    flat: dict[str, Any] = {}
    for key, part in value.items():
        flat.update(part if key == "facts" and isinstance(part, dict) else {key: part})
    return flat


def _words(key: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_words(key, part) for part in value)
    if isinstance(value, dict):
        return "，".join(f"{KEYS.get(name, name)} {_words(name, part)}" for name, part in value.items())
    return VALUES.get(key, {}).get(str(value), str(value))
