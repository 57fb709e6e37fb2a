"""Front matter: the lines between the rules of a post, as a mapping.

In real posts it is YAML written by hand and by scripts that never quoted a colon. A strict reader
loses every tenth post over a title, so what the YAML parser refuses is read again line by line:
top-level keys, plain values and dashed lists, which is all that posts use. Dates and numbers stay
strings: YAML's own timestamps turn ``2013-12-85`` into an exception and drop what the post said,
and its numbers make 750 of a title ``12:30``. What a tag or a parser makes nothing of (``!!bool
maybe``, a TOML number of 5,000 digits) stays the text that stands there, too. Aliases are refused:
no post needs them, and nine lines of them stand for a thousand million values.

JSON is read as JSON, and as YAML, which allows for a comma too many, where it is none. Its numbers
stay texts, too.

PyYAML has two parsers. The one in C is seven times as fast, but takes aliases, refuses surrogates
and leaves the process where lists are nested without end; so it gets what is plain to see to be
harmless, which is nearly every post.

All parsers are given a bounded text: ``MAX_FRONT`` bytes are refused, and what is nested deeper
than ``MAX_DEPTH`` is not parsed. TOML's dotted keys make a table at every dot, and the parser keeps
each way to it: 40 KB of dots took 1.5 GiB. PyYAML in Python takes up to 40 microseconds for a
character, so of longer front matter that is not harmless the lines are read.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

_KEY = re.compile(r"(?P<key>[A-Za-z_\u4e00-\u9fff][\w-]*)\s*[:：](?P<value>\s.*)?")
_ITEM = re.compile(r"\s*-\s(?P<value>.*)")
_DOTTED = re.compile(
    r"(?<![\w.\"'\\-])(?:[A-Za-z0-9_-]++|\"(?>(?:[^\"\\\n]++|\\.)*)\"|'[^'\n]*+')"
    r"(?:[ \t]*+\.[ \t]*+(?:[A-Za-z0-9_-]++|\"(?>(?:[^\"\\\n]++|\\.)*)\"|'[^'\n]*+')){32}"
)
_QUOTES = {"'": ("''", "'"), '"': ('\\"', '"')}
_HARMLESS = re.compile(
    r"(?>(?:(?>(?:(?:[A-Za-z_\u4e00-\u9fff][\w-]*+:|[ ]*+-)(?>(?:[ ]++(?:"
    r"(?![\s&*!|>%@`?\[\]{},#:-])(?>(?:[^\\:\n\r\x85\u2028\u2029\ufeff]++|:(?!\s))+)|"
    r"\[\w++(?>(?:,[ ]?\w++)*)\]"
    r"))?))?)[ ]*+\n)*)"
)
"""Lines of keys and dashed items with a text or a list of words, in which nothing is escaped."""

_LONG_NUMBER = re.compile(r"(?<![\w.'\"+-])[+-]?\d[\d_]{600,}+(?![\w.'\"])")
"""A number that Python may refuse to make of its digits, or to write out."""

_MAX_BITS = 2000
"""Of a number that is one."""

_JSON_MARK = re.compile(r'"(?>(?:[^"\\]++|\\.)*)"?|[\[\]{}]', re.DOTALL)
"""A text, or a bracket outside of one."""

_NESTED = re.compile(r"^[ ]*+-[ ]*+\n(?>(?:[ ]*+\n)*)[ ]*+-", re.MULTILINE)
"""A dash below a dash: a list in a list."""


MAX_FRONT = 256 * 1024
"""Bytes of front matter; what says more of itself is no post."""

MAX_DEPTH = 32
"""Levels of lists and mappings in each other, or parts of a dotted key."""

_MAX_SLOW = 32 * 1024
"""Characters that the slow parser of YAML is given."""


class FrontMatterError(Exception):
    """Front matter that is not read; the message says why."""


class Rescued(dict[str, Any]):
    """Front matter that the parser refused, read line by line: some of it may be lost."""


def has_keys(front: str) -> bool:
    """Whether a line begins with a key."""
    return any(_KEY.fullmatch(line) for line in front.splitlines())


def read_toml(front: str) -> Mapping[str, Any]:
    """Read front matter as TOML.

    Raises:
        FrontMatterError: it is none, too long, or nested too deep.
    """
    _check_size(front)
    if is_nested_deep(front):
        raise FrontMatterError(f"front matter nested deeper than {MAX_DEPTH} levels")
    try:
        return {key: _written(value) for key, value in _toml(front).items()}
    except (ValueError, RecursionError) as error:
        raise FrontMatterError("front matter that is not TOML") from error


def is_nested_deep(toml: str) -> bool:
    """Whether TOML is nested deeper than ``MAX_DEPTH``: no parser should be given it."""
    return _DOTTED.search(toml) is not None or _depth(toml) > MAX_DEPTH


def read_json(front: str) -> Mapping[str, Any]:
    """Read front matter as JSON.

    Raises:
        FrontMatterError: it is none, too long, or nested too deep.
    """
    _check_size(front)
    if json_end(front) is None:
        raise FrontMatterError("front matter that is not JSON")
    try:
        found = json.loads(front, parse_int=str, parse_float=str, parse_constant=str)
    except ValueError:
        found = _yaml_mapping(front.replace("\t", "  "))
    if not isinstance(found, dict):
        raise FrontMatterError("front matter that is not JSON")
    return found


def json_end(text: str) -> int | None:
    """Where the object or list ends that a text begins with; None where it does not end.

    Raises:
        FrontMatterError: it is nested too deep.
    """
    depth = 0
    for mark in _JSON_MARK.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(mark[0], 0)
        if depth > MAX_DEPTH:
            raise FrontMatterError(f"front matter nested deeper than {MAX_DEPTH} levels")
        if depth <= 0:
            return mark.end()
    return None


def _toml(front: str) -> dict[str, Any]:
    """Parse TOML; numbers that are too long become texts."""
    try:
        return tomllib.loads(front)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:
        return tomllib.loads(_LONG_NUMBER.sub(r'"\g<0>"', front))


def _written(value: Any) -> Any:
    """A value of TOML without numbers that cannot be written out."""
    if isinstance(value, dict):
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_written(item) for item in value]
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        return hex(value)
    return value


def _check_size(front: str) -> None:
    if len(front) > MAX_FRONT or len(front.encode("utf-8", "surrogatepass")) > MAX_FRONT:
        raise FrontMatterError(f"front matter larger than {MAX_FRONT // 1024} KiB")


def _depth(front: str) -> int:
    """How deep brackets may be nested, at most."""
    depth = deepest = 0
    for mark in re.findall(r"[\[\]{}]", front):
        depth = depth + 1 if mark in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def read_front_matter(front: str) -> Mapping[str, Any]:
    """Read front matter as YAML, or line by line where it is none or nested too deep.

    What was read line by line is a ``Rescued``.

    Raises:
        FrontMatterError: it is too long.
    """
    _check_size(front)
    read = _yaml_mapping(front.replace("\t", "  "))
    if read:
        return read
    rescued = _rescued(front)
    return Rescued(rescued) if read is None else rescued


_TYPES = frozenset({"tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"})


class _TextLoader(yaml.SafeLoader):
    """Safe YAML in which dates and numbers are the text that stands there, without aliases."""

    _levels = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose the next node.

        Raises:
            yaml.YAMLError: it is an alias, or too deep.
        """
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        self._levels += 1
        if self._levels > MAX_DEPTH:
            raise yaml.YAMLError("nested too deep")
        node = super().compose_node(parent, index)
        self._levels -= 1
        return node


