"""The grammar of credit lines, as regular expressions over simplified characters.

Every form has the group ``credit`` (the whole line) and some of ``names``, ``outlet`` and ``role``;
all end where the text ends. They stand in the order in which they are tried: the fuller form first,
since ``刘力鑫 摄`` also ends ``新华社记者 刘力鑫 摄``.

Nearly every text beside a picture is asked for a credit and few have one, so each form names
characters without which a text cannot have it: a look at those costs a twentieth of the search.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

H = r"[\u3400-\u4dbf\u4e00-\u9fff]"
DOT = r"[·•‧・．]"

KNOWN = (
    r"(?:新华社|新华网|中新社|中新网|中国新闻社|中国新闻网|人民网|人民日报|视觉中国|路透社|路透|法新社|法新|美联社|美联|"
    r"塔斯社|共同社|韩联社|今日俄罗斯|俄罗斯卫星通讯社|中央社|中通社|东方IC|IC\s?photo|(?>Getty(?:\s?Images)?)|盖蒂图片社|"
    r"Xinhua|Reuters|AFP|CFP|EPA|AP|海报新闻|澎湃影像|图虫创意|图虫|摄图网|全景视觉|全景网|央视新闻|央视网|央广网|"
    r"光明网|环球网|(?i:pixabay|unsplash|pexels|flickr|shutterstock|wikimedia(?:\s?commons)?|wikipedia)|维基百科|中国网|中国日报|中国军网|解放军报)"
)
"""Agencies and outlets that stand in credits without a word that shows what they are."""

OUTLET = (
    rf"(?:(?:[A-Z][A-Za-z]+|{H}{{1,10}}?)(?:{DOT}{H}{{1,8}}?)?"
    r"(?:通讯社|图片社|新闻社|(?<!合作)(?<!旅行)(?<!公)社|日报|晚报|晨报|早报|时报|都市报|周报|报|新闻网|网|电视台|广播电台|台|新闻|"
    r"客户端|融媒体中心|融媒|传媒|在线|周刊|杂志|画报|频道|观察|新媒体|发布|摄影队|摄影家协会|摄影协会|摄协))"
)
AGENCY = rf"(?:{KNOWN}|{OUTLET})"

_RANK = (
    r"(?:特约|实习|见习|首席|高级|资深|全媒体|全媒|融媒体|融媒|多媒体|新媒体|视觉|文字|图片|摄影|"
    r"本报|本网|本台|本社)"
)
_POST = r"(?:记者|通讯员|摄影师|摄影员|特派员|摄影爱好者|实习生|影友|特约摄影|拍友)"
# 驻京 ends at the first word that goes on, for good: a run of 驻 can be cut in 2^n ways.
TITLE = rf"(?:(?:{_RANK}|(?>驻[\u4e00-\u9fff]{{1,6}}?(?={_RANK}|{_POST}|驻)))*{_POST})"

# 和 joins names and is never part of one that has a dot, or 甲·乙和丙·丁 could be cut in many ways.
_PART = r"(?:(?![和与及])[\u3400-\u4dbf\u4e00-\u9fff]){1,8}"
_HAN_NAME = rf"(?!{_POST})(?:{_PART}(?:\s?{DOT}\s?{_PART}){{1,3}}|{H}{{2,4}})"
# Possessive: names of several words that are separated by blanks could be cut in many ways.
LATIN_NAME = r"(?:[A-Z][A-Za-z.'’-]*+(?:\s[A-Z][A-Za-z.'’-]*+){0,3}+)"
_NAME = rf"(?:{_HAN_NAME}|{LATIN_NAME})"
_AND = r"(?<![和与及])(?:和|与|及)(?![和与及])"  # they stand in names, too: 和和和和 is no list
_SEP = rf"(?:\s*[、，,&＆/／]\s*|\s+|\s*{_AND}\s*)"
_NAMES = rf"(?:{_NAME}(?:{_SEP}{_NAME}){{0,11}})"
_LISTED = rf"(?:{_NAME}(?:\s?(?:、|&|{_AND})\s?{_NAME}){{0,11}})"
_SUPPLIER = r"(?:[^\s，。；;、：:（）()|｜/／“”\"《》]{2,24})"
_SURNAME = (
    r"(?:欧阳|司马|上官|诸葛|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜谢邹柏苏潘葛范彭鲁韦马苗方俞任袁"
    r"柳史唐费薛雷贺倪汤罗毕郝安常于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝臧成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅林"
    r"钟徐邱骆高夏蔡田胡凌霍万管卢莫房丁邓单洪包左石崔龚程邢裴陆荣翁甄曲封靳段焦侯全班秋仲宫宁武刘景龙叶司黎薄白蒲乔谭温庄晏"
    r"柴阎连艾容向古易廖耿匡文聂关查佟岳帅冉牛冼])"
)
_WITH_SURNAME = rf"(?:{_SURNAME}{H}{{1,2}})"

# 摄 in 拍摄 and 图 in 供图, 截图 or 示意图 are no roles by themselves.
_SHOT = r"(?<![拍航])摄(?!影)"
_PICTURE = r"(?<![供制绘视截地意计像草效构施草拼组附此])图"
_DID = rf"(?:摄影报道|摄影|航拍|拍摄|摄制|制图|绘图|绘制|翻拍|{_SHOT})"
_GAVE = r"(?:供图|授权提供|友情提供|提供)"
_BOTH = r"(?:文\s*[/／、]\s*图|图\s*[/／、]\s*文|文并摄|文图|图文|报道\s*[/／]\s*摄影)"
_ROLE = rf"(?:{_BOTH}|{_DID}|{_GAVE}|{_PICTURE}|发)"
_LABEL = (
    rf"(?:摄影记者|摄影师|摄影|拍摄者|拍摄|供图|制图|绘图|航拍|图片来源|截图来源|图片出处|图片提供|图片作者|图片|图源|图自|图据|素材来源|来源|{_BOTH}|"
    r"图|摄|[Pp]hotos?(?:\s+by)?|[Cc]redit)"
)
_BARS = "/／|｜丨"
_BAR = f"[{_BARS}]"
_TRAIL = rf"(?:\s*{_BAR}?\s*(?:{_DID}|{_GAVE}))?"
_PERSON = rf"(?:{AGENCY}?\s*{TITLE}\s*{_NAMES})"

_EDGE = r"(?:^|(?<=[\s。！？!?；;，,：:”\"’』」）)】\]（(|｜/／]))"
_STOPS = "。！？!?…"
_STOP = rf"(?<=[{_STOPS}])\s*{_BAR}\s*"
_SOURCE_END = r"[^\s，。；;、：:（）()｜|/／]"
_SOURCE = rf"(?:{_SOURCE_END}(?:[^，。；;：:（）()｜|/／]{{0,22}}{_SOURCE_END}))"
_STILL = r"(?:剧照|海报|截图|资料图)"
_START = r"(?:^|(?<=[。！？!?；;”\"』」）)】\]（(])\s*)"
_MARKS = "。.；;！!"
_END = rf"\s*[{_MARKS}]?\s*$"
_OF_ALL = (
    r"(?:本文图片|文中图片|本版图片|以上图片|本组图片|图片)[^。；;]{0,14}?(?:均为|均由|由|为|均)"
)

# What the roles end in, and what some parts of a form must hold, for ``Form``.
_DID_ENDS = "道影拍摄制图"
_GAVE_ENDS = "供图"
_BOTH_ENDS = "图文摄影"
_ANY_ROLE_ENDS = _BOTH_ENDS + _DID_ENDS + _GAVE_ENDS
_TITLE_ENDS = "者员师生友影"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of credit line.

    Attributes:
        pattern: finds it at the end of a text.
        ends: the characters in which the credit may end; any where there are none.
        signs: of each set of characters the text holds one.
    """

    pattern: re.Pattern[str]
    ends: frozenset[str]
    signs: tuple[frozenset[str], ...]


