"""Credit lines of English desks and of the libraries that everybody may put pictures into.

``Photo by X on Unsplash`` and its translations (``照片由 X 拍摄并发表在 Unsplash 上``) say who and
where in a sentence; ``X/AP``, ``Credit: X/AP`` and ``© X`` are what wires write. A name here may be
any few words: people sign there as they like.
"""

from indexer.posts.credits.form import KNOWN_ENDS, compiled
from indexer.posts.credits.words import (
    AGENCY,
    BAR,
    BARS,
    EDGE,
    KNOWN,
    LATIN_NAME,
    LISTED,
    PLATFORM,
    SOURCE,
    SOURCE_END,
    STOPS,
    H,
)

_WORD = r"[^\s，。；;、：:（）()｜|/／“”\"《》\[\]【】]"
_NAME = rf"(?:{_WORD}(?:{_WORD}|\s(?={_WORD})){{0,40}}?)"
_SITE = rf"(?:{KNOWN}|[A-Z0-9][\w.-]{{1,20}}(?:\s[A-Z][\w.-]{{1,20}})?|{H}{{2,8}}?)"
_PICTURES = r"(?:图片|照片|相片|图像|[题头插配]图|封面图?|图|作品)"
_THING = r"(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ii]mages?|[Pp]ictures?|[Ii]llustration)"
_MADE_BY = (
    rf"(?:{_THING}(?:\s(?:taken|shot|created|captured))?\s(?:by|BY|courtesy\sof|from|via)|"
    r"[Pp]hotographed\sby|[Cc]ourtesy\s(?:of|by)|[Ff]oto\svon)"
)
_CREDIT = (
    rf"(?:(?:{_THING}\s)?(?:[Cc]redits?|CREDIT|[Ss]ource|[Cc]ourtesy|[Cc]opyright)|{_THING}|"
    r"[Pp]hotographers?)"
)
_LABELLED = rf"(?:(?P<role>{_THING}|[Cc]redit|摄影|图片|照片|图|图源)\s?(?::|：|{BAR})\s?)?"
_AT = r"(?:on|ON|from|via|VIA|for|at|/|\||,|-|–|—)"
_PLATFORM_LETTERS = "pPuUfFsSwWdDiIaA5维"
"""One of which each platform holds."""

_PUBLISHED = r"(?:拍摄并(?:发[表布]|上传|分享)|拍摄|发[表布]|上传|分享|创作|提供)"

