"""What says that a date is not of the picture: history, plans, editions.

A caption speaks of years for many reasons: a lighthouse built in 1912, heroes of the flood of
1998, champions of the games of 2016, a course of the spring of 2017, an election to come. A wrong
date in an archive is worse than none, so each of these forbids a year that nothing but its place
speaks for.
"""

import re

_AFTER = re.compile(
    r"\s*(?:起|以来|以后|之后|之前|前|至今|开始|出生|生(?![产活长])|成立|建成|始建|版|款|度|级|届|期|代|年代|左右|学年|学期|财年|赛季|"
    r"年鉴|[春秋夏冬]季[班赛新招学])"
)
_BEFORE = re.compile(
    r"(?:自|从|截至|截止|截止到|到|至|早在|距|(?<![摄攝拍影照])于|(?<![摄攝拍影照])於|将在|将于|拟|预计|计划|有望|定|超过|共|约|近|达|编号|No\.?)\s*$"
)
_FOUNDED = (
    r"(?:出生|诞生|成立|创办|创立|创建|建立|建成|建造|修建|兴建|重建|始建|落成|竣工|投产|开业|设计|发明|发现|出版|发表|毕业|入学|考入|去世|逝世|"
    r"牺牲|当选|获得|获奖|夺得|夺冠|入选|立项|申请|注册|签署|签订|宣布|提出|推出|发布|上市|就任|参军|入伍|退休|定居|移民|制造|生产|引进|收购|"
    r"编写|绘制|写下|创作|刊登|加入|首次|开通|通车|启用|停产|停运|拆除|消失|沉没|开始)"
)
_FOUNDING = re.compile(_FOUNDED)
_WHO_WAS = re.compile(
    r"[^，,。；;]{0,14}?(?:冠军|亚军|得主|获得者|毕业生|幸存者|亲历者|英雄|老兵|遗孀|遗址|旧址|遗迹|纪念[碑馆]|校友|预测|展望|规划|目标)"
)
_DID = re.compile(rf"[^，,。；;]{{0,16}}?{_FOUNDED}[^，,。；;]{{0,6}}?的")
_NOW = re.compile(
    r"如今|现在|今天|今日|现已|至今|已有|历经|重返|重回|回到|故地|再次来到|多年后|年后|回忆|讲述"
)
_NAME_OF_EVENT = re.compile(
    r"\s*[^，,。；;在的于]{0,12}?(?:马拉松|[^马人骑战]马|奥运会?|世界杯|世博会?|峰会|大会|论坛|博览会|[^发进开扩施伸]展|展览会?|节|杯|联赛|锦标赛|"
    r"年会|会议|晚会|春晚|榜单?|报告|计划|海报|日历|校历|招生|财报|数据|统计|排名|车型|规则|路线图)\s*[。.]?\s*$"
)
_PLANNED_BEFORE = re.compile(
    r"(?:将|拟|预计|计划|预定|定|原定|有望|预期|截至|截止)(?:于|在|到)?[^，。；;]{0,6}$"
)
_PLANNED_AFTER = re.compile(
    r"[^。；;]{0,30}?(?:将(?!军|士|领|帅|近)|即将|拟|预计|计划|有望|报名|截止|敬请|开票|售票|开售|启用在即|正式上线)"
)


def is_spoken_of(caption: str, end: int, before: str) -> bool:
    """Whether the words beside a date say at once that it is of something else.

    Args:
        caption: the text.
        end: where the date ends in it.
        before: some characters in front of it.
    """
    return bool(_AFTER.match(caption, end) or _BEFORE.search(before))


def is_of_the_past(caption: str, end: int) -> bool:
    """Whether the clause behind a year tells of what somebody was or did in it."""
    return bool(
        _WHO_WAS.match(caption, end) or _DID.match(caption, end) or _NOW.search(caption, end)
    )


def founds(clause: str) -> bool:
    """Whether a clause tells how something or somebody began or ended."""
    return _FOUNDING.search(clause) is not None


def names_an_event(caption: str, end: int) -> bool:
    """Whether a year belongs to the name of an event or a paper that the rest of a caption is."""
    return _NAME_OF_EVENT.match(caption, end) is not None


def is_planned(caption: str, end: int, before: str) -> bool:
    """Whether the clause around a date speaks of what is to come."""
    return bool(_PLANNED_BEFORE.search(before) or _PLANNED_AFTER.match(caption, end))