FORMS: tuple[Form, ...] = tuple(
    Form(
        re.compile(edge + f"(?P<credit>{form})" + _END),
        frozenset(ends),
        tuple(map(frozenset, signs)),
    )
    for edge, form, ends, *signs in (
        # 本文图片除特别标注外，均为某某新闻记者 李四 图
        (
            _EDGE,
            rf"{_OF_ALL}\s*(?P<names>[^。；;]{{2,40}}?)\s*(?P<role>{_DID}|{_GAVE}|{_PICTURE})",
            _DID_ENDS + _GAVE_ENDS,
            "图",
            "为由均",
        ),
        # 老城墙 · 远山图库 ©；© 海州博物馆
        (r"(?:^|(?<=[·•\s]))", rf"(?P<source>{_SOURCE_END}{{2,20}})\s*©", "©"),
        (r"(?:^|(?<=[·•\s。]))", rf"©\s*(?P<source>{_SOURCE})", "", "©"),
        # 新华社发（苏阳摄）
        (
            _EDGE,
            (
                rf"(?P<outlet>{AGENCY})\s*发\s*[（(]\s*(?P<names>[^（）()]{{2,40}}?)\s*{_BAR}?\s*"
                rf"(?P<role>{_DID}|{_GAVE})\s*[）)]"
            ),
            "）)",
            "发",
        ),
        # 中新社发 毛建军 摄
        (
            _EDGE,
            rf"(?P<outlet>{AGENCY})\s*发\s+(?P<names>{_NAMES})\s*{_BAR}?\s*(?P<role>{_DID}|{_GAVE})",
            _DID_ENDS + _GAVE_ENDS,
            "发",
        ),
        # 新华社记者 甲、乙 摄；海州日报记者 甲 通讯员 乙 文/图
        (
            _EDGE,
            rf"(?P<names>{_PERSON}(?:(?:{_SEP}|\s*){_PERSON}){{0,2}}?)\s*{_BAR}?\s*(?P<role>{_ROLE})",
            _ANY_ROLE_ENDS + "发",
            _TITLE_ENDS,
        ),
        # 文/图 某某晚报记者 甲
        (_EDGE, rf"(?P<role>{_BOTH}|摄影|图)\s+(?P<names>{_PERSON})", "", "图摄", _TITLE_ENDS),
        # 城市摄影队 周斌 摄
        (
            _EDGE,
            (
                rf"(?P<outlet>{AGENCY})\s*{_BAR}?\s+(?P<names>{_NAMES})\s*{_BAR}?\s*"
                rf"(?P<role>{_BOTH}|{_DID}|{_GAVE}|{_PICTURE})"
            ),
            _ANY_ROLE_ENDS,
        ),
        # 图片由某某提供
        (
            _EDGE,
            (
                rf"(?:图片|照片|图)\s*(?:均)?由\s*(?P<names>{_SUPPLIER}(?:、{_SUPPLIER}){{0,3}}?)"
                rf"\s*(?P<role>{_GAVE})"
            ),
            _GAVE_ENDS,
            "由",
        ),
        # 摄影：甲、乙；图源：某某；图/某某；图｜视觉中国
        (
            _EDGE,
            rf"(?P<role>{_LABEL})\s*(?::|：|{_BAR})\s*(?P<names>[^。；;：:（）()]{{2,200}}?){_TRAIL}",
            "",
            ":：" + _BARS,
            "摄图拍源PpCc",
        ),
        (
            _EDGE,
            r"(?P<role>图源|图自|图据|图片来源于|图片来源|图片来自|图片源自|图片源于|图来自|截图自|截图来自|截自)\s*(?P<names>[^\s，。；;：:（）()]{2,24})",
            "",
            "图截",
        ),
        (_EDGE, rf"(?P<role>[Pp]hotos?\s+by)\s+(?P<names>{_NAMES})", "", "b"),
        (_START, rf"(?P<role>摄影|供图|拍摄)\s+(?P<names>{_LISTED})", "", "摄供"),
        # Xinhua/Li Ming
        (
            _EDGE,
            rf"(?P<outlet>{KNOWN})\s*{_BAR}\s*(?P<names>(?!{KNOWN}){_LISTED})(?P<role>)",
            "",
            _BARS,
        ),
        # 柱廊。/ 海州博物馆 林一舟 摄
        (
            _STOP,
            rf"(?P<source>{_SOURCE})\s+(?P<names>{_LISTED})\s*(?P<role>{_DID}|{_PICTURE})",
            _DID_ENDS,
            _BARS,
            _STOPS,
        ),
        # 张三 李四 摄
        (
            _START,
            rf"(?P<names>{_WITH_SURNAME}(?:\s+{_WITH_SURNAME}){{1,3}})\s*(?P<role>{_DID})",
            _DID_ENDS,
        ),
        # 牛宏超 / 摄
        (
            _EDGE,
            rf"(?P<names>{_LISTED})\s*{_BAR}\s*(?P<role>{_BOTH}|{_DID}|{_GAVE}|{_PICTURE})",
            _ANY_ROLE_ENDS,
            _BARS,
        ),
        # 陆雨拍摄、刘力鑫 摄、张三 图
        (
            _EDGE,
            rf"(?P<names>{_LISTED})(?:\s*(?P<role>{_DID})|\s+(?P<shown>{_PICTURE}))",
            _DID_ENDS,
        ),
        # 何女士向海州日报供图
        (
            _EDGE,
            rf"(?P<names>{H}{{1,8}}?)向[^，。；;（）()]{{2,24}}?(?P<role>{_GAVE})",
            _GAVE_ENDS,
            "向",
        ),
        # 检方供图
        (
            _EDGE,
            (
                rf"(?P<names>{LATIN_NAME}|{_SUPPLIER}(?:、{_SUPPLIER}){{0,3}}?)\s*(?P<role>{_GAVE})"
                rf"(?:\s+(?P<outlet>{AGENCY})发?)?"
            ),
            "",
            "供",
        ),
        # 视频截图、某某新闻截图
        (
            _EDGE,
            rf"(?P<names>{H}{{0,8}}?)(?P<role>(?:视频|网络|监控|微博|新闻|直播|画面|网页)截图)",
            "图",
            "截",
        ),
        # | 视觉中国、视觉中国 资料、新华社发、新华社/路透
        (
            _EDGE,
            rf"(?P<outlet>{KNOWN}(?:\s*[/／]\s*{KNOWN}){{0,2}})\s*(?P<role>供图|图|发|资料图片|资料图|资料|图片)?",
            "",
        ),
        (_EDGE, rf"(?P<outlet>{OUTLET})\s*(?P<role>发|资料图|资料)", "发图料"),
        # 江湾社/远山图片社: what joins two outlets is a credit, one alone may be a sentence's end
        (_EDGE, rf"(?P<outlet>{AGENCY}\s*[/／]\s*{AGENCY})(?P<role>)", "", "/／"),
        # 老厂房 / 剧照；走失的狗。/ 官网截图
        (
            rf"{_BAR}\s*",
            r"(?P<source>(?:《[^《》]{1,20}》|[^\s，。；：/｜|]{0,10}?\s?)(?:剧照|海报|截图|资料图))",
            "照报图",
            _BARS,
        ),
        # 金面具。/ 海州博物馆；金面具。/《海州志》
        (_STOP, rf"(?P<source>{_SOURCE})", "", _BARS, _STOPS),
    )
)

