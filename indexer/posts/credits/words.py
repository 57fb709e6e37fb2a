"""The words of credit lines: outlets, titles, names, roles and labels, over simplified characters.

Each is the source of a regular expression that the forms are put together from. Where a list of
names would have to know every house (a picture agency, a paper), the *form* of its name decides:
``…影像``, ``…视觉``, ``…日报``. The few in ``KNOWN`` have no such form.

A run that could be cut in several ways is cut with bounds or for good, for a text may repeat any
of these words. For good means an atomic group ``(?>(?:…)*)``: before 3.11.5, Python matches
``(?:…)*+`` wrongly (gh-106052).
"""

import re

H = r"[\u3400-\u4dbf\u4e00-\u9fff]"
DOT = r"[·•‧・．]"

PLATFORM = (
    r"(?:(?i:pixabay|unsplash|pexels|flickr|shutterstock|wikimedia(?:\s?commons)?|wikipedia|"
    r"depositphotos|i?stock(?=photo|$|\s)(?:photo)?|freepik|500px|alamy|adobe\s?stock)|维基百科|维基共享资源)"
)
"""Libraries that everybody may put pictures into."""

KNOWN = (
    r"(?:新华社|新华网|中新社|中新网|中国新闻社|中国新闻网|人民网|人民日报|视觉中国|路透社|路透|法新社|法新|美联社|美联|"
    r"塔斯社|共同社|韩联社|今日俄罗斯|俄罗斯卫星通讯社|中央社|中通社|东方IC|IC\s?[Pp]hoto|(?>Getty(?:\s?Images)?|GETTY(?:\sIMAGES)?)|盖蒂图片社|"
    r"Xinhua|Reuters|REUTERS|AFP|CFP|EPA|ANSA|AP|海报新闻|澎湃影像|图虫创意|图虫|摄图网|全景视觉|全景网|央视新闻|央视网|央广网|"
    rf"光明网|环球网|{PLATFORM}|中国网|中国日报|中国军网|解放军报)"
)
"""Agencies and outlets that stand in credits without a word that shows what they are."""

OUTLET = (
    rf"(?:(?:[A-Z][A-Za-z]+|{H}{{1,10}}?)(?:{DOT}{H}{{1,8}}?)?"
    r"(?:通讯社|图片社|新闻社|(?<!合作)(?<!旅行)(?<!公)社|日报|晚报|晨报|早报|时报|都市报|周报|报|新闻网|网|电视台|广播电台|台|新闻|"
    r"客户端|融媒体中心|融媒|传媒|在线|周刊|杂志|画报|频道|观察|新媒体|发布|摄影队|摄影家协会|摄影协会|摄协|"
    r"影像(?!资)|视觉(?!中)|图库|图片库))"
)
AGENCY = rf"(?:{KNOWN}|{OUTLET})"

_RANK = (
    r"(?:特约|实习|见习|首席|高级|资深|全媒体|全媒|融媒体|融媒|多媒体|新媒体|视觉|文字|图片|摄影|"
    r"本报|本网|本台|本社)"
)
POST = r"(?:记者|通讯员|摄影师|摄影员|特派员|摄影爱好者|实习生|影友|特约摄影|拍友)"
# 驻京 ends at the first word that goes on, for good: a run of 驻 can be cut in 2^n ways.
TITLE = rf"(?:(?:{_RANK}|(?>驻[\u4e00-\u9fff]{{1,6}}?(?={_RANK}|{POST}|驻)))*{POST})"

SURNAME = (
    r"(?:欧阳|司马|上官|诸葛|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜谢邹柏苏潘葛范彭鲁韦马苗方俞任袁"
    r"柳史唐费薛雷贺倪汤罗毕郝安常于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝臧成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅林"
    r"钟徐邱骆高夏蔡田胡凌霍万管卢莫房丁邓单洪包左石崔龚程邢裴陆荣翁甄曲封靳段焦侯全班秋仲宫宁武刘景龙叶司黎薄白蒲乔谭温庄晏"
    r"柴阎连艾容向古易廖耿匡文聂关查佟岳帅冉牛冼隋涂翟牟覃詹岑卜卓卞仇佘栾鞠邬邝闫阚阙窦缪蔺桂桑殷盛谌赖迟逄鄢雍滕瞿沙饶荆荀苑"
    r"芮芦甘付肖鲍麦尚敖楚欧柯应储屠姬辛喻郎郜郗])"
)
WITH_SURNAME = rf"(?:{SURNAME}{H}{{1,2}})"
_ENDS_NAME = rf"[摄拍航供制绘翻提图发文]|(?!{H})"
SPACED_NAME = rf"(?:{SURNAME}[ \u3000]{{1,3}}{H}(?={_ENDS_NAME}))"
"""隋 峰: papers pad a name of two characters to the width of three."""