_TextLoader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] in _TYPES]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _text(loader: _TextLoader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


def _truth(loader: _TextLoader, node: yaml.ScalarNode) -> bool | str:
    text = _text(loader, node)
    return yaml.SafeLoader.bool_values.get(text.lower(), text)


def _members(loader: _TextLoader, node: yaml.MappingNode) -> list[Any]:
    """A set in the order in which it is written."""
    return list(loader.construct_mapping(node))


_TextLoader.add_constructor("tag:yaml.org,2002:bool", _truth)
_TextLoader.add_constructor("tag:yaml.org,2002:set", _members)
for _tag in ("int", "float", "timestamp", "binary"):  # as ``!!int 12`` demands them
    _TextLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _text)

_QuickLoader: Any = type(
    "_QuickLoader",
    (getattr(yaml, "CSafeLoader", yaml.SafeLoader),),  # PyYAML may be built without libyaml
    {"yaml_implicit_resolvers": _TextLoader.yaml_implicit_resolvers},
)
"""Reads harmless YAML as ``_TextLoader`` does."""


def _yaml_mapping(front: str) -> dict[str, Any] | None:
    is_harmless = _HARMLESS.fullmatch(front) is not None and not _NESTED.search(front)
    if not is_harmless and len(front) > _MAX_SLOW:
        return None
    try:
        loader = _QuickLoader if is_harmless else _TextLoader
        value = yaml.load(front, loader)  # noqa: S506 - both are safe
    except (yaml.YAMLError, ValueError, LookupError, RecursionError):
        return None
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else None


def _rescued(front: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    key = ""
    for line in front.splitlines():
        item, pair = _ITEM.fullmatch(line), _KEY.fullmatch(line)
        if item and key and not found[key]:
            found[key] = [_unquoted(item["value"].strip())]
        elif item and key and isinstance(found[key], list):
            found[key].append(_unquoted(item["value"].strip()))
        elif pair:
            key = pair["key"]
            found[key] = _value((pair["value"] or "").strip())
    return found


def _value(text: str) -> Any:
    if text.startswith("[") and text.endswith("]"):
        return [_unquoted(part.strip()) for part in text[1:-1].split(",") if part.strip()]
    return _unquoted(text)


def _unquoted(text: str) -> str:
    """Take off a pair of quotes; quotes inside a title that began with none stay."""
    mark = text[:1]
    if len(text) > 1 and mark in _QUOTES and text.endswith(mark):
        return text[1:-1].replace(*_QUOTES[mark])
    return text
