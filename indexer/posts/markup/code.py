"""Where a body shows code, or hides text from readers: nothing in it is a picture of the post.

In Markdown that is what stands between fences and back ticks; in both, the elements for code and
scripts, comments, and the short codes for listings.
"""

import html
import re
from collections.abc import Callable

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?(?P<mark>`{3,}|~{3,})(?P<info>.*)")
_TICKS = re.compile("`+")
_BLANK = re.compile(r"\n[ \t]*+\n")
_OPENING = re.compile(
    r"<!--|<(?P<element>pre|code|script|style|textarea|xmp)\b[^<>]{0,1000}>|"
    r"\{%-?\s*(?P<tag>highlight|raw|codeblock|verbatim|code)\b[^{}\n]{0,500}%\}|"
    r"\{\{[<%]\s*(?P<code>highlight|code|raw-code|mermaid|katex)\b[^{}\n]{0,500}[>%]\}\}|"
    r"\{\{[<%]/\*",
    re.IGNORECASE,
)


_Rewrite = Callable[[str], str]


def hide_code(text: str, hide: _Rewrite, shown: _Rewrite, *, is_markdown: bool) -> str:
    """Replace code by what ``hide`` gives for it; ``shown`` puts back what it hid.

    Code stands in code: a span of back ticks in ``<pre>``, a fence in a listing. What is around it
    is treated as a whole, with what is inside put back.
    """
    if is_markdown:
        text = _without_fences(text, hide)
        text = _without_spans(text, hide)
    return _without_elements(text, hide, shown)


def _without_fences(text: str, hide: Callable[[str], str]) -> str:
    if "```" not in text and "~~~" not in text:
        return text
    out: list[str] = []
    inside: list[str] = []
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        mark = match["mark"] if match else ""
        if fence:
            inside.append(line)
            if match and mark.startswith(fence) and not match["info"].strip():
                out.append(hide("\n".join(inside)))
                inside, fence = [], ""
        elif match and not (mark[0] == "`" and "`" in match["info"]):
            inside, fence = [line], mark
        else:
            out.append(line)
    if inside:
        out.append(hide("\n".join(inside)))
    return "\n".join(out)


def _without_spans(text: str, hide: Callable[[str], str]) -> str:
    if "`" not in text:
        return text
    parts: list[str] = []
    end = 0
    for blank in _BLANK.finditer(text):
        parts += (_spans(text[end : blank.start()], hide), blank[0])
        end = blank.end()
    return "".join(parts) + _spans(text[end:], hide)


def _spans(paragraph: str, hide: Callable[[str], str]) -> str:
    """Each run of back ticks begins a span up to the next run of the same length."""
    runs = [match.span() for match in _TICKS.finditer(paragraph)]
    following: dict[int, int] = {}
    partner = [0] * len(runs)
    for at in range(len(runs) - 1, -1, -1):
        length = runs[at][1] - runs[at][0]
        partner[at] = following.get(length, 0)
        following[length] = at
    out: list[str] = []
    end = at = 0
    while at < len(runs):
        close = partner[at]
        if close:
            out += (paragraph[end : runs[at][0]], hide(paragraph[runs[at][0] : runs[close][1]]))
            end, at = runs[close][1], close
        at += 1
    return "".join(out) + paragraph[end:]


def _without_elements(text: str, hide: _Rewrite, shown: _Rewrite) -> str:
    out: list[str] = []
    end = 0
    closers: dict[str, int] = {}
    lower = text.lower() if "<" in text or "{" in text else ""
    for match in _OPENING.finditer(text) if lower else ():
        if match.start() < end:
            continue
        closer = _closer(match)
        if closers.get(closer, 0) < match.end():  # each closer is looked for once from each place
            closers[closer] = lower.find(closer, match.end())
        at = closers[closer]
        if at < 0:
            closers[closer] = len(text) + 1  # there is none further on
            continue
        if at > len(text):
            continue
        stop = _end(text, at + len(closer), closer)
        out += (text[end : match.start()], hide(_kept(text, match, at, stop, shown)))
        end = stop
    return "".join(out) + text[end:]


def _kept(text: str, match: re.Match[str], at: int, stop: int, shown: _Rewrite) -> str:
    """What stays of code: listings of tags become elements, and what is raw stays as it is."""
    kind = (match["tag"] or match["code"] or "").lower()
    if not kind:
        whole = shown(text[match.start() : stop])
        return whole.replace("![", "&#33;[") if match["element"] else whole
    inner = shown(text[match.end() : max(match.end(), text.rfind("{", match.end(), at))])
    if kind in ("raw", "verbatim"):
        return inner
    return f"<pre><code>{html.escape(inner, quote=False)}</code></pre>"


def _closer(match: re.Match[str]) -> str:
    if match["element"]:
        return f"</{match['element'].lower()}"
    if match["tag"]:
        return f"end{match['tag'].lower()}"
    if match["code"]:
        return f"/{match['code'].lower()}"
    return "-->" if match[0] == "<!--" else "*/"


def _end(text: str, at: int, closer: str) -> int:
    """Behind the end of the tag that closes."""
    last = {"-": "", "<": ">"}.get(closer[0], "}}" if closer[0] in "/*" else "%}")
    stop = text.find(last, at, at + 200) if last else at
    return at if stop < 0 else stop + len(last)
