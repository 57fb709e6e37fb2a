"""Credit lines of Chinese desks, the fuller form first.

``刘力鑫 摄`` also ends ``新华社记者 刘力鑫 摄``, so the order is part of the grammar.
"""

from indexer.posts.credits.form import KNOWN_ENDS, compiled
from indexer.posts.credits.words import (
    AGENCY,
    BAR,
    BARS,
    BOTH,
    DID,
    EDGE,
    FILED,
    GAVE,
    KNOWN,
    LABEL,
    LATIN_NAME,
    LISTED,
    NAMES,
    OF_ALL,
    OUTLET,
    PERSON,
    PICTURE,
    ROLE,
    SEP,
    SOURCE,
    START,
    STOP,
    STOPS,
    STRONG_LABEL,
    SUPPLIER,
    TITLE,
    TRAIL,
    WITH_SURNAME,
    H,
)

_DID_ENDS = "道影拍摄制图供辑期说文"
_FILED_ENDS = "料片照案图"
_GAVE_ENDS = "供图片"
_ANY_ROLE_ENDS = "图文摄影" + _DID_ENDS + _GAVE_ENDS
_TITLE_ENDS = "者员师生友影"

_WORK = r"(?:文字?|撰文|摄影|拍摄|图片?|后期|设计|编辑)"
_ALL_OF_IT = (
    r"(?:(?:文字?|撰文|后期)\s?[{marks}]\s?(?:图片?|摄影|拍摄)|"
    r"(?:图片?|摄影|拍摄)\s?[{marks}]\s?(?:文字?|撰文|后期))"
)
"""Words and pictures of one hand; ``marks`` part them."""

_PICTURES = r"(?:图片|照片|相片|图)"
_OFFICE = (
    rf"(?:{H}{{1,10}}?(?:新闻处|新闻办|新闻局|管理局|电视|警方|警队|消防处|消防局|消防队|"
    r"政府|大学|博物馆|档案馆|图书馆|美术馆))"
)
_KIND_OF_IMAGE = (
    r"(?:历史|珍贵|监控|现场|卫星|航拍|老|旧|视频|红外|延时|全息|模拟|资料|经典|独家|动态|静态|"
    r"三维|数字|医学|冲击|极致)"
)
_HOUSE = rf"(?:(?!资料|档案|手机|拼版|组合|历史|网络){H}{{2,6}}图片)"
_WHEN = (
    r"(?:(?:(?:1[89]|20)[0-9]{2}|[一二三四五六七八九〇零]{4})\s*(?:年|[./-](?=[0-9]))?\s*"
    r"(?:[0-9一二三四五六七八九十]{1,2}\s*(?:月|[./-](?=[0-9]))?\s*(?:[0-9一二三四五六七八九十]{1,3}\s*[日号]?)?)?[春夏秋冬]?季?)"
)
_COPIED = r"(?:翻摄自|翻摄(?!的)|翻拍自|截取自|撷取自|截图自|截自)"
_TAKEN_FROM = rf"(?:{_COPIED}|取自|摘自|引自|来自)"

