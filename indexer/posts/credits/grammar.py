"""The grammar of credit lines: its forms in order, and what tells names from houses.

All forms end where the text ends. They stand in the order in which they are tried: the fuller form
first.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.posts.credits import chinese, english
from indexer.posts.credits.form import Form
from indexer.posts.credits.words import (
    AGENCY,
    DOT,
    KNOWN,
    LATIN_NAME,
    MARKS,
    NAME,
    SURNAME,
    TITLE,
    WITH_SURNAME,
    H,
)

FORMS: tuple[Form, ...] = english.FORMS + chinese.FORMS

_ENDS = frozenset[str]().union(*(form.ends for form in FORMS))
_SIGNS = frozenset[str]().union(*(sign for form in FORMS for sign in form.signs))


def forms_in(text: str) -> Sequence[Form]:
    """The forms that the end of a text may have, in order."""
    text = text.rstrip()
    last = (text[:-1].rstrip() if text.endswith(tuple(MARKS)) else text)[-1:]
    return _forms(last if last in _ENDS else "", _SIGNS.intersection(text))


@lru_cache(maxsize=1 << 12)
def _forms(last: str, signs: frozenset[str]) -> Sequence[Form]:
    return tuple(
        form
        for form in FORMS
        if (not form.ends or last in form.ends) and not any(map(signs.isdisjoint, form.signs))
    )


IS_SOURCE = re.compile(
    r"图源|图自|图据|图来自|(?:翻摄|翻拍|截取|撷取|截图|取|截|摘|引|来)(?:来)?自|(?:图片|照片|相片|截图|素材)?来源于?|"
    r"(?:图片|照片|相片)(?:来自|源自|源于|出处)|图\s*via|[Ss]ource"
)
"""Labels before who published a picture, rather than before who made it."""

IS_TAKEN_FROM = re.compile(r"翻摄|(?:翻摄|翻拍|截取|撷取|截图|取|截|摘|引|来)自")
"""Words before a page that a picture was copied from."""

PERSON_TITLE = re.compile(rf"(?P<outlet>《?{AGENCY}》?)?\s*(?P<title>{TITLE})\s*")
IS_PERSON = re.compile(
    rf"{WITH_SURNAME}|.*{DOT}.*|[A-Z][a-z'’-]+(?>(?:\s[A-Z][A-Za-z.'’-]*+){{1,3}})"
)
ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,7}")
"""NASA: a house."""
IS_AGENCY = re.compile(AGENCY)
IS_KNOWN = re.compile(KNOWN)
HAS_SURNAME = re.compile(SURNAME)
IS_LATIN = re.compile(LATIN_NAME)

GLUED = re.compile(
    rf"(?<=[。！？!?”\")）\s])(?:{AGENCY}?{TITLE}\s*{NAME}(?:\s?[、，]\s?{NAME}){{0,3}}\s?[/／]?\s?(?:摄影|摄)|"
    rf"{AGENCY}\s?发\s?[（(][^（）()]{{2,20}}(?:摄|供图|提供)[）)])(?=\s)"
)
"""A full credit in the middle of a text, with a blank behind it."""

NO_NAME = re.compile(
    r"资料|记者|现场|无人机|手机|今日|当日|昨日|近日|日前|网络|视频|图为|游客|市民|工作人员|航拍|照片|图片|摄影|正在|进行|"
    r"拼版|同日|当天|这是|期间|实拍|微距|延时|长曝光|上午|下午|[年月日时]$|"
    r"高速|高空|安全|全程|全景|全部|单独|方便|连续|常年|许多|何时|任意|关于|古装|黄昏|秋日|夏日|易于|成功|周末|白天|江边|江面|"
    r"林间|林中|田间|万米|古镇|方式|水下|黑白|彩色|风光|人像|商业|街头|自然|婚纱|纪实|同步|独立|专业|热爱|喜欢|喜爱"
)
"""What stands before 摄 in sentences and remarks, and is nobody's name."""

NO_NAME_BEGINS = re.compile(
    r"[在正被将把从对用到这那他她它我你您有是很最爱为以向可所并也都还要需]|免费|无偿|前往|通过|冒[雨雪着险]|登上|深入|赶到|赶赴|现场|如何|怎[样么]"
)
"""How names begin that are the rest of a sentence: 记者在湖边拍摄."""

GENERIC = re.compile(
    r"^(?:受访者|被访者|采访对象|受访对象|受访单位|受访者本人|受访人|当事人|本人|网友|读者|民众|业者|网络|互联网|网上|社交媒体|视频|主办方|"
    rf"{H}{{0,2}}媒|微博|微信|朋友圈|官方|官网|通讯员|作者|记者|资料|"
    r".*(?:截图|视频|微博|微信|官网|公众号|推特|账号|抖音|快手|社交平台|网站|资料图片?|资料照片?|剧照|海报|朋友圈|画面|脸书|[Tt]witter|[Ff]acebook|[Ii]nstagram|YouTube)|"
    r"《.*》|.*推特.*|脸书|油管|小红书|知乎|豆瓣|百度.*|谷歌.*|[BＢ]\s?站|https?:.*|www\..*|"
    r"(?i:twitter|x|facebook|instagram|youtube|tiktok|weibo|google))$"
)
"""Kinds of sources: they say where a picture came from, not who made it."""