FORMS = compiled(
    (
        # Photo by Ola Nordman on Unsplash
        (
            EDGE,
            rf"(?P<role>{_MADE_BY})\s(?P<names>{_NAME})\s?{_AT}\s?(?P<outlet>{_SITE})",
            "",
            "yYfmavn",
        ),
        # 照片由 Olga Nord 拍摄并发表在 Unsplash 上
        (
            EDGE,
            (
                rf"{_PICTURES}由\s*(?P<names>{_NAME})\s*(?P<role>{_PUBLISHED})?\s*[，,]?\s*(?:在|于|至|到|自|来自|发[表布]在)\s*"
                rf"(?P<outlet>{_SITE})\s*(?:平台|网站)?\s*(?:上?(?:的作品|拍摄|发[表布]|上传|分享|提供)?|上的?)"
            ),
            "",
            "由",
            "在于至到自",
        ),
        # 图片来自 Ada Holm 在 Unsplash 上的作品
        (
            EDGE,
            (
                rf"{_PICTURES}(?:来自|[：:由])\s*(?P<names>{_NAME})\s*(?:发[表布])?[在于]\s*"
                rf"(?P<outlet>{PLATFORM})\s*上?\s*(?P<role>{_PUBLISHED})?(?:的?(?:作品|图片|照片|摄影))?"
            ),
            "",
            "在于",
            "由自:：",
            _PLATFORM_LETTERS,
        ),
        # 由 Ada Holm 拍摄，来自 Pexels
        (
            EDGE,
            (
                rf"由\s*(?P<names>{LATIN_NAME})\s*(?P<role>{_PUBLISHED})\s*[，,]?\s*(?:在|于|自|来自)\s*"
                rf"(?P<outlet>{PLATFORM})"
            ),
            "",
            "由",
            "在于自",
        ),
        # 图片来自 Pexels，作者 Ada Holm
        (
            EDGE,
            (
                rf"(?P<role>{_PICTURES}?(?:来自|来源于?))\s*[:：]?\s*(?P<outlet>{PLATFORM})\s*[，,]\s*"
                rf"(?:由|作者|摄影师?|拍摄者?)\s*[:：]?\s*(?P<names>{_NAME})\s*{_PUBLISHED}?"
            ),
            "",
            "自源",
            "由作摄拍",
        ),
        # 摄影师：Ada Holm，来自 Pexels
        (
            EDGE,
            (
                rf"(?P<role>摄影师?|作者|{_PICTURES})\s*[:：]\s*(?P<names>{_NAME})\s*[，,（(]\s*"
                rf"(?:来自|来源|图源|via|on)?\s*[:：]?\s*(?P<outlet>{PLATFORM})\s*[）)]?"
            ),
            "",
            ":：",
            "，,（(",
        ),
        # 由 Ada Holm 在 Pexels 上拍摄
        (
            EDGE,
            (
                rf"由?\s*(?P<names>{LATIN_NAME})\s*(?:发[表布])?[在于]\s*(?P<outlet>{PLATFORM})\s*上?\s*"
                rf"(?:(?P<role>{_PUBLISHED})?的?(?:作品|图片|照片|摄影)|(?P<shown>拍摄|发[表布]))"
            ),
            "品片影摄表布",
            "在于",
        ),
        # 图片来自 Pixabay 上的 Ada Holm
        (
            EDGE,
            rf"(?P<role>{_PICTURES}(?:来自|源自))\s*(?P<outlet>{PLATFORM})\s*(?>(?:平台|网站|用户|上|作者|摄影师|的){{1,3}})\s*(?P<names>{_NAME})",
            "",
            "自",
        ),
        # Xinhua/Li Ming; Photo: AP/Lena Hart
        (
            EDGE,
            rf"{_LABELLED}(?P<outlet>{KNOWN})(?:\sPhotos?)?\s*{BAR}\s*(?P<names>(?!{KNOWN}){LISTED})",
            "",
            BARS,
        ),
        # Credit: Ola Nordman/AP
        (
            EDGE,
            (
                rf"(?P<role>{_CREDIT})\s?(?::|：|{BAR})\s?(?P<names>{_NAME})"
                rf"(?:\s?(?:[/／|,，]|on|via|VIA|from)\s?(?P<outlet>{KNOWN}(?:\s?(?:[/／]|via|VIA)\s?{KNOWN})?))?"
            ),
            "",
            ":：" + BARS,
            "othcrgOTHCRG",
        ),
        (EDGE, rf"(?P<role>{_MADE_BY})\s(?P<names>{_NAME})", "", "yYfmavn"),
        # Ola Nordman/AFP via Getty Images
        (
            EDGE,
            (
                rf"(?:[©ⓒⒸ]\s?)?{_LABELLED}(?P<names>(?!{KNOWN}){LATIN_NAME}|(?!{KNOWN}){H}{{2,4}})\s?(?:[/／|｜,]|on|via)\s?"
                rf"(?P<outlet>{KNOWN}(?:\s?(?:[/／]|via|VIA)\s?{KNOWN})?)"
            ),
            KNOWN_ENDS,
            BARS + ",nv",
        ),
        # Lena Hart, CC BY-SA 4.0, via Wikimedia Commons
        (
            EDGE,
            (
                rf"(?P<names>{_NAME}),\s?(?:CC[^,，。]{{2,24}}|[Pp]ublic\s[Dd]omain|GFDL[^,，。]{{0,12}})"
                rf"(?:\s?<[^<>]{{0,80}}>)?,\s?(?P<role>via)\s(?P<outlet>{KNOWN})"
            ),
            KNOWN_ENDS,
            "v",
            "CGP",
        ),
        # via Flickr
        (
            EDGE,
            rf"(?P<role>via|VIA|Via)[\s：:]\s?(?P<source>@?{AGENCY}|@{_WORD}{{2,30}})",
            "",
            "aA",
        ),
        # 老城墙 · 远山图库 ©；© 海州博物馆
        (
            r"(?:^|(?<=[·•\s，。]))",
            rf"(?P<source>{SOURCE_END}{{2,20}})\s*[©ⓒⒸ](?:\s?[12][0-9]{{3}})?",
            "©ⓒⒸ0123456789",
            "©ⓒⒸ",
        ),
        (
            r"(?:^|(?<=[·•\s。，,；;！？（(\[【/／|｜”]))",
            rf"(?:[©ⓒⒸ]|[Cc]opyright[\s:：](?:\s?©)?)\s*(?:[12][0-9]{{3}}[\s,，]\s?)?(?:by\s)?(?P<source>(?!\d){SOURCE})",
            "",
            "©ⓒⒸCc",
        ),
        # [Lena Hart]
        (
            rf"(?:^|(?<=[{STOPS}”])\s?)",
            r"\[\s?(?P<names>[A-Z][a-z’'-]+(?:\s[A-Z][A-Za-z.’'-]*){1,2})(?P<role>)\s?\]",
            "]",
            "[",
        ),
    )
)
"""In the order in which they are tried, before the Chinese ones."""
