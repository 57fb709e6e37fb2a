"""What a block of text shows, by itself, about being a picture's caption.

Only the text and its own markup are read here; what the neighbours and the other pictures of the
post add is decided in ``captions``. Half of the texts that follow a picture are body text, so the
default is no, and each sign has a strength that a photo editor would defend: an arrow, a credit or
a caption class settles the matter, ``图为`` and a bracketed ``摄`` nearly so, and a short phrase
without a full stop is a hint that needs a favourable place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.posts.blocks.body import Text
from indexer.posts.credits.credit_lines import Credit, credit_end, split_credit

_UP = "↑▲△⬆☝👆🔺▴▵⇧◤◢◭"
_DOWN = "↓▼▽⬇👇🔻▾▿⇩"
_ARROWS = re.compile(rf"^[\s]*[{_UP}{_DOWN}◀◁\ufe0f]+\s*")
_COLON_END = re.compile(r"[：:][）)]?$")
_BULLET = re.compile(r"^\s*[●•■◆▪◎○]\s*")
_LABEL = re.compile(
    r"^\s*(?:(?:图片说明|图片描述|圖說|图说|图注|图释|说明|配图|图片|圖片|图|圖)\s*[:：丨|｜]|[【\[（(](?:图片说明|图说|图注|图)[】\]）)])\s*"
)
_NUMBER = re.compile(
    r"^\s*(?:图\s*[0-9０-９①-⑳一二三四五六七八九十]{1,3}|[①-⑳])(?:\s*[:：丨|｜、.．]\s*|\s+)(?=\D)"
)
_POINTS = re.compile(
    r"^(?:[图圖][为為]|[图圖]中[为為]|[上下左右本][图圖]|这是[^，。]{0,40}(?:拍摄的|\d[^，。]{0,24}摄)|"
    r"[这這]是[^，。]{0,16}(?:照片|画面|畫面)|[这這][张張]照片|[资資]料[图圖照]|拼版照片|组图|组合照片|效果图|示意图)"
)
_INSTRUCTION = re.compile(
    r"点击|长按|扫码|扫描|扫一扫|戳|关注|下载|滑动|左滑|右滑|更多|相关阅读|相关资讯|推荐阅读|延伸阅读|图文无关|与本文无关|"
    r"图片可放大|看大图|看清晰|未完|下一页|返回"
)
_COMMAND = re.compile(r"点击|长按|扫码|戳视频|戳图|戳下|滑动|一起来看|一起看看|往下看")
_ORDINAL = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]{1,3}\s*[、.．章节回部]|[（(][一二三四五六七八九十\d]{1,2}[）)]|(?:Part|NO\.?|Step)\s?\d|"
    r"[QA]\d?\s*[:：]|\d{1,2}$)",
    re.IGNORECASE,
)
_SHOT = re.compile(
    r"[（(][^（）()]{0,24}(?:[日月年]\s*摄|攝|资料照片|资料图片|无人机照片|拼版照片|组合照片|视频截图)[）)]"
)
_PEOPLE = re.compile(
    r"[（(](?:[左右前后中上下]|[左右前后][一二三四五六]|[左右][上下]|[上下左右]图|居中|图[左右中])[）)]"
)
_PICTURE_WORD = (
    r"(?:合照|合影|照片|截图|資料圖|资料图|剧照|海报|示意图|效果图|设计图|现场图|航拍图|全景|近照|生活照|证件照|旧照|老照片|留影|"
    r"自拍|画面|图示|宣传图|平面图|监控截图)"
)
_IS_PICTURE = re.compile(rf"^[^，。！？；：]{{1,24}}{_PICTURE_WORD}[）)]?$")
_PICTURE_HEAD = re.compile(rf"^(?P<caption>[^\s，。！？；：]{{1,16}}{_PICTURE_WORD})\s+(?=\S)")
_BRACKETED = re.compile(r"^[（(【\[][^（）()【】]{2,80}[）)】\]]$")
_SIGNATURE = re.compile(
    r"^.(?:(?!.*[图圖照摄攝]).{1,4}|[\u4e00-\u9fff]{2,10}(?:\s+[\u4e00-\u9fff]{2,4}){1,4}|[综据編编].*|.*报道|[\u4e00-\u9fff]{2,20}(?:网|台|报|社|频道|客户端|发布))[）)】\]]$"
)
"""Who wrote it, in brackets (``（海州网 周见）``), or a word as short as ``（完）``."""
_STAFF = re.compile(
    r"^[【\[（(]?\s*(?:总?策划|统筹|总?监制|制片人?|主编|副主编|编辑|責任編輯|责任编辑|责编|美编|编审|校对|校審|校审|"
    r"审核|审校|终审|初审|复审|文案|文字|撰文|撰稿|采写|记者|記者|作者|通讯员|实习生|编导|导演|出品人?|制作|视觉|设计|"
    r"剪辑|配音|调色|后期|资料|来源|來源|值班编委|值班主任|栏目主编|文字编辑|新媒体编辑|运营|排版|转载|声明|版权|"
    r"原标题|原题为|完|END|The End|内容编辑|微信编辑|文)"
    r"\s*(?:[/／、和&]\s*[\u4e00-\u9fff]{1,4}\s*)?(?:$|[:：丨|｜/／\s】\]）)])"
)
_STAFF_INSIDE = re.compile(
    r"^[（(【\[](?:[\u4e00-\u9fff]{0,8}记者|编辑|責編|责编|原题|原标题|责任编辑|来源|本报|文[/／])|(?:责任编辑|责编)\s*[:：]"
)
_HEADING_CLASS = re.compile(
    r"(?:^|[-_])(?:h[1-6]|title|heading|headline|subtitle|quote\w*)(?:$|[-_])", re.IGNORECASE
)
_CAPTION_CLASS = re.compile(
    r"caption|(?:^|[-_])(?:img|image|pic|picture|photo|figure)[-_]?(?:dec|desc|descr|description|hint|note|"
    r"text|txt|info|words|intro|legend|label|title|name|alt)|decsimg|descimg|^(?:tuzhu|tushuo|图注|图说)",
    re.IGNORECASE,
)
_NEVER = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "pre", "th", "blockquote"})
_END = "。！？!?…；;"

LEADER, CLASS, CREDIT, POINTS, PHRASE, SENTENCE, NONE = (
    "leader",
    "class",
    "credit",
    "points",
    "phrase",
    "sentence",
    "none",
)

MAX_CREDITED = 260
"""Characters of a text up to which a credit at its end makes it a caption: longer ones are
paragraphs of an article that ends in its credits."""

_LONG = 40
_VERSE_LINE = 24
_VERSE_SHARE = 0.6
_MAX_PHRASE = 28
_MAX_SENTENCE = 60
_MAX_LINE = 100
_OPEN_END = ("：", ":", "，", "、", ",")
_SPEECH = re.compile(r"(?:[：:，,。！？!?…]\s?[”\"’]|[“”\"]\s?[^“”\"]{13,}[”\"])$")
"""Ends with what somebody said, not with a term in quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one text shows.

    Attributes:
        kind: ``leader``, ``class``, ``credit``, ``points``, ``phrase``, ``sentence`` or ``none``,
            strongest first; the last two are hints.
        caption: the text without leader and credit; may be empty where the credit is all.
        rest: body text that is glued behind the caption.
        credit: or None.
        down: its arrow points down, to a picture that follows.
        reason: what was seen, in English.
    """

    kind: str
    caption: str
    rest: str = ""
    credit: Credit | None = None
    down: bool = False
    reason: str = ""

    @property
    def may_be_set(self) -> bool:
        """Whether its place may still make it a caption, which a heading never becomes."""
        return not self.reason.startswith(("a heading", "a list", "an instruction"))

    @property
    def strong(self) -> bool:
        """Whether it is a caption without any help from its neighbours."""
        return self.kind in (LEADER, CLASS, CREDIT, POINTS)


@dataclass(frozen=True, slots=True)
class Manner:
    """How the texts of a post are written: verse lines, full paragraphs, or neither."""

    verse: bool
    prose: bool
    centred: bool
    styled: bool


def manner_of(texts: Sequence[Text]) -> Manner:
    """Describe how a post is written, from all of its texts."""
    plain = [
        text for text in texts if not text.link and text.tag not in _NEVER and not is_staff(text)
    ]
    if not plain:
        return Manner(verse=False, prose=False, centred=False, styled=False)
    short = sum(_is_verse_line(text.text) for text in plain)
    stopped = [text for text in plain if text.text.endswith((*_END, "”", '"', "）"))]
    long = [text for text in stopped if len(text.text) >= _LONG]
    verse = len(plain) >= 8 and short / len(plain) >= _VERSE_SHARE
    return Manner(
        verse=verse,
        prose=not verse and len(long) >= 2 and len(stopped) * 2 >= len(plain),
        centred=sum(text.centred for text in plain) * 2 > len(plain),
        styled=sum(text.styled for text in plain) * 2 > len(plain),
    )


def is_staff(text: Text) -> bool:
    """Whether a text is a line of the staff list or of the article's source."""
    stripped = text.text.strip()
    return bool(_STAFF.match(stripped) or _STAFF_INSIDE.search(stripped)) and len(stripped) <= 120