FORMS = compiled(
    (
        # 本文图片除特别标注外，均为某某新闻记者 李四 图
        (
            EDGE,
            rf"{OF_ALL}\s*(?P<names>[^。；;]{{2,40}}?)\s*(?P<role>{DID}|{GAVE}|{PICTURE})",
            _DID_ENDS + _GAVE_ENDS,
            "图",
            "为由均",
        ),
        # 新华社发（苏阳摄）
        (
            EDGE,
            (
                rf"《?(?P<outlet>{AGENCY})》?\s*(?:发|供图)\s*[（(]\s*(?P<names>[^（）()]{{2,40}}?)\s*{BAR}?\s*"
                rf"(?P<role>{DID}|{GAVE})\s*[）)]"
            ),
            "）)",
            "发供",
        ),
        # 隋 峰 陆望舒摄影报道（东海视觉）；何小水 摄（江湾社发）
        (
            EDGE,
            (
                rf"(?P<names>{PERSON}|{NAMES})\s*{BAR}?\s*(?P<role>{BOTH}|{DID}|{GAVE})\s*"
                rf"[（(]\s*《?(?P<outlet>{AGENCY}|本?社(?=发)|{_HOUSE})》?\s*(?:发|供图|供稿|提供|图片)?\s*[）)]"
            ),
            "）)",
            "摄影拍图供",
        ),
        # 中新社发 毛建军 摄
        (
            EDGE,
            rf"(?P<outlet>{AGENCY})\s*发\s+(?P<names>{NAMES})\s*{BAR}?\s*(?P<role>{DID}|{GAVE})",
            _DID_ENDS + _GAVE_ENDS,
            "发",
        ),
        # 新华社记者 甲、乙 摄；海州日报记者 甲 通讯员 乙 文/图
        (
            EDGE,
            rf"(?:(?:{_PICTURES}|摄影|图源)\s?(?::|：|{BAR})\s?|图[自源])?(?P<names>{PERSON}(?:(?:{SEP}|\s*){PERSON}){{0,2}}?)\s*{BAR}?\s*(?P<role>{ROLE})(?:\s[0-9]{{2,3}}年[0-9]{{1,2}}月[0-9]{{1,2}}日)?",
            _ANY_ROLE_ENDS + "发日",
            _TITLE_ENDS,
        ),
        # 江湾日报记者摄
        (
            EDGE,
            rf"《?(?P<outlet>{AGENCY}|本[报网台社])》?\s*{TITLE}\s*(?P<role>{BOTH}|{DID}|{GAVE})",
            _ANY_ROLE_ENDS,
            _TITLE_ENDS,
        ),
        # 林一舟摄于1987年；林一舟 1987年7月摄
        (
            EDGE,
            rf"(?P<names>{PERSON}|{WITH_SURNAME})\s*(?:于\s*)?(?:(?P<role>拍?摄|摄影|拍)(?:于|时间[:：])\s*{_WHEN}|{_WHEN}\s*(?P<shown>拍?摄))",
            "摄日号月年季春夏秋冬0123456789一二三四五六七八九十〇零",
            "摄拍",
        ),
        # 1987年林一舟摄
        (
            EDGE,
            rf"{_WHEN}\s*(?P<names>{PERSON}|{WITH_SURNAME})\s*(?P<role>拍?摄)",
            "摄",
            "12一二三四五六七八九零〇",
        ),
        # 文/图 某某晚报记者 甲
        (EDGE, rf"(?P<role>{BOTH}|摄影|图)\s+(?P<names>{PERSON})", "", "图摄", _TITLE_ENDS),
        # （图/文 吴九）；摄影/撰文 吴九
        (
            START,
            rf"(?P<role>{_ALL_OF_IT.format(marks='/／')})\s+(?P<names>{LISTED})",
            "",
            "图摄拍",
            "/／",
        ),
        # 灯塔 文、图 吴九
        (
            EDGE,
            (
                rf"(?P<role>{_ALL_OF_IT.format(marks='/／、')})\s+"
                rf"(?P<names>{WITH_SURNAME}(?:[、 ]{WITH_SURNAME}){{0,3}})"
            ),
            "",
            "图摄拍",
            "/／、",
        ),
        # 城市摄影队 周斌 摄
        (
            EDGE,
            (
                rf"《?(?P<outlet>{AGENCY})》?\s*{BAR}?\s+(?P<names>{NAMES})\s*{BAR}?\s*"
                rf"(?P<role>{BOTH}|{DID}|{GAVE}|{PICTURE})"
            ),
            _ANY_ROLE_ENDS,
        ),
        # 《江湾日报》制图
        (
            START,
            rf"《?(?P<outlet>{AGENCY})》?\s*(?P<role>{DID}|{FILED}|图片|照片)",
            _DID_ENDS + _FILED_ENDS,
        ),
        # 政府新闻处图片
        (START, rf"(?P<source>{_OFFICE})(?P<role>{FILED}|图片|照片|相片)", _FILED_ENDS),
        # 网上图片
        (START, r"(?P<role>(?:网[上络]|互联网)(?:图片|照片|相片))", "片", "网"),
        # 图片由某某提供
        (
            EDGE,
            (
                rf"{_PICTURES}\s*(?:均)?由\s*(?P<giver>{LATIN_NAME}|{SUPPLIER}(?:、{SUPPLIER}){{0,3}}?)"
                rf"\s*(?P<role>{GAVE}|{DID})"
            ),
            _DID_ENDS + _GAVE_ENDS,
            "由",
        ),
        # （圖／翻攝自 … 推特）
        (
            EDGE,
            (
                rf"(?:(?:{_PICTURES}|图源)\s*(?::|：|{BAR})\s*(?P<role>{_TAKEN_FROM})|(?P<shown>{_COPIED}))"
                r"\s*(?P<names>[^，。；;：:（）()]{2,40})"
            ),
            "",
            "自摄",
        ),
        # 摄影：甲、乙；图源：某某；图/某某；图｜视觉中国
        (
            rf"(?:{EDGE}|(?<=、))",
            rf"(?P<role>{LABEL})\s*(?::|：|{BAR}|(?=@))\s*(?!{_WORK}\s)(?P<names>[^。；;：:（）()]{{2,200}}?){TRAIL}",
            "",
            ":：@" + BARS,
            "摄图拍源版照相画素",
        ),
        # 深度夜空图片来源及版权：某某
        (
            rf"(?<={H})(?<!注明)",
            rf"(?P<role>{STRONG_LABEL})\s*[:：]\s*(?P<names>[^，。；;：:（）()]{{2,60}}?)",
            "",
            ":：",
            "源版图摄照相",
        ),
        (
            EDGE,
            r"(?:(?:[题头插配]|封面)(?=图))?(?P<role>图源|图自|图据|图片来源于|图片来源|图片来自|图片源自|图片源于|图来自|截图自|截图来自|截自|图\s*via)\s*(?P<names>[^\s，。；;：:（）()]{2,24})",
            "",
            "图截",
        ),
        (START, rf"(?P<role>摄影|供图|拍摄)\s+(?P<names>{LISTED})", "", "摄供"),
        # 柱廊。/ 海州博物馆 林一舟 摄
        (
            STOP,
            rf"(?P<source>{SOURCE})\s+(?P<names>{LISTED})\s*(?P<role>{DID}|{PICTURE})",
            _DID_ENDS,
            BARS,
            STOPS,
        ),
        # 张三 李四 摄
        (
            START,
            rf"(?P<names>{WITH_SURNAME}(?:\s+{WITH_SURNAME}){{1,3}})\s*(?P<role>{DID})",
            _DID_ENDS,
        ),
        # 牛宏超 / 摄
        (
            EDGE,
            rf"(?P<names>{LISTED})\s*{BAR}\s*(?P<role>{BOTH}|{DID}|{GAVE}|{PICTURE})",
            _ANY_ROLE_ENDS,
            BARS,
        ),
        # 陆雨拍摄、刘力鑫 摄、张三 图
        (
            EDGE,
            rf"(?:{FILED}\s+)?(?P<names>{LISTED})(?:\s*(?P<role>{DID})|\s+(?P<shown>{BOTH}|{PICTURE}|绘))",
            _ANY_ROLE_ENDS + "绘",
        ),
        # 何女士向海州日报供图
        (
            EDGE,
            rf"(?P<names>{H}{{1,8}}?)向[^，。；;（）()]{{2,24}}?(?P<role>{GAVE})",
            _GAVE_ENDS,
            "向",
        ),
        # 检方供图
        (
            EDGE,
            (
                rf"(?P<names>{LATIN_NAME}|{SUPPLIER}(?:、{SUPPLIER}){{0,3}}?)\s*(?P<role>{GAVE})"
                rf"(?:\s+(?P<outlet>{AGENCY})发?)?"
            ),
            "",
            "供",
        ),
        # 视频截图、某某新闻截图
        (
            EDGE,
            rf"(?P<names>{H}{{0,8}}?)(?P<role>(?:视频|网络|监控|微博|新闻|直播|画面|网页|片段|电视)截图)",
            "图",
            "截",
        ),
        # | 视觉中国、视觉中国 资料、新华社发、新华社/路透
        (
            EDGE,
            rf"(?P<outlet>{KNOWN}(?:\s*[/／]\s*{KNOWN}){{0,2}})\s*(?P<role>供图|图|发|{FILED}|图片|授权)?",
            KNOWN_ENDS + _FILED_ENDS + "发权",
        ),
        (EDGE, rf"(?P<outlet>{OUTLET}|本[报网台社])\s*(?P<role>发|{FILED})", _FILED_ENDS + "发"),
        # 江湾社/远山图片社: what joins two outlets is a credit, one alone may be a sentence's end
        (EDGE, rf"(?P<outlet>{AGENCY}\s*[/／]\s*{AGENCY})(?P<role>)", "", "/／"),
        # 林一舟/东海视觉
        (
            START,
            (
                rf"(?P<names>{WITH_SURNAME}(?:[、 ]{WITH_SURNAME}){{0,3}})\s?[/／|｜]\s?"
                rf"(?P<outlet>{OUTLET})(?P<role>)"
            ),
            "",
            BARS,
        ),
        # 东海视觉
        (
            START,
            rf"(?P<outlet>(?!{_KIND_OF_IMAGE}){H}{{2,6}}(?:影像|视觉|图片社|图片网|图库))",
            "像觉社网库",
        ),
        # 老厂房 / 剧照；走失的狗。/ 官网截图
        (
            rf"{BAR}\s*",
            r"(?P<source>(?:《[^《》]{1,20}》|[^\s，。；：/｜|]{0,10}?\s?)(?:剧照|海报|截图|资料图))",
            "照报图",
            BARS,
        ),
        # 金面具。/ 海州博物馆；金面具。/《海州志》
        (STOP, rf"(?P<source>{SOURCE})", "", BARS, STOPS),
    )
)
"""In the order in which they are tried."""
