"""``huabao.toml`` read: every key is known and has a value of its kind, or an error says which not.

A setting that is misspelt and passed over would show months later, in an archive that was indexed
without it; so nothing is guessed and nothing ignored. TOML is read by the standard library. What a
person needs to correct the file is in the message: file, key, value, remedy, and the nearest name
that there is.
"""

import difflib
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import soupsieve

from indexer.posts.page.front_matter import MAX_DEPTH, is_nested_deep
from indexer.settings.corpus_settings import (
    SELECTORS,
    SETTINGS,
    SITE_SETTINGS,
    TIMEZONE,
    CorpusSettings,
    SiteSettings,
)
from indexer.settings.site_config import read_variables
from indexer.sources.folder import SETTINGS_FILE
from indexer.sources.post_file import PostError, UnreadableError
from indexer.sources.source import Place, Source, source_of
from search.errors import SettingsError

MAX_BYTES = 64 * 1024
"""Settings are written by hand; a larger file is something else under that name."""

MAX_SELECTOR = 1000
"""Characters of a selector, and as many parts as its compiler can nest."""

_LONGEST_NAME = 64
"""Characters of a name for which a near one is looked for."""


def read_settings(place: Place) -> CorpusSettings:
    """The settings of the corpus at a place; the defaults where it has no ``huabao.toml``.

    What the settings of a blog beside or above it define are variables, too.

    Raises:
        SettingsError: the file cannot be read, or says what cannot be.
    """
    source = source_of(place)
    data = _bytes(source)
    stated = CorpusSettings() if data is None else parse_settings(data)
    return replace(stated, variables={**read_variables(source.home), **stated.variables})


def parse_settings(data: bytes) -> CorpusSettings:
    """The settings that the bytes of a ``huabao.toml`` have.

    Raises:
        SettingsError: it is no TOML, or says what cannot be.
    """
    table = _toml(data)
    _check_names(table, {setting.name for setting in SETTINGS}, "")
    return CorpusSettings(
        timezone=_zone(table.get("timezone", TIMEZONE)),
        variables=_variables(table.get("variables", {})),
        base_url=_base(table.get("base_url")),
        categories_from=_categories_from(table.get("categories_from")),
        sites=tuple(_sites(table.get("site", []))),
    )


def _bytes(source: Source) -> bytes | None:
    if not source.holds(SETTINGS_FILE):
        return None
    try:
        file = source.open(SETTINGS_FILE)
    except UnreadableError as error:
        raise SettingsError.of("", None, f"{error.reason}; let it be read, or remove it") from error
    except PostError as error:
        remedy = "it is no file inside the corpus; put a file of that name there, or remove it"
        raise SettingsError.of("", None, remedy) from error
    if file.size > MAX_BYTES:
        remedy = f"larger than {MAX_BYTES >> 10} KiB; keep only settings in it"
        raise SettingsError.of("", None, remedy)
    return file.data


def _toml(data: bytes) -> Mapping[str, object]:
    too_deep = f"nested deeper than {MAX_DEPTH} levels; settings have one or two"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError.of("", None, "not UTF-8; save it as UTF-8") from error
    if is_nested_deep(text):
        raise SettingsError.of("", None, too_deep)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # a number of 5,000 digits is Python's own error
        raise SettingsError.of("", None, f"no TOML: {error}; correct that place") from error
    except RecursionError as error:
        raise SettingsError.of("", None, too_deep) from error


def _check_names(table: Mapping[str, object], known: Collection[str], within: str) -> None:
    for name in table:
        if name not in known:
            near = _near(name, known)
            remedy = f"no such setting; {near or 'the settings are ' + ', '.join(sorted(known))}"
            raise SettingsError.of(within + name[:_LONGEST_NAME], None, remedy)


def _near(name: str, known: Collection[str]) -> str:
    """A question about the nearest name, or nothing."""
    folded = {one.casefold(): one for one in sorted(known)}
    nearest = difflib.get_close_matches(name[:_LONGEST_NAME].casefold(), folded, n=1)
    return f"did you mean {folded[nearest[0]]}?" if nearest else ""


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SettingsError.of(key, value, 'write a text in quotes, as "…"')
    return unicodedata.normalize("NFC", value.strip())


def _zone(value: object) -> str:
    name = _text("timezone", value)
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = _near(name, available_timezones()) or "write one as Asia/Shanghai or Europe/Berlin"
        raise SettingsError.of("timezone", value, f"no time zone is called so; {near}") from error


def _variables(value: object, within: str = "variables") -> dict[str, str]:
    """Texts by name; tables within are names with dots, as ``{{ site.a.b }}`` has them."""
    if not isinstance(value, dict):
        raise SettingsError.of(within, value, 'write a table: [variables], and below it x = "…"')
    found: dict[str, str] = {}
    for name, text in value.items():
        key = f"{within}.{name}"
        if isinstance(text, dict):
            found |= _variables(text, key)
        elif isinstance(text, str):
            found[key.partition(".")[2]] = text
        else:
            raise SettingsError.of(key, text, 'write a text in quotes, as "…"')
    return found


def _base(value: object) -> str | None:
    if value is None:
        return None
    text = _text("base_url", value)
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web:
        remedy = "write the address of the site, as https://example.com/"
        raise SettingsError.of("base_url", value, remedy)
    return text


def _categories_from(value: object) -> Literal["folder"] | None:
    if value is None or value == "folder":
        return value
    raise SettingsError.of("categories_from", value, 'write "folder", or leave it out')


def _sites(value: object) -> Iterator[SiteSettings]:
    if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
        raise SettingsError.of("site", value, "write blocks that begin with [[site]]")
    for number, block in enumerate(value, start=1):
        yield _site(block, f"[[site]] {number}: ")


def _site(block: Mapping[str, object], within: str) -> SiteSettings:
    _check_names(block, {setting.name for setting in SITE_SETTINGS}, within)
    stated = {name: _text(within + name, value) for name, value in block.items()}
    if not stated.keys() & {"path", "host"}:
        raise SettingsError.of(f"{within}path", None, "say of which posts it is, by path or host")
    if not stated.keys() & set(SELECTORS):
        remedy = f"say what is where, by one of {', '.join(SELECTORS)}"
        raise SettingsError.of(f"{within}region", None, remedy)
    if "host" in stated:
        stated["host"] = _host(f"{within}host", stated["host"])
    for name in SELECTORS:
        if name in stated:
            _check_selector(within + name, stated[name])
    return SiteSettings(**stated)


def _host(key: str, text: str) -> str:
    if any(mark in text for mark in "/:@ "):
        raise SettingsError.of(key, text, "write the host alone, as example.com or *.example.com")
    return text.lower()


def _check_selector(key: str, text: str) -> None:
    if len(text) > MAX_SELECTOR:
        raise SettingsError.of(key, text, f"use at most {MAX_SELECTOR:,} characters")
    try:
        soupsieve.compile(text)
    except (soupsieve.SelectorSyntaxError, NotImplementedError, RecursionError) as error:
        why = (str(error).splitlines() or [type(error).__name__])[0].rstrip(": ")
        raise SettingsError.of(key, text, f"no CSS selector ({why}); correct it") from error
