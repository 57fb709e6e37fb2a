"""What a picture's own ``alt`` and ``title`` are worth as a caption.

Most say nothing: the headline again, a file name, the word for picture, or the name of the site on
every picture of the page. What is left was written for this picture.
"""

import math
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from urllib.parse import unquote, urlsplit

from indexer.posts.blocks.block import Picture
from indexer.posts.captions.relation import Relation
from indexer.posts.credits.credit_lines import split_credit

_EMPTY = re.compile(
    r"^(?:(?:图片|圖片|照片|配图|插图|图像|图|截图|截屏|效果|结果|示例|界面|封面|题图|题照|插畫|示意)[\s\d_-]*|"
    r"(?:image|img|picture|photo|pic|figure|untitled|screenshot|loading|banner|cover)[\s\d_-]*|"
    r"在这里插入图片描述|输入图片说明|这里写图片描述|图片描述|图片说明|image description|alt text|"
    r"image alt|alt|picture description|"
    r"(?:[A-Za-z]{0,8}|[\u4e00-\u9fff]{0,4})(?:截图|屏幕快照|屏幕截图|截屏|Screen ?shot)\s*\d{2}.*|"
    r"[\u4e00-\u9fff]{0,6}(?:题图|題圖|头图|頭圖|封面图?|横幅|新建项目)[\s\d_()（）-]*|"
    r"点击.*|查看.*|(?>(?:[^查\n]++|(?!查看(?:大|高清|原)).)*)查看(?:大|高清|原).*|[A-Za-z]{0,8}(?:微信|QQ)?图片[\s_\d]*|"
    r"mmexport\d*|enter image.*|insert image.*|"
    r"[\w\s.()（）-]*\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic|avif)|"
    r"[\W\d_]*|[A-Za-z_-]*+\d[A-Za-z0-9_-]*|\w)$",
    re.IGNORECASE,
)
_SLUG = re.compile(r"[!-~]+")
"""Letters without a blank: a hash, an English or pinyin slug, initials."""

_COUNTED = re.compile(
    r"(?:0\d{0,5}|\d{1,4}[-_.])[\s_.-]{0,5}+[\u4e00-\u9fff]{1,6}\d{0,3}|"
    r"[\u4e00-\u9fff]{1,4}[\s_-]{0,5}\d{1,4}"
)
"""A number with a word, as files are named that are kept in order."""

_SIZE = re.compile(
    r"[:=]?(?:size|width|height|w|h)?\s*+[=:]?\s*+\d{1,4}\s*+(?:px|%)?(?:\s*+[x×*]\s*+\d{1,4})?",
    re.IGNORECASE,
)
_CAMERA = re.compile(
    r"(?:canon|nikon|sony|fujifilm|olympus|leica|pentax|panasonic|huawei|honor|iphone|xiaomi|redmi|"
    r"oppo|vivo|samsung|dji|dsc|dscn?f?|pict|gopro)\b[\w\s.+-]*",
    re.IGNORECASE,
)
_SIMILAR = 0.8
_MIN_PART = 6
_LONGEST_NAME = 3
"""Words of a file name that is no caption; longer ones are given as captions are. A word is two
Chinese characters."""

_LOOKED_AT = 2000
"""Characters of a text that are looked at at all."""

_COMPARED = 300
"""Characters up to which texts are compared letter by letter, which takes their square."""


class Descriptions:
    """The ``alt`` and ``title`` of all pictures of a post."""

    def __init__(self, pictures: Sequence[Picture], headline: str) -> None:
        self._headline = headline
        self._count = len(pictures)
        self._bearers: Counter[str] = Counter()
        self._addresses: defaultdict[str, set[str]] = defaultdict(set)
        for picture in pictures:
            for text in {picture.alt, picture.title, picture.description}:
                self._bearers[text] += 1
                self._addresses[text].add(picture.address)

    def of(self, picture: Picture) -> Iterator[tuple[Relation, str]]:
        """Give what tells a picture apart from the others, the best first.

        The picture is one of the post.
        """
        said = {
            Relation.DESCRIPTION: picture.description,
            Relation.TITLE: picture.title,
            Relation.ALT: picture.alt,
        }
        for relation, text in said.items():
            if text and self._tells(text) and not _is_file_name(text, picture.address):
                yield relation, text

    def _tells(self, text: str) -> bool:
        if is_empty(text) or same_text(text, self._headline):
            return False
        different = len(self._addresses[text])
        others = self._bearers[text] < self._count
        if different > 1 and not (others and different * 2 <= self._count):
            return split_credit(text)[1] is not None
        return True


def is_empty(text: str) -> bool:
    """Whether a description says nothing of a picture: a file name, a size, a camera."""
    return bool(
        _EMPTY.fullmatch(text)
        or _SLUG.fullmatch(text)
        or _COUNTED.fullmatch(text)
        or _SIZE.fullmatch(text)
        or _CAMERA.fullmatch(text)
    )


def _is_file_name(text: str, address: str) -> bool:
    """Whether a description is the name of the picture's file, and no sentence."""
    stem = posixpath.splitext(posixpath.basename(unquote(urlsplit(address).path)))[0]
    words = len(text.split()) if text.isascii() else math.ceil(len(text) / 2)
    return _letters(text) == _letters(stem) and words <= _LONGEST_NAME


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same, up to punctuation and a little more or less."""
    a, b = _letters(one[:_LOOKED_AT]), _letters(other[:_LOOKED_AT])
    if not a or not b:
        return False
    if a == b or (min(len(a), len(b)) >= _MIN_PART and (a in b or b in a)):
        return True
    # Of long texts the beginnings are compared, and only where the lengths may be similar.
    if min(len(a), len(b)) < max(len(a), len(b)) * _SIMILAR / (2 - _SIMILAR):
        return False
    a, b = a[:_COMPARED], b[:_COMPARED]
    match = SequenceMatcher(None, a, b, autojunk=False)
    return match.quick_ratio() > _SIMILAR and match.ratio() > _SIMILAR