def is_caption_class(text: Text) -> bool:
    """Whether the markup itself calls the text a caption."""
    return text.tag == "figcaption" or any(_CAPTION_CLASS.search(name) for name in text.classes)


def announces(text: str) -> bool:
    """Whether a text ends by pointing to what follows it: a colon or an arrow down."""
    return _COLON_END.search(text) is not None or (
        _without_arrow(text) != text and not _COMMAND.search(text)
    )


def without_leader(text: str) -> str:
    """Take off arrows, bullets, ``图片说明：`` and numbers in front, and arrows behind."""
    text = _without_arrow(_BULLET.sub("", _ARROWS.sub("", text))).strip()
    bare = _NUMBER.sub("", _LABEL.sub("", text)).strip()
    return text if bare == text or _is_credit(text) else bare


def _without_arrow(text: str) -> str:
    """Take off arrows that point down at the end."""
    end = text.rstrip()
    bare = end.rstrip(_DOWN + "\ufe0f")
    return text if bare == end else bare.rstrip()


def read(text: Text, manner: Manner) -> Evidence:
    """Say what a text shows about being a caption."""
    whole = text.text
    if is_caption_class(text):
        return _evidence(CLASS, whole, "its markup calls it a caption")
    if text.link or is_staff(text) or _is_heading(text):
        return Evidence(kind=NONE, caption=whole, reason="a heading, link or staff line")
    if _is_credit(whole):
        return _evidence(CREDIT, whole, "is a credit line")
    if len(whole) <= _LONG and _COMMAND.search(whole):
        return Evidence(kind=NONE, caption=whole, reason="an instruction to the reader")
    leader = _ARROWS.match(whole) or _LABEL.match(whole) or _NUMBER.match(whole)
    if leader and without_leader(whole):
        return _evidence(LEADER, whole, f"begins with {leader[0].strip()}")
    if text.tag in _NEVER:
        return Evidence(kind=NONE, caption=whole, reason="a list item or quotation")
    return _by_words(text, manner)


