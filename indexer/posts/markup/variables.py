"""Variables in addresses: ``{{ site.pictures }}/a.jpg`` and their filters.

What a site and a post define is put in. ``site.url`` and ``site.baseurl`` become nothing whoever
defines them: what they stand before lies in the corpus, from its root. A variable that nobody
defines is dropped from an address, with a note; the file's name is left, which is more than
nothing. Where an address is nothing but such variables it names no picture: they stay, and whoever
looks at the address leaves it out (``blocks.picture_kind``). Outside addresses a variable stays as
it is, since a text may well be about templates.
"""

import re
from collections.abc import Mapping

from indexer.posts.markup.draft import Draft
from indexer.posts.markup.written import looks_like_picture

_EXPRESSION = re.compile(r"\{\{-?(?![<%{])(?P<inner>(?>(?:[^{}\n]++|(?!\{\{|\}\}|\n).)*))\}\}")
_ASSIGN = re.compile(
    r"\{%-?\s*+assign\s++(?P<name>[\w-]{1,80}+)\s*+=(?P<value>(?>(?:[^{%\n]++|(?!\{%|%\}).)*))%\}"
)
_CAPTURE = re.compile(
    r"\{%-?\s*+capture\s++(?P<name>[\w-]{1,80}+)\s*+-?%\}(?P<value>[^{}\n]{0,300}+)\{%"
)
_LITERAL = re.compile(r"\"([^\"]*+)\"|'([^']*+)'|“([^”]*+)”")
_NAME = re.compile(r"\.?[\w$][\w.-]*(?:\[[\"'\w.-]+\])?")
_ROOT = re.compile(r"\.?(?:site|page)\.(?:base_?url|url|root)|base_?url|root_?url", re.IGNORECASE)
_BEFORE = frozenset("(\"'<=/]")
_AFTER = re.compile(r"[/\w.%~-]")
_MARK = re.compile(r"[(\"'<](?:\{\w|<%)")
_FOREIGN = re.compile(
    r"(?<=[(\"'<])(?:\{(?P<name>[A-Za-z][\w.]{0,40}+)\}|<%[=-]?(?P<code>[^<>%\n]{1,100}+)%>)(?=[/\w])"
)
"""Pelican's ``{static}/a.jpg``, and ``<%= cdn %>/a.jpg`` of templates in JavaScript and Ruby."""

_BEGUN = re.compile(r"(?:\]\(|\bsrc=)[\s\"'<]{0,5}+(?>(?:\{\{[^{}\n]{1,100}+\}\}){0,3})$")
_ENDED = re.compile(r"(?>(?:\{\{[^{}\n]{1,100}+\}\}){0,3})(?:[ \t]{0,5}+[\"'>)]|[ \t]++[“(]|$)")
_NEAR = 300
"""Characters beside an expression that tell whether it is all of an address."""

_LONGEST = 2000
_GROWTH = 256 * 1024
"""Characters that variables may add to a text."""


def defined_in(text: str, variables: Mapping[str, str]) -> dict[str, str]:
    """The variables that a text assigns by itself."""
    found: dict[str, str] = {}
    for match in _ASSIGN.finditer(text):
        value = _evaluated(match["value"].removesuffix("-"), {**variables, **found})
        if value is not None and len(found) < 100:
            found[match["name"]] = value
    for match in _CAPTURE.finditer(text):
        if len(found) < 100:
            found[match["name"]] = match["value"].strip()
    return found


def put_in(text: str, draft: Draft) -> str:
    """Replace the variables in the addresses of a text."""
    text = _FOREIGN.sub(lambda match: _dropped(match, draft), text) if _MARK.search(text) else text
    if "{%" in text:
        draft.variables = {**draft.variables, **defined_in(text, draft.variables)}
    if "{{" not in text:
        return text
    variables = draft.variables
    left = _GROWTH

    def value(match: re.Match[str]) -> str:
        nonlocal left
        found = _evaluated(match["inner"].removesuffix("-"), variables)
        if found is not None and len(found) <= left:
            left -= len(found)
            return found
        name = match["inner"].partition("|")[0].strip(" -")
        path = _path_within(match["inner"])
        if path and match.string[match.start() - 1 : match.start()] in _BEFORE:
            draft.note(f"variable {name[:80]} is not defined")
            return path
        if _is_address(match):
            draft.note(f"variable {name[:80]} is not defined")
            return "".join(match[0].split())
        if not _in_address(match, name):
            return match[0]
        draft.note(f"variable {name[:80]} is not defined")
        return ""

    return _EXPRESSION.sub(value, text)


def _path_within(expression: str) -> str:
    """The path of a picture that an expression nobody evaluates has as a text."""
    texts = (one for match in _LITERAL.findall(expression[:_LONGEST]) for one in match)
    return next((text for text in texts if looks_like_picture(text)), "")


def _dropped(match: re.Match[str], draft: Draft) -> str:
    name = (match["name"] or match["code"]).strip(" =-")
    if name not in ("static", "attach", "filename", "photo"):
        draft.note(f"variable {name[:80]} is not defined")
    return ""


def _is_address(match: re.Match[str]) -> bool:
    """Whether an expression is the whole of an address, alone or with others."""
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    behind = match.string[match.end() : match.end() + _NEAR]
    return _BEGUN.search(before) is not None and _ENDED.match(behind) is not None


def _in_address(match: re.Match[str], name: str) -> bool:
    if not _NAME.fullmatch(name):
        return False
    before = match.string[match.start() - 1 : match.start()]
    follows = _AFTER.match(match.string, match.end()) is not None
    if name.lstrip(".").lower().startswith(("site.", "page.", "theme.", "config.")):
        return follows or before in _BEFORE
    return follows and before in _BEFORE


def _evaluated(expression: str, variables: Mapping[str, str]) -> str | None:
    """The value of an expression with its filters; None where nobody defines it."""
    head, *filters = expression.split("|")[:12]
    value = _value(head.strip(), variables)
    for one in filters:
        name, _, argument = one.strip().partition(":")
        other = _value(argument.partition(",")[0].strip(), variables)
        if name.strip() == "append" and value is not None:
            value += other or ""
        elif name.strip() == "prepend" and value is not None:
            value = (other or "") + value
        elif name.strip() == "default":
            value = value or other
    return value


def _value(term: str, variables: Mapping[str, str]) -> str | None:
    literal = _LITERAL.fullmatch(term)
    if literal:
        return next((text for text in literal.groups() if text is not None), "")
    if _ROOT.fullmatch(term):
        return ""
    return variables.get(term) if term else None