_ENDS = frozenset[str]().union(*(form.ends for form in FORMS))
_SIGNS = frozenset[str]().union(*(sign for form in FORMS for sign in form.signs))


def forms_in(text: str) -> Sequence[Form]:
    """The forms that the end of a text may have, in order."""
    text = text.rstrip()
    last = (text[:-1].rstrip() if text.endswith(tuple(_MARKS)) else text)[-1:]
    return _forms(last if last in _ENDS else "", _SIGNS.intersection(text))


@lru_cache(maxsize=1 << 12)
def _forms(last: str, signs: frozenset[str]) -> Sequence[Form]:
    return tuple(
        form
        for form in FORMS
        if (not form.ends or last in form.ends) and not any(map(signs.isdisjoint, form.signs))
    )


IS_SOURCE = re.compile(
    r"图源|图自|图据|图来自|截图自|截图来自|截自|(?:图片|截图|素材)?来源于?|图片(?:来自|源自|源于|出处)"
)
"""Labels before who published a picture, rather than before who made it."""

IS_PERSON = re.compile(rf"{_WITH_SURNAME}|.*{DOT}.*")
PERSON_TITLE = re.compile(rf"(?P<outlet>{AGENCY})?\s*(?P<title>{TITLE})\s*")
IS_AGENCY = re.compile(AGENCY)
IS_KNOWN = re.compile(KNOWN)
HAS_SURNAME = re.compile(_SURNAME)
IS_LATIN = re.compile(LATIN_NAME)

