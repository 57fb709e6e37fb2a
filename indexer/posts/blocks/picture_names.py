"""What the names around a picture say: icons, badges, emoji, equations, codes to scan.

A word in a long file name says nothing: a ship is called Icon of the Seas, a telephone Pixel, and
three letters stand in a hash by chance. A word counts where it is the whole name, a folder of its
own, the class that the page gives the picture, or where its description says the same or the
picture is small. Hosts that serve nothing but badges, buttons and formulas are known by what they
serve.
"""

import re
from collections.abc import Sequence

from indexer.posts.left_out import Reason

Size = tuple[int | None, int | None]

_LONG_WORDS = (
    r"icons?|favicons?|avatars?|gravatar|badges?|logos?|qrcodes?|erweima|spacer|pixel|"
    r"tracker|tracking|beacon|shields|spinner|sharebtn|sharebutton|dashang|reward|sprites?|"
    r"二维码|二維碼|头像|頭像|打赏|打賞|图标|圖標"
)
_WORDS = rf"{_LONG_WORDS}|qr|ewm"
"""Two letters are a folder of a hash as likely as a word."""

_EMOJI_WORDS = r"emojis?|emoticons?|smil(?:ey|eys|ies)|twemoji|emojione|wp-smiley|biaoqing|表情"
_GENERIC = (
    r"img|image|pic|picture|photo|small|big|large|mini|new|old|default|user|author|site|my|our|the|"
    r"wechat|weixin|wx|wxgzh|gzh|mp|gh|for|qq|weibo|share|top|foot|footer|header|head|nav|app|web|"
    r"mobile|pc|white|black|dark|light|red|blue|green|gray|grey|footer|home|main|round|square|"
    r"公众号|微信|网站|官方|左|右|x|px|v|ver|download|search|menu|close|play|pay|alipay|donate|group|"
    r"facebook|twitter|github|rss|code|text|horizontal|vertical|apple|touch|android|ios"
)
_PART = re.compile(r"[-_.\s+@()%（）]+")
_LETTERS = re.compile(r"\d+|[^\d]+")
_WORD = re.compile(_WORDS, re.IGNORECASE)
_EMOJI = re.compile(_EMOJI_WORDS, re.IGNORECASE)
_FILLER = re.compile(rf"{_GENERIC}|\d+|[0-9a-f]{{6,}}|", re.IGNORECASE)
_ANY = re.compile(rf"(?<![a-z])(?:{_LONG_WORDS}|{_EMOJI_WORDS})(?![a-z])", re.IGNORECASE)
_FOLDER = re.compile(_LONG_WORDS, re.IGNORECASE)
_LICENCE = re.compile(
    r"(?:\d{1,4}px[-_])?(?:cc[-_]?)?by(?:[-_](?:nc|nd|sa)){1,3}(?:[-_.\d]{0,8})(?:cn|eu|us)?(?:[-_]icon)?(?:\.svg)?|cc[-_](?:by|0|zero)|"
    r"creative[-_]?commons|somerights20",
    re.IGNORECASE,
)
_ICON_CLASS = re.compile(
    rf"(?:[\w-]{{1,40}}[-_])?(?:{_WORDS})(?:[-_](?:img|image|pic|photo|src|small|round|circle))?",
    re.IGNORECASE,
)
_EMOJI_CLASS = re.compile(
    rf"(?:[\w-]{{1,40}}[-_])?(?:{_EMOJI_WORDS})(?:[-_]\w{{1,20}})?", re.IGNORECASE
)
_EQUATION_CLASS = re.compile(
    r"(?:[\w-]{1,40}[-_])?(?:math|latex|tex|equation|formula|mathjax|katex|eeimg)(?:[-_]\w{1,20})?",
    re.IGNORECASE,
)
_EQUATION = re.compile(
    r"^(?:[\w-]{1,60}\.)*(?:codecogs|quicklatex|mathurl|texify)\.|/(?:svg|gif|png)\.latex|"
    r"/(?:equation|render/math|mathtex|mimetex|latex|mathjax|math)(?:\.cgi|\.php)?\?|"
    r"[?&](?:tex|latex)=|[?&]cht=tx\b",
    re.IGNORECASE,
)
_BADGE_HOST = re.compile(
    r"(?:^|\.)(?:shields\.io|badge\.fury\.io|badgen\.net|badges?\.[\w.-]{2,60}|travis-ci\.(?:org|com)|"
    r"circleci\.com|codecov\.io|coveralls\.io|forthebadge\.com|visitor-badge\.[\w.-]{2,40}|"
    r"licensebuttons\.net|hits\.\w{2,40}\.\w{2,8}|i\.creativecommons\.org|snyk\.io|"
    r"app\.codacy\.com|readthedocs\.org)$",
    re.IGNORECASE,
)
_BADGE_PATH = re.compile(
    r"/badges?(?:/|\.svg$)|/badge\.svg|creativecommons\.org/(?:l|p|images|presskit)/|"
    r"(?:^|[/_.-])(?:88x31|80x15)(?=[/_.-])",
    re.IGNORECASE,
)
_LICENCE_WORDS = (
    r"知识共享许可协议|Creative Commons Licen[cs]e|CC BY[\w .-]{0,20}|署名"
    r"(?:[-—– ]{0,3}(?:非商业性使用|禁止演绎|相同方式共享|非商業性|禁止改作)){1,3}"
    r"[ \d.]{0,8}(?:国际|國際|中国大陆)?"
)
_SMALL = 200
_SAYS_SO = re.compile(
    r"(?:扫描|扫一扫|扫码|关注|长按|识别|我们的?|我的|官方|微信|公众号|公众平台|订阅号|小程序|服务号|视频号|"
    r"群聊?|交流|支付宝|赞赏|收款|客户端|下载|网站|站点|作者|用户|微博|个人|wechat|alipay|site|app|user|"
    r"my|our|the|website|group|QQ|[\s:：，,。!！_|-])*"
    rf"(?P<word>{_WORDS}|QR ?code|{_LICENCE_WORDS}|{_EMOJI_WORDS})"
    r"(?:\s*(?:图片|图|img|image|icon))?[\s。.!！]*",
    re.IGNORECASE,
)
_CODE_TAIL = re.compile(r"[^，。,.！!？?]{0,12}(?:二维码|二維碼|QR ?code|logo)", re.IGNORECASE)
_SOMEBODY_DOES = re.compile(
    r"[\u4e00-\u9fff]{2}(?:扫|出示|展示|亮|贴|拿|举|印|手持|查看|打开|通过|使用|制作|设置|推出|启用|揭|发布|亮相)"
)
_PICTOGRAM = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]{1,8}")


