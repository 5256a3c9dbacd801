# ruff: noqa: E501, ISC004 — a sentence that is compared whole reads best on one line
"""A specimen of every further kind of rule: its options, facts, and what it makes of them in points and words."""

from tests.unit.specimens import TALKS, rule

BANDS = [{"from": "95%", "add": "5"}, {"from": "85%", "to": "95%", "add": "3"}, {"from": "0%"}]

VOTE_BANDS = [
    {"name": "优秀", "weight": "100%"},
    {"name": "称职", "weight": "80%"},
    {"name": "差", "weight": "0%"},
]

RATE = {key: value for key, value in TALKS.items() if key != "target"}

CASES = {
    "prices add up": (
        rule("count", label="获奖", unit="项", prices=[{"name": "国家级", "add": "5"}, {"name": "省级", "add": "3"}]),
        {"n_国家级": "1", "n_省级": "2"},
        ("gained", "11", "获奖：国家级1项、每项加5分，省级2项、每项加3分"),
    ),
    "the highest price alone": (
        rule("count", label="获奖", unit="项", take="highest",
             prices=[{"name": "国家级", "add": "5"}, {"name": "省级", "add": "3"}]),
        {"n_国家级": "0", "n_省级": "2"},
        ("gained", "3", "获奖：省级2项、每项加3分，就高按省级计一次"),
    ),
    "so many at a time": (
        rule("count", label="投诉", unit="件", each="10", deduct="1"),
        {"count": "29"},
        ("lost", "2", "投诉：发现29件，每10件扣1分（不足的不计）"),
    ),
    "fewer than that": (
        rule("count", label="投诉", unit="件", each="10", deduct="1"),
        {"count": "9"},
        ("met", "0", "投诉：发现9件，每10件扣1分（不足的不计），不扣分"),
    ),
    "a started lot": (
        rule("count", label="投诉", unit="件", each="10", steps="up", deduct="1"),
        {"count": "21"},
        ("lost", "3", "投诉：发现21件，每10件扣1分（不足的按一次）"),
    ),
    "an amount": (
        rule("count", label="签约", unit="亿元", step="0.01", add="0.4"),
        {"count": "12.5"},
        ("gained", "5", "签约：12.5亿元，每亿元加0.4分"),
    ),
    "each dearer than the last": (
        rule("count", label="事故", unit="起", rising=["1", "2", "3"]),
        {"count": "4"},
        ("lost", "9", "事故：发现4起，第1起扣1分，第2起扣2分，第3起及以后每起扣3分"),
    ),
    "missing from a list": (
        rule("missing", label="制度", things=["议事", "学习", "信访"], deduct="1"),
        {"missing": "信访、议事"},
        ("lost", "2", "制度：应有3项，缺2项（议事、信访），每缺一项扣1分"),
    ),
    "there from a list": (
        rule("missing", label="制度", things=["议事", "学习", "信访"], add="1"),
        {"missing": "信访"},
        ("gained", "2", "制度：应有3项，缺1项（信访），有2项，每有一项加1分"),
    ),
    "one missing is enough": (
        rule("missing", label="三问", things=["一问", "二问"], lack="不达标", once="true", deduct="3"),
        {"missing": "一问、二问"},
        ("lost", "3", "三问：应有2项，不达标2项（一问、二问），有不达标的扣3分"),
    ),
    "late by day": (
        rule("late", label="方案", due="2020-06-30", deduct="2", per_day="0.5"),
        {"date": "2020年7月3日"},
        ("lost", "3.5", "方案：应于2020年6月30日前完成，2020年7月3日完成，逾期3天，逾期的扣2分，每逾期1天再扣0.5分"),
    ),
    "the due day itself is in time": (
        rule("late", label="方案", due="2020-06-30", deduct="2"),
        {"date": "2020-06-30"},
        ("met", "0", "方案：应于2020年6月30日前完成，2020年6月30日完成，没有逾期，不扣分"),
    ),
    "late by days": (
        rule("late", label="方案", per_day="0.5", unit="个工作日"),
        {"days": "4"},
        ("lost", "2", "方案：完成，逾期4个工作日，每逾期1个工作日扣0.5分"),
    ),
    "both days recorded": (
        rule("late", label="方案", due="recorded", deduct="2"),
        {"due": "2020-1-31", "date": "2020.2.1"},
        ("lost", "2", "方案：应于2020年1月31日前完成，2020年2月1日完成，逾期1天，逾期的扣2分"),
    ),
    "late by started months": (
        rule("late", label="开工", due="2020-01-31", unit="个月", per_day="1"),
        {"date": "2020-03-01"},
        ("lost", "2", "开工：应于2020年1月31日前完成，2020年3月1日完成，逾期2个月，每逾期1个月扣1分"),
    ),
    "late in bands": (
        rule("late", label="报送", bands=[{"from": "8", "deduct": "all"}, {"from": "4", "deduct": "3"},
                                        {"from": "1", "deduct": "1"}, {"from": "0"}]),
        {"days": "7"},
        ("lost", "3", "报送：完成，逾期7天，逾期4至7天的扣3分"),
    ),
    "a band of whole numbers": (
        rule("bands", label="文章", unit="篇", bands=[{"from": "5", "add": "5"}, {"from": "3", "add": "3"}, {"from": "0"}]),
        {"value": "4"},
        ("gained", "3", "文章：数量4篇，3至4篇的加3分"),
    ),
    "the lowest band": (
        rule("bands", label="文章", unit="篇", bands=[{"from": "5", "add": "5"}, {"from": "3", "add": "3"}, {"from": "0"}]),
        {"value": "2"},
        ("met", "0", "文章：数量2篇，不足3篇的不加分"),
    ),
    "a band of finer numbers": (
        rule("bands", label="资金", unit="亿元", step="0.01", bands=[{"from": "10"}, {"from": "5", "deduct": "2"}, {"from": "0", "deduct": "all"}]),
        {"value": "9.99"},
        ("lost", "2", "资金：数量9.99亿元，5（含）至10亿元的扣2分"),
    ),
    "over a share of the year before": (
        rule("over", label="经费", baseline="上年数", share="90%", unit="万元", relative="true", steps="up", deduct="0.5"),
        {"base": "50", "value": "46"},
        ("lost", "1", "经费：上年数50万元，90%为45万元，实际数46万元，超2%，每增1%扣0.5分（不足一步按一步）"),
    ),
    "below nought": (
        rule("over", label="增速", baseline="平均增速", way="under", signed="true", unit="个百分点", deduct="0.5"),
        {"base": "-1", "value": "-2.5"},
        ("lost", "0.75", "增速：平均增速-1个百分点，实际数-2.5个百分点，低1.5个百分点，每低1个百分点扣0.5分"),
    ),
    "a rank": (
        rule("given", label="排名", by="全市排名", rank={"first": "10", "step": "0.5", "least": "2"}),
        {"value": "40"},
        ("gained", "2", "排名：全市排名第40名，第1名加10分，每降1名减0.5分，最低2分"),
    ),
    "what was not got": (
        rule("given", label="平安", by="平安得分", most="100", share="10%", sign="lost"),
        {"value": "86"},
        ("lost", "1.4", "平安：平安得分86分，满分100分，未得14分，×10%"),
    ),
    "over a limit": (
        rule("over", label="领导职数", most="5", unit="人", deduct="5"),
        {"value": "7"},
        ("lost", "10", "领导职数：限额5人，实际数7人，超2人，每超1人扣5分"),
    ),
    "over the year before": (
        rule("over", label="信访", baseline="上年数", value="今年数", unit="起", deduct="2"),
        {"base": "3", "value": "5"},
        ("lost", "4", "信访：上年数3起，今年数5起，超2起，每增1起扣2分"),
    ),
    "under the year before": (
        rule("over", label="信访", baseline="上年数", way="under", unit="起", add="1"),
        {"base": "5", "value": "3"},
        ("gained", "2", "信访：上年数5起，实际数3起，少2起，每减1起加1分"),
    ),
    "over in per cent": (
        rule("over", label="经费", baseline="上年数", unit="万元", relative="true", step="10", steps="down", deduct="1"),
        {"base": "40", "value": "50"},
        ("lost", "2", "经费：上年数40万元，实际数50万元，超25%，每超10%扣1分（不足一步不扣）".replace("每超", "每增")),
    ),
    "a band": (
        rule("rate", **RATE, bands=BANDS),
        {"of": "20", "done": "17"},
        ("gained", "3", "应谈话20人，实际谈话17人，廉政谈话率85%，85%（含）至95%的加3分"),
    ),
    "pro rata": (
        rule("rate", **TALKS, add="5", by="share"),
        {"of": "40", "done": "30"},
        ("gained", "3.75", "应谈话40人，实际谈话30人，廉政谈话率75%，低于100%，完成75%，按完成比例得分，最多加5分"),
    ),
    "pro rata, lower is better": (
        rule("rate", label="发案率", of="总户数", done="发案户数", target="2%", lower="true", by="share", add="5"),
        {"of": "100", "done": "4"},
        ("gained", "2.5", "总100户，发案4户，发案率4%，超过2%，完成50%，按完成比例得分，最多加5分"),
    ),
    "lower is better by steps": (
        rule("rate", label="发案率", of="总户数", done="发案户数", target="2%", lower="true", each="1%", steps="up", deduct="1"),
        {"of": "100", "done": "4"},
        ("lost", "2", "总100户，发案4户，发案率4%，超过2%，每高1个百分点扣1分（不足一步按一步）"),
    ),
    "beyond the bottom the item gets nothing": (
        rule("rate", **RATE, target="95%", each="1%", steps="exact", bottom="80%", deduct="0.2"),
        {"of": "50", "done": "39"},
        ("lost", "0", "应谈话50人，实际谈话39人，廉政谈话率78%，低于95%，低于80%的此项不得分"),
    ),
    "at the bottom itself the steps count": (
        rule("rate", **RATE, target="95%", each="1%", steps="exact", bottom="80%", deduct="0.2"),
        {"of": "50", "done": "40"},
        ("lost", "3", "应谈话50人，实际谈话40人，廉政谈话率80%，低于95%，每低1个百分点扣0.2分（不足一步按比例），低于80%的此项不得分"),
    ),
    "beyond the bottom nothing is earned": (
        rule("rate", **RATE, target="100%", by="share", bottom="60%", add="5"),
        {"of": "40", "done": "22"},
        ("met", "0", "应谈话40人，实际谈话22人，廉政谈话率55%，低于100%，低于60%的不得分，不加分"),
    ),
    "beyond the bottom the whole price goes": (
        rule("rate", **RATE, target="100%", by="share", bottom="60%", deduct="5"),
        {"of": "40", "done": "22"},
        ("lost", "5", "应谈话40人，实际谈话22人，廉政谈话率55%，低于100%，完成0%，按完成比例得分，未得的扣去，最多扣5分，低于60%的不得分"),
    ),
    "evenly from the bottom to the target": (
        rule("rate", **RATE, target="100%", by="line", bottom="90%", add="10"),
        {"of": "200", "done": "191"},
        ("gained", "5.5", "应谈话200人，实际谈话191人，廉政谈话率95.5%，低于100%，折合55%，按90%至100%之间的位置得分，最多加10分"),
    ),
    "evenly where less is better": (
        rule("rate", label="发案率", of="总户数", done="发案户数", target="0%", lower="true", by="line", bottom="10%", add="5"),
        {"of": "100", "done": "4"},
        ("gained", "3", "总100户，发案4户，发案率4%，超过0%，折合60%，按10%至0%之间的位置得分，最多加5分"),
    ),
    "more than the target in proportion": (
        rule("rate", **RATE, target="80%", by="share", most="120%", add="5"),
        {"of": "10", "done": "9"},
        ("gained", "5.625", "应谈话10人，实际谈话9人，廉政谈话率90%，达到80%，完成112.5%，按完成比例得分，完成100%得5分，最多按120%计"),
    ),
    "quality": (
        rule("choice", label="质量", options=[{"name": "好", "add": "4"}, {"name": "较好", "add": "3"}]),
        {"choice": "较好"},
        ("gained", "3", "质量：较好"),
    ),
    "votes": (
        rule("votes", label="满意度", bands=VOTE_BANDS, add="20"),
        {"issued": "50", "returned": "41", "v_优秀": "30", "v_称职": "10", "v_差": "0", "invalid": "1"},
        ("gained", "19", "满意度：发出50票，收回41票，无效1票，有效40票：优秀30票、称职10票、差0票，"
         "（30×100%＋10×80%＋0×0%）÷40＝95%，乘以20分"),
    ),
    "votes from full marks": (
        rule("votes", label="满意度", bands=VOTE_BANDS, deduct="20", ballots="false"),
        {"v_优秀": "30", "v_称职": "10", "v_差": "0"},
        ("lost", "1", "满意度：有效40票：优秀30票、称职10票、差0票，（30×100%＋10×80%＋0×0%）÷40＝95%，未得的比率乘以20分"),
    ),
    "trimmed mean": (
        rule("panel", label="领导评价", points="20", scale="100", take="trimmed"),
        {"rows-0-name": "甲", "rows-0-score": "90", "rows-1-name": "乙", "rows-1-score": "80",
         "rows-2-name": "丙", "rows-2-score": "10"},
        ("gained", "16", "领导评价：3个评委，甲90分、乙80分、丙10分，去掉一个最高分、一个最低分后取平均分80分，÷100×20"),
    ),
    "shares by department": (
        rule("panel", label="平时工作", shares=[{"name": "组织科", "points": "4"}, {"name": "农村科", "points": "3"}],
             sign="deduct"),
        {"s_组织科": "3.5", "s_农村科": "3"},
        ("lost", "0.5", "平时工作：组织科3.5分（满分4分），农村科3分（满分3分）"),
    ),
    "a value from elsewhere": (
        rule("given", label="信访", by="信访考核结果", most="100", share="20%"),
        {"value": "86.5"},
        ("gained", "17.3", "信访：信访考核结果86.5分，×20%"),
    ),
    "a grade from elsewhere": (
        rule("given", label="测评", by="上级测评等次", grades=[{"name": "好", "add": "5"}, {"name": "差"}]),
        {"grade": "好"},
        ("gained", "5", "测评：上级测评等次为好"),
    ),
    "rectification": (
        rule("rectified", label="整改", deduct="1", again="2"),
        {"due": "5", "done": "3", "again": "1"},
        ("lost", "4", "整改：到期应整改5个，已整改到位3个，再次发生1个，未整改到位2个，到期未整改到位的每个扣1分，再次发生的加倍"),
    ),
    "more than the range asks": (
        rule("shortfall", label="联系点", required="1", most="2", unit="个", deduct="0.5"),
        {"count": "4"},
        ("lost", "1", "联系点应为1至2个，实际4个，多2个，每少1或多1个扣0.5分"),
    ),
    "each one above the number": (
        rule("shortfall", label="信息", required="4", unit="篇", add="0.5"),
        {"count": "6"},
        ("gained", "1", "信息应不少于4篇，实际6篇，多2篇，每多1篇加0.5分"),
    ),
}  # fmt: skip

SAMPLE = {"label": "走访", "of": "村", "number": "2", "rules": [
    {"kind": "count", "label": "不能用", "unit": "户", "deduct": "2", "limit": "3"},
    {"kind": "check", "label": "公示", "deduct": "1"},
]}  # fmt: skip

TWO = {
    "rows-0-name": "甲村", "rows-0-不能用-count": "2", "rows-0-公示-met": "yes",
    "rows-1-name": "乙村", "rows-1-不能用-count": "0", "rows-1-公示-met": "no",
}  # fmt: skip