GLUED = re.compile(
    rf"(?<=[。！？!?”\")）\s])(?:{AGENCY}?{TITLE}\s*{_NAME}(?:\s?[、，]\s?{_NAME}){{0,3}}\s?[/／]?\s?(?:摄影|摄)|"
    rf"{AGENCY}\s?发\s?[（(][^（）()]{{2,20}}(?:摄|供图|提供)[）)])(?=\s)"
)
"""A full credit in the middle of a text, with a blank behind it."""

NO_NAME = re.compile(
    r"资料|记者|现场|无人机|手机|今日|当日|昨日|近日|日前|网络|视频|图为|游客|市民|工作人员|航拍|照片|图片|摄影|正在|进行|"
    r"拼版|同日|当天|这是|期间|实拍|微距|延时|长曝光|上午|下午|[年月日时]$"
)
"""What stands before 摄 in sentences and remarks, and is nobody's name."""

GENERIC = re.compile(
    r"^(?:受访者|被访者|采访对象|受访对象|受访单位|受访者本人|受访人|当事人|本人|网友|读者|网络|互联网|社交媒体|视频|主办方|"
    rf"{H}{{0,2}}媒|微博|微信|朋友圈|官方|官网|通讯员|作者|记者|资料|"
    r".*(?:截图|视频|微博|微信|官网|公众号|推特|账号|抖音|快手|社交平台|网站|资料图片?|剧照|海报)|"
    r"《.*》|.*推特.*|脸书|油管|小红书|知乎|豆瓣|百度.*|谷歌.*|[BＢ]\s?站|"
    r"(?i:twitter|x|facebook|instagram|youtube|tiktok|weibo|google))$"
)
"""Kinds of sources: they say where a picture came from, not who made it."""