def kind_by_name(
    address: str, path: str, host: str, *, size: Size, alt: str, classes: Sequence[str]
) -> Reason | None:
    """What no photo is, by its address, its description and its classes."""
    if _EQUATION.search(f"{host}{address.partition(host)[2]}" if host else address) or any(
        _EQUATION_CLASS.fullmatch(name) for name in classes
    ):
        return Reason.EQUATION
    if _BADGE_HOST.search(host) or _BADGE_PATH.search(f"{host}{path}"):
        return Reason.ICON
    folders, name = path.rpartition("/")[0].split("/")[-2:], path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    if (
        any(_EMOJI_CLASS.fullmatch(one) for one in classes)
        or any(_EMOJI.fullmatch(folder) for folder in folders)
        or _is_name(stem, _EMOJI)
        or _PICTOGRAM.fullmatch(alt.strip())
    ):
        return Reason.EMOJI
    if any(_ICON_CLASS.fullmatch(one) for one in classes):
        return Reason.ICON
    if any(_FOLDER.fullmatch(folder) for folder in folders) or _is_name(stem, _WORD):
        return Reason.ICON
    if _LICENCE.fullmatch(stem):
        return Reason.ICON
    return _described(stem, size, alt.strip())


def _described(stem: str, size: Size, alt: str) -> Reason | None:
    """What a description says, and what a word in a name says of a small picture."""
    said = _SAYS_SO.fullmatch(alt)
    if said is not None or (_CODE_TAIL.fullmatch(alt) and not _SOMEBODY_DOES.search(alt)):
        is_emoji = said is not None and _EMOJI.fullmatch(said["word"])
        return Reason.EMOJI if is_emoji else Reason.ICON
    sides = [side for side in size if side is not None]
    is_small = bool(sides) and max(sides) <= _SMALL
    return Reason.ICON if is_small and _ANY.search(stem) else None


def _is_name(stem: str, word: re.Pattern[str]) -> bool:
    """Whether a file is called by one of the words, and by nothing that says something else."""
    if len(stem) > 80:
        return False
    if word.fullmatch(stem):
        return True
    parts: list[str] = []
    for part in _PART.split(stem):
        parts += [part] if _FILLER.fullmatch(part) else _LETTERS.findall(part)
    return any(word.fullmatch(part) for part in parts) and all(
        word.fullmatch(part) or _FILLER.fullmatch(part) for part in parts
    )
