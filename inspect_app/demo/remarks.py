"""The words of the inspectors: what they wrote where points were lost, by entry and rule label."""

from inspect_app.domain.checklist import Item
from inspect_app.domain.rules import Rule

FAULTS = {
    "discipline-study/集中学习": "学习记录本从1月到年底都翻看了，没有作风纪律方面的内容。",
    "warning-education/警示教育": "只见到“以文话廉”征文材料，没有现场教学和旁听庭审的签到、照片。",
    "key-post-education/没有受教育的人员类别": "新录用人员没有参加过岗位廉政教育，培训名单上没有他们。",
    "work-bans/纪律教育": "没有找到“四严禁”“八不准”教育的通知和记录。",
    "work-bans/违反四严禁八不准": "信访台账中有反映，局里已经核实，当事人作了书面检查。",
    "integrity-talks/廉政谈话率": "谈话台账与项目名单逐人核对，有的项目组长没有谈话记录，有的只有名字没有日期。",
    "patrol-revisits/巡查回访率": "部分巡查组只填了巡查表，没有回访记录，电话抽查时对方也说没有回访。",
    "patrol-revisits/廉政监督卡回收率": "收回的监督卡里有空白卡，已剔除。",
    "supervision-cards/廉政监督卡回收率": "清点后有几份没有收回，办公室说发给了外出人员。",
    "half-year-review/回头看": "没有见到整改台账，问到的两个科室也说不清整改到哪一步。",
    "appraisal-feedback/反馈意见整改": "评议反馈里“窗口等候时间长”一条只有措施，没有结果。",
    "leader-visits/调研": "调研记录与区局核对过，同一天的两次按一次计。",
    "eight-rules/违反八项规定精神问题": "市纪委通报中点名一起公车私用，局里已作处理。",
    "embedded-supervision/嵌入式监督": "有与驻局纪检组的会议纪要，没有监督记录。",
    "real-problems/解决实际问题": "调研记录里提出了问题，区局表示还没有解决。",
    "frontline-months/深入一线": "工作日志与考勤核对，一线时间累计不够。",
    "paired-contacts/局领导联系活动": "只见到一次活动的照片，结对单位也只记得一次。",
    "paired-contacts/党支部联系活动": "活动记录少一次，支部书记说下半年因防疫推迟后没有补。",
    "research-month/专题调研月": "没有方案也没有通知，只有个人的调研报告。",
    "research-month/调研报告": "报告为多人合写，按执笔人计。",
    "grassroots-burden/统筹和减负": "座谈时三个科室反映同一项检查一年来了两次，事先没有统筹。",
    "grassroots-burden/减负效果": "座谈时基层反映报表重复，同一数据每月报给两个科室。",
    "annual-plans/作风工作要点": "只有草稿，没有印发。",
    "annual-plans/党风廉政建设工作要点": "没有见到印发的文件。",
    "duty-lists/没有修订的责任清单": "部门主要负责人的责任清单仍是2018年的。",
    "risk-points/风险点重新排查": "风险点清单与上年相同，没有重新排查的记录。",
    "risk-points/没有修订的文件": "《手册》仍是旧版。",
    "three-point-supervision/三点监察率": "有的项目缺“X后”监察记录，按没有完成计。",
    "holiday-reminders/节前提醒率": "端午节前没有倡议书，也没有公开信。",
    "early-talks/抓早抓小": "有一件反映迟到早退的来信，拖了三个月才谈话。",
    "branch-discipline-members/兼职纪检委员设立率": "有的支部没有明确兼职纪检委员，任职文件里也没有。",
    "discipline-training/纪检干部培训": "全年没有组织，参加上级培训的不计。",
    "spot-checks/明察暗访": "没有检查记录，口头说查过。",
    "spot-checks/违反现场工作纪律": "上午10点抽查，有人不在岗，没有请假手续。",
    "site-discipline/违反现场工作纪律": "现场抽查时有人在岗玩手机，已当场指出。",
    "governance-meeting/工作会议": "会议材料只有议程，没有讲话和签到，问到的同志都说没有开过。",
    "party-work-plan/机关党建工作要点": "没有制定，直接转发了市局文件。",
    "party-work-plan/党组责任清单": "责任清单没有经党组会研究。",
    "responsibility-letters/责任书签订率": "有的责任书没有签日期，按没有签订计。",
    "one-post-two-duties/一岗双责": "访谈分管领导，说不清分管科室党建工作的安排。",
    "year-end-reports/述职评议率": "有支部书记因出差没有述职，也没有提交书面材料。",
    "year-end-reports/民主测评率": "有的支部没有测评表。",
    "monthly-meetings/双推进月度计划会": "有的月份纪要里只有业务，没有党务内容。",
    "monthly-meetings/汇报和讲评": "有支部汇报，没有见到机关党委讲评。",
    "prompts-and-briefs/提示单": "没有见到提示单。",
    "prompts-and-briefs/简报": "简报从3月以后停了。",
    "assessment-method/考核办法": "考核办法仍是2019年的，没有研究过是否修订。",
    "double-hundred/双百分考核": "党务和业务合成了一个分数。",
    "activity-day/统一活动日": "有的月份没有活动记录，也没有改期的批准手续。",
    "quarterly-plans/上报活动计划": "机关党委收文登记上没有这个支部当季的计划。",
    "activity-bulletins/督查通报": "督查记录有，通报没有发。",
    "frontline-flag/活动效果": "一线看了两个岗位，党徽没有佩戴，岗位承诺也没有上墙。",
    "four-shows/学习抗疫先进典型": "没有学习记录。",
    "four-shows/没有亮出的内容": "承诺没有公开。",
    "life-meetings/民主生活会": "没有召开，说明材料称推迟到2021年。",
    "life-meetings/组织生活会召开率": "有的支部只有通知没有记录。",
    "july-first/书记专题党课": "没有讲稿，也没有签到。",
    "july-first/先进表彰": "表彰名单没有印发。",
    "party-lessons/讲党课": "只给全局上过专题党课，没有给所在支部讲。",
    "ideology/分析意识形态形势": "翻看党组会纪要，次数不够，缺的没有补开。",
    "ideology/听取意识形态汇报": "没有见到汇报材料。",
    "ideology/思想动态调查": "问卷发过，没有形成报告。",
    "ideology/意识形态专题报告": "没有邀请专家，用视频代替。",
    "centre-group-study/年度学习计划": "没有制定年度学习计划。",
    "centre-group-study/每月集中学习": "2月因防疫没有学习，后来没有补。",
    "centre-group-study/每季度集中研讨": "一季度没有研讨记录。",
    "four-ones/四个一": "没有观看红色教育片的记录。",
    "youth-forum/青年论坛": "没有组织。",
    "heart-talks/党组书记谈心率": "与一名处室负责人没有谈心记录。",
    "heart-talks/党组成员谈心率": "分管处室里有的没有谈到。",
    "heart-talks/支部书记谈心率": "谈心记录少几名职工。",
    "thought-analysis/思想情况分析": "有一个季度的分析材料与上季度完全相同，没有计入。",
    "base-education/主题教育实践": "没有组织，也没有上级要求暂停的文件。",
    "model-branch-meeting/现场观摩会": "没有召开。",
    "friday-study/周五学习率": "抽查的几周里，有的没有学习记录。",
    "festival-themes/三八主题教育": "没有活动记录。",
    "festival-themes/五四主题教育": "没有活动记录。",
    "festival-themes/八一主题教育": "没有活动记录。",
    "non-party-seminar/专题座谈会": "没有召开座谈会。",
}
SOUND = (
    "{method}，签名和日期齐全。",
    "{method}，与台账一致。",
    "{method}，未发现问题，原件已看。",
    "{method}，随机抽了两份，内容真实。",
)
REASONS = {
    "base-education": "因疫情防控，市里要求暂停集中外出活动（云防指发〔2020〕11号）",
    "appraisal-feedback": "当年市级机关作风评议没有反馈意见",
}


def fault_words(item: Item, rule: Rule) -> str:
    """What the inspector wrote beside a lost point."""
    return FAULTS.get(f"{item.id}/{rule.label}", f"{_method(item)}，{rule.label}没有达到要求。")


def sound_words(item: Item, number: int) -> str:
    """What the inspector wrote where all was well; `number` chooses the turn of phrase."""
    return SOUND[number % len(SOUND)].format(method=_method(item))


def _method(item: Item) -> str:
    return item.method[0] if item.method else "查阅资料"
