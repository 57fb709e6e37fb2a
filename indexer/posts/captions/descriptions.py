"""What a picture's own ``alt`` and ``title`` are worth as a caption.

Most say nothing: the headline again, a file name, the word for picture, or the name of the site on
every picture of the page. What is left was written for this picture.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from indexer.posts.blocks.body import Picture
from indexer.posts.credits.credit_lines import split_credit
from indexer.posts.credits.grammar import HAS_SURNAME

_EMPTY = re.compile(
    r"^(?:(?:图片|圖片|照片|配图|插图|图像|图|截图|截屏|封面)[\s\d_-]*|"
    r"(?:image|img|picture|photo|pic|figure|untitled|screenshot|loading)[\s\d_-]*|"
    r"在这里插入图片描述|输入图片说明|这里写图片描述|图片描述|图片说明|image description|alt text|"
    r"点击.*|查看.*|(?:(?!查看(?:大|高清|原)).)*+查看(?:大|高清|原).*|微信图片[\s_\d]*|"
    r"[\w\s.()（）-]*\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic)|"
    r"[\W\d_]*|[A-Za-z_-]*+\d[A-Za-z0-9_-]*|\w)$",
    re.IGNORECASE,
)
_SIMILAR = 0.8
_MIN_PART = 6
_SHORTEST = 2
_COMPARED = 300
"""Characters up to which texts are compared letter by letter, which takes their square."""


class Descriptions:
    """The ``alt`` and ``title`` of all pictures of a post."""

    def __init__(self, pictures: Sequence[Picture], headline: str) -> None:
        self._headline = headline
        self._count = len(pictures)
        self._bearers: defaultdict[str, list[str]] = defaultdict(list)
        for picture in pictures:
            for text in {picture.alt, picture.title}:
                self._bearers[text].append(picture.address)

    def best(self, picture: Picture) -> str:
        """Give the better of a picture's title and alternative text; nothing where both are empty.

        The picture is one of the post.
        """
        good = [text for text in (picture.title, picture.alt) if self._tells(text)]
        return max(good, key=len, default="")

    def _tells(self, text: str) -> bool:
        if _EMPTY.match(text) or same_text(text, self._headline):
            return False
        # Two characters name a person or a button (``完成``) of a screen.
        if len(text) <= _SHORTEST and not HAS_SURNAME.match(text):
            return False
        bearers = self._bearers[text]
        different = len(set(bearers)) if len(bearers) > 1 else 1
        others = len(bearers) < self._count
        if different > 1 and not (others and different * 2 <= self._count):
            return split_credit(text)[1] is not None
        return True


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same, up to punctuation and a little more or less."""
    a, b = (re.sub(r"[\W_]+", "", text).lower() for text in (one, other))
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