def _by_words(text: Text, manner: Manner) -> Evidence:
    whole = text.text
    cut = credit_end(whole)
    if cut and cut <= MAX_CREDITED:
        return _evidence(CREDIT, whole[:cut], "ends with a credit", rest=whole[cut:])
    caption, credit = split_credit(whole)
    if credit and not credit.is_byline and len(caption) <= MAX_CREDITED:
        return _evidence(CREDIT, whole, "ends with a credit")
    if _POINTS.match(whole) and len(whole) <= MAX_CREDITED:
        return _evidence(POINTS, whole, "speaks of the picture")
    if _SHOT.search(whole) and len(whole) <= MAX_CREDITED:
        return _evidence(POINTS, whole, "says when or how the picture was made")
    if len(whole) <= _LONG and (_INSTRUCTION.search(whole) or _ORDINAL.match(whole)):
        return Evidence(kind=NONE, caption=whole, reason="an instruction or a numbered heading")
    head = _PICTURE_HEAD.match(whole)
    if head and len(whole) > _LONG:
        return _evidence(POINTS, head["caption"], "names a picture", rest=whole[head.end() :])
    if text.bold:
        return Evidence(kind=NONE, caption=whole, reason="bold, as headings are")
    if _BRACKETED.match(whole):
        return _bracketed(whole)
    if _PEOPLE.search(whole) and len(whole) <= 2 * _MAX_SENTENCE:
        return _evidence(POINTS, whole, "says who stands where")
    return _hint(text, manner)


def _bracketed(whole: str) -> Evidence:
    if _SIGNATURE.match(whole) and not _POINTS.match(whole[1:]):
        return Evidence(kind=NONE, caption=whole, reason="a signature in brackets")
    return _evidence(POINTS, whole, "a remark in brackets")


def _hint(text: Text, manner: Manner) -> Evidence:
    whole = text.text
    if _IS_PICTURE.match(whole):
        return _evidence(POINTS, whole, "names a picture")
    stopped = whole.endswith(tuple(_END))
    if manner.verse:
        sentence = whole.endswith("。") and 10 <= len(whole) <= _LONG
        return Evidence(
            kind=SENTENCE if sentence else NONE,
            caption=whole,
            reason="a sentence among verse lines" if sentence else "a verse line",
        )
    if not stopped and _is_line(whole, _MAX_LINE if manner.prose else _MAX_PHRASE):
        return Evidence(kind=PHRASE, caption=whole, reason="a short phrase without a full stop")
    complete = len(whole) <= _MAX_SENTENCE and not whole.endswith(_OPEN_END)
    if complete and len(re.findall(r"[。！？!?]", whole)) <= 1:
        return Evidence(kind=SENTENCE, caption=whole, reason="one short sentence")
    return Evidence(kind=NONE, caption=whole, reason="reads as body text")


def _is_line(whole: str, longest: int) -> bool:
    """Whether a text without a full stop is complete: it leads to nothing and quotes nobody."""
    return len(whole) <= longest and not whole.endswith(_OPEN_END) and not _SPEECH.search(whole)


def _evidence(kind: str, whole: str, reason: str, *, rest: str = "") -> Evidence:
    caption, credit = split_credit(without_leader(whole))
    down = bool(re.match(rf"^\s*[{_DOWN}]", whole))
    return Evidence(
        kind=kind, caption=caption, rest=rest.strip(), credit=credit, down=down, reason=reason
    )


def _is_credit(text: str) -> bool:
    rest, credit = split_credit(text)
    return credit is not None and not rest and not credit.is_byline


def _is_heading(text: Text) -> bool:
    return any(_HEADING_CLASS.search(name) for name in text.classes) or text.tag in (
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    )


def _is_verse_line(line: str) -> bool:
    return len(line) <= _VERSE_LINE and not line.endswith("。")
