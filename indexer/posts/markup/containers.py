"""Containers between lines of colons, as VuePress, Docusaurus, Hexo's themes and Pandoc have them.

Their fences are no text, their contents are. A container that is called a figure has its caption
behind its name; the title of another kind is kept as a line of its own.
"""

import re

from indexer.posts.markup.draft import Draft

_FENCE = re.compile(
    r"^[ \t]{0,12}(?P<mark>:{3,})[ \t]*(?P<name>\{[^{}\n]{0,200}\}|[\w.-]{0,60})"
    r"(?P<rest>[^\n]{0,500})$",
    re.MULTILINE,
)
_FIGURE = re.compile(r"fig(?:ure)?|image|img|photo|picture|pic", re.IGNORECASE)
_GALLERY = re.compile(r"galler|album|images|photos|grid|flex", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{[^{}\n]{0,300}\}")
_DEPTH = 100


def rewrite_containers(text: str, draft: Draft) -> str:
    """Take the fences of containers out of a text."""
    if ":::" not in text:
        return text
    closers: list[str] = []

    def fence(match: re.Match[str]) -> str:
        name, rest = match["name"], match["rest"].strip()
        if not name and not rest:
            return _own_lines(closers.pop()) if closers else ""
        title = _ATTRIBUTES.sub("", rest).strip("[] \t:")
        opened, closer, shown = _elements(name.strip("{}. "), title, draft)
        if len(closers) < _DEPTH:
            closers.append(closer)
        return _own_lines(opened) + shown

    return _FENCE.sub(fence, text)


def _elements(name: str, title: str, draft: Draft) -> tuple[str, str, str]:
    """What opens a container, what closes it, and what is read of its fence."""
    if _FIGURE.fullmatch(name):
        if not title:
            return draft.element("<figure>"), draft.element("</figure>"), ""
        closer = draft.element("<figcaption>") + title
        return draft.element("<figure>"), closer + draft.element("</figcaption></figure>"), ""
    if _GALLERY.search(name):
        return draft.element('<div class="gallery">'), draft.element("</div>"), ""
    return "", "", f"\n**{title}**\n" if title else ""


def _own_lines(word: str) -> str:
    return f"\n{word}\n" if word else ""