# 和 joins names and is never part of one that has a dot, or 甲·乙和丙·丁 could be cut in many ways.
_PART = r"(?:(?![和与及])[\u3400-\u4dbf\u4e00-\u9fff]){1,8}"
_HAN_NAME = rf"(?!{POST})(?:{_PART}(?:\s?{DOT}\s?{_PART}){{1,3}}|{H}{{2,4}})"
# Atomic: names of several words that are separated by blanks could be cut in many ways.
LATIN_NAME = r"(?:[A-Z][A-Za-z.'’-]*+(?>(?:\s[A-Z][A-Za-z.'’-]*+){0,3}))"
NAME = rf"(?:{SPACED_NAME}|{_HAN_NAME}|{LATIN_NAME})"
AND = r"(?<![和与及])(?:和|与|及)(?![和与及])"  # they stand in names, too: 和和和和 is no list
SEP = rf"(?:\s*[、，,&＆/／]\s*|\s+|\s*{AND}\s*)"
NAMES = rf"(?:{NAME}(?:{SEP}{NAME}){{0,11}})"
LISTED = rf"(?:{NAME}(?:\s?(?:、|&|{AND})\s?{NAME}){{0,11}})"
SUPPLIER = r"(?:[^\s，。；;、：:（）()｜|/／“”\"《》]{2,24})"

# 摄 in 拍摄 and 图 in 供图, 截图 or 示意图 are no roles by themselves.
_SHOT = r"(?<![拍航])摄(?!影)"
PICTURE = r"(?<![供制绘视截地意计像草效构施草拼组附此])图"
_MADE = rf"(?:摄影报道|摄影|航拍|拍摄|摄制|制图|绘图|绘制|翻拍|{_SHOT})"
_MORE = r"(?:摄影|航拍|拍摄|摄制|制图|绘图|绘制|翻拍|供图|提供|剪辑|后期|图片编辑|编辑|图说|撰文)"
DID = rf"(?:{_MADE}(?>(?:\s*(?:[、/／&]|{AND})\s*{_MORE}){{0,3}}))"
"""What somebody did, or several things: 拍摄、制图."""

GAVE = r"(?:供图|授权提供|友情提供|提供(?:图片|照片|相片)?)"
BOTH = r"(?:文\s*[/／、]\s*图|图\s*[/／、]\s*文|文并摄|文图|图文|报道\s*[/／]\s*摄影)"
ROLE = rf"(?:{BOTH}|{DID}|{GAVE}|{PICTURE}|发)"
_PICTURES = r"(?:图片|照片|相片|图像|[题头插配]图|封面图?|图)"
_RIGHTS = rf"(?:{_PICTURES}?(?:来源\s*(?:及|和|与|[/／、])\s*)?版权(?:所有|归属|方)?)"
STRONG_LABEL = rf"(?:{_RIGHTS}|{_PICTURES}(?:来源|出处|提供|作者|拍摄|摄影)|摄影师|图源|图片编辑)"
"""Labels that nothing else begins with: they need no stop in front where a name follows."""

LABEL = (
    r"(?:"
    rf"(?:摄影|拍摄|制图|绘图|供图|航拍|图片|摄)(?>(?:\s*[、/／&]\s*{_MORE}){{1,3}})|"
    rf"摄影记者|摄影师|摄影|拍摄者|拍摄|供图者|供图|制图|绘图|插画|插图|漫画|航拍|截图来源|素材来源|素材|相片|照片|{STRONG_LABEL}|"
    rf"图片|图源|图自|图据|来源|{BOTH}|图|摄)"
)
BARS = "/／|｜丨"
BAR = f"[{BARS}]"
FILED = r"(?:(?:资料|档案)(?:图片|照片|相片|照|图)?)"
TRAIL = (
    rf"(?:\s*{BAR}?\s*(?:{DID}|{GAVE}|{FILED}))?"
    rf"(?:\s+(?:文字?|撰文|编辑|责编|后期|设计|排版)\s?(?::|：|{BAR})\s?{NAMES})?"
)
"""A role once more, and who did the rest."""
PERSON = rf"(?:《?{AGENCY}?》?\s*{TITLE}\s*{NAMES})"

EDGE = r"(?:^|(?<=[\s。！？!?；;，,：:”\"’』」）)】\]（(\[【|｜/／]))"
STOPS = "。！？!?…"
STOP = rf"(?<=[{STOPS}])\s*{BAR}\s*"
_SOURCE_END = r"[^\s，。；;、：:（）()｜|/／]"
SOURCE_END = _SOURCE_END
SOURCE = rf"(?:{_SOURCE_END}(?:[^，。；;：:（）()｜|/／]{{0,22}}{_SOURCE_END}))"
START = r"(?:^|(?<=[。！？!?；;”\"』」）)】\]（(\[【])\s*)"
MARKS = "。.；;！!"
END = rf"\s*[{MARKS}]?\s*$"
OF_ALL = (
    r"(?:本文图片|文中图片|本版图片|以上图片|本组图片|图片)[^。；;]{0,14}?(?:均为|均由|由|为|均)"
)

NOT_A_PERSON = re.compile(
    r"\b(?:News|Images?|Press|Agency|Photos?|Media|Daily|Times|Post|Museum|University|Studios?|"
    r"Library|Archives?|Commons|Group|Inc|Ltd|Company|Foundation|Institute|Office|Center|Centre|"
    r"Society|Pictures|Gallery|Journal|Herald|Magazine|Network|Stock|TV|Lab)\b"
)
"""Words of the names of houses."""
