"""MDX: Markdown with JavaScript. What is no text of it is taken out; what is left is Markdown.

``import`` and ``export`` at the beginning of a line make a block of code up to the next blank line,
as in MDX itself; ``{/* … */}`` is its comment. Code between fences stays. Components are elements
with names of their own, which ``markup`` reads. Nothing is run.
"""

import re
from collections.abc import Iterator

MDX = ".mdx"
"""The suffix of such a post."""

_FENCE = re.compile(r"[ ]{0,3}(?P<mark>`{3,}|~{3,})")
_MODULE = re.compile(
    r"import\s(?:[\"'{*]|[\w$]+\s(?:from\s|,)|[\w$]+,)|"
    r"export\s(?:default|const|let|var|function|class|async|type|interface)\b|export\s?[{*]"
)
_PICTURE = re.compile(
    r"import\s++[\w$]++\s++from\s*+[\"'][^\"'\n]{1,1000}"
    r"\.(?:jpe?g|png|gif|webp|avif|svg)[\"']",
    re.IGNORECASE,
)
"""Says what file a name stands for in the components below; ``markup`` takes it out."""

_OPENS, _CLOSES = "{/*", "*/}"


def without_code(body: str) -> str:
    """A body of MDX without its modules and comments."""
    return "\n".join(_lines(body))


def _lines(body: str) -> Iterator[str]:
    fence, in_module, in_comment = "", False, False
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            ends = mark is not None and mark["mark"].startswith(fence)
            fence = "" if ends else fence
            yield line
        elif in_module or (not in_comment and _MODULE.match(line)):
            in_module = bool(line.strip())
            if _PICTURE.match(line):
                yield line
        elif mark and not in_comment:
            fence = mark["mark"]
            yield line
        else:
            text, in_comment = _without_comments(line, in_comment=in_comment)
            yield text


def _without_comments(line: str, *, in_comment: bool) -> tuple[str, bool]:
    """A line without its comments, and whether the last one goes on."""
    kept = []
    while line:
        if in_comment:
            _, ended, line = line.partition(_CLOSES)
            in_comment = not ended
        else:
            text, begun, line = line.partition(_OPENS)
            kept.append(text)
            in_comment = bool(begun)
    return "".join(kept), in_comment
