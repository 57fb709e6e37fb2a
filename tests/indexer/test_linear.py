"""A post twice as long takes twice as long to read, whatever it repeats.

Times are those of the thread, the least of several, and only ever compared within one run. A pair
that looks wrong is measured again: a busy machine can make a figure larger, never smaller.
"""

import gc
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from re import _constants, _parser
from types import ModuleType

import pytest

import indexer
import indexer.posts
import search
import web
from indexer.posts.article import Article, Photo
from indexer.posts.credits.credit_lines import forget_texts, split_credit
from indexer.posts.dates.taken import find_taken
from indexer.posts.extract import parse_article
from indexer.records import documents
from indexer.sources.post_file import PostError
from search.text.fold import Fold

pytestmark = pytest.mark.untraced

MOST = 2.6
SHORT = 240
"""A credit is looked for in so many characters at the end of a text."""

IMG = "<img src=http://a.com/a.jpg>"
CAPTION = f"<figure>{IMG}<figcaption>%s</figcaption></figure>"
PARAGRAPH = f"{IMG}<p>图为%s甲"
ALT = "<img src=http://a.com/a.jpg alt='%s甲'>"
LINE = "海边的渔船都已经归来了"
PROSE = f"<p>{'这是一段很长的正文' * 5}。"

REPEATED = {
    # what was seen to take the square of its length
    "months in a caption": (CAPTION, "1月", 2000, ".html"),
    "years and months": (CAPTION, "年1月", 2000, ".html"),
    "dates and pictures": (CAPTION, "1月2日上图年", 2000, ".html"),
    "years, months, days": (PARAGRAPH, "年月日", 6000, ".html"),
    "upper pictures": (PARAGRAPH, "上图", 6000, ".html"),
    "lines": ("%s", "甲<br>", 3000, ".html"),
    "pictures and paragraphs": ("%s", f"{IMG}<p>甲", 3000, ".html"),
    "line breaks": ("甲%s乙\n- 丙", "\n", 10000, ".md"),
    "short paragraphs": ("%s", "<p>甲</p>", 4000, ".html"),
    # their kin
    "years": (CAPTION, "2018年", 2000, ".html"),
    "periods": (CAPTION, "1日-", 2000, ".html"),
    "days of events": (CAPTION, "1月1日，", 2000, ".html"),
    "arrows": (PARAGRAPH, "↓", 6000, ".html"),
    "rules": (PARAGRAPH, "-", 6000, ".html"),
    "colons": (PARAGRAPH, "： ", 6000, ".html"),
    "brackets": (PARAGRAPH, "（ ", 6000, ".html"),
    "digits in a description": (ALT, "1", 6000, ".html"),
    "buttons in a description": (ALT, "查看大", 6000, ".html"),
    "blank lines of wide blanks": ("甲%s乙", "\u3000\n", 3000, ".md"),
    "blanks before a list": ("甲\n%s乙", " \n", 6000, ".txt"),
    "figures": ("%s", CAPTION % "甲", 4000, ".html"),
    "pictures in one paragraph": ("<p>%s", f"甲{IMG}<br>", 3000, ".html"),
    "arrows down": ("%s", f"{IMG}<br>↓甲<br>", 3000, ".html"),
    "lines by habit": (PROSE * 3 + "%s", f"{IMG}<p>{LINE}{PROSE}", 6000, ".html"),
    "captions by habit": ("%s", f"{IMG}<p>图为{LINE}。<p>{IMG}<p>{LINE}。", 6000, ".html"),
    "classes": ("<div class='%s'>甲", "c ", 6000, ".html"),
    "sizes of a picture": ("<img src=a.jpg srcset='%s'>", "a 1w, ", 6000, ".html"),
    "addresses in an address": ("<img src='%s'>", "http://", 6000, ".html"),
    "tags without an end": ("\x80%s", "<meta ", 8000, ".html"),
    "blanks in front matter": ("---\nx: [\na: b%sc\n---\n甲", " ", 3000, ".md"),
    "front matter without keys": ("---\n%s\n---\n甲", "甲 乙\n", 3000, ".md"),
    "keys": ("---\n%s\n---\n甲", "a: - b\n", 3000, ".md"),
    "front matter above its only rule": ("title: a\n%s", "a: - b\n", 6000, ".md"),
    "texts of JSON": ('{"a": [%s', '"\\', 6000, ".md"),
    "members of JSON": ('{"a": 1%s}\n甲', ',"b":[]', 6000, ".md"),
    "members without braces": ('"a": 1%s\n;;;\n甲', ',"b":[]', 6000, ".md"),
    "pictures of front matter": ("---\nphotos:\n%s---\n甲", "- a.jpg\n", 6000, ".md"),
    "captioned pictures": ("---\nx: [%s]\n---\n甲", "{a: b.jpg, alt: c},", 6000, ".md"),
    "a text of pictures": ("---\nphotos: '%s'\n---\n甲", "![a](b.jpg) ", 6000, ".md"),
    "a text of endings": ("---\nphotos: '%s 甲'\n---\n甲", ".jpg_", 6000, ".md"),
    "covers": ("---\n%s---\n甲", "cover: a.jpg\nimage_alt: b\n", 6000, ".md"),
    "tags": ("---\ntags: '%s'\n---\n甲", "甲，", 6000, ".md"),
    "comments of MDX": ("%s", "{/* ", 6000, ".mdx"),
    "modules of MDX": ("%s", "import a from 'b'\n", 6000, ".mdx"),
    "fences of MDX": ("%s", "```\n", 6000, ".mdx"),
    "comments before front matter": ("<!--%s", "- ", 6000, ".md"),
    "brackets of Markdown": ("%s", "![", 1000, ".md"),
    "stars": ("%s", "*a **a ", 3000, ".md"),
    "templates": ("%s", "{% asset_img a.jpg ", 6000, ".md"),
    "references": ("%s", "[a]: b\n", 3000, ".md"),
    "definitions": ("%s", "[甲]: a.jpg ", 6000, ".md"),
    "pictures of Markdown": ("%s", "![甲](a.jpg)", 3000, ".md"),
    "destinations": ("%s", "![](", 6000, ".md"),
    "destinations in quotation marks": ("%s", '![]("', 6000, ".md"),
    "brackets around a picture": ("![%s](a.jpg)", "[", 6000, ".md"),
    "embeds": ("%s", "![[a|", 6000, ".md"),
    "short codes": ("%s", "{{<", 6000, ".md"),
    "short codes with arguments": ("%s", '{{< figure src="', 6000, ".md"),
    "galleries without an end": ("%s", "{{< gallery >}}", 6000, ".md"),
    "galleries in galleries": ("%s{{< /gallery >}}", "{{< gallery a.jpg >}}", 6000, ".md"),
    "ends of short codes": ("%s", "{{< /figure >}}", 6000, ".md"),
    "quotation marks in a short code": ("{{< figure %s >}}", '"a ', 6000, ".md"),
    "words in a short code": ("{{< figure %s >}}", "a=", 6000, ".md"),
    "includes": ("%s", "{% include ", 6000, ".md"),
    "variables": ("%s", "{{ site.x ", 6000, ".md"),
    "variables in addresses": ("![]({{ %s }}/a.jpg)", "x | ", 6000, ".md"),
    "what a post assigns": ("%s", "{% assign a = b %}", 6000, ".md"),
    "captions in brackets": ("%s", "[caption]", 6000, ".md"),
    "captions with pictures": ("%s", "[caption]<img src=a.jpg>", 6000, ".md"),
    "galleries in brackets": ("%s", "[gallery ", 6000, ".md"),
    "centres": ("%s", "<center>\n", 2000, ".md"),
    "lines of HTML": ("%s", "<div>甲</div>\n![](a.jpg)\n", 3000, ".md"),
    "components": ("%s", "<Image ", 6000, ".mdx"),
    "components with braces": ("%s", "<Image src={", 6000, ".mdx"),
    "components with quotation marks": ("%s", '<Image a="', 6000, ".mdx"),
    "imports": ("%s", "import a from 'b'\n", 6000, ".mdx"),
    "containers": ("%s", "::: figure 甲\n", 6000, ".md"),
    "back ticks": ("%s", "` `` ", 6000, ".md"),
    "fences": ("%s", "```\n甲\n", 6000, ".md"),
    "elements of code": ("%s", "<pre><code>", 6000, ".md"),
    "comments": ("%s", "<!-- ", 6000, ".md"),
    "listings": ("%s", "{% raw %}{% highlight a %}", 6000, ".md"),
    "headings": ("%s", "##甲", 6000, ".md"),
    "pictures without scripts": ("%s", "<noscript><img src=a.jpg></noscript>", 6000, ".html"),
    "backgrounds": ("%s", "<div style='background:url(a.jpg)'>", 3000, ".html"),
    "pictures in pictures": ("%s", "<picture><source srcset=a.jpg>", 2000, ".html"),
    "drawings": ("%s", "<svg><image href=a.jpg>", 2000, ".html"),
}


def seconds(run: Callable[[], object], times: int = 3) -> float:
    best = float("inf")
    gc.disable()
    try:
        for _ in range(times):
            begun = time.thread_time()
            run()
            best = min(best, time.thread_time() - begun)
    finally:
        gc.enable()
    return best


def growth(at: Callable[[int], Callable[[], object]], size: int) -> float:
    """How much longer twice the size takes; the least of several looks."""
    ratios = []
    for _ in range(6):
        ratios.append(seconds(at(2 * size), 2) / seconds(at(size)))
        if ratios[-1] < MOST:
            break
    return min(ratios)


def post(around: str, unit: str, size: int, suffix: str) -> Callable[[], object]:
    """Reads a post anew; what is remembered of texts would make the second time free."""
    text = around.replace("%s", unit * (size // len(unit)))
    data = text.encode("latin-1" if text.startswith("\x80") else "utf-8")

    def run() -> None:
        forget_texts()
        try:
            article = parse_article(data, "nowhere", f"a{suffix}")
        except PostError:
            return
        list(documents(article, FOLD))

    return run


FOLD = Fold({})


@pytest.mark.parametrize(("around", "unit", "size", "suffix"), REPEATED.values(), ids=REPEATED)
def test_a_post_twice_as_long_takes_twice_as_long(
    around: str, unit: str, size: int, suffix: str
) -> None:
    assert growth(lambda length: post(around, unit, length, suffix), size) < MOST


def test_many_pictures_with_descriptions_of_their_own() -> None:
    def at(count: int) -> Callable[[], object]:
        images = "".join(f"<img src=http://a.com/{i}.jpg alt='渔船归港{i}'>" for i in range(count))
        return post(images, "甲", 0, ".html")

    assert growth(at, 300) < MOST


@pytest.mark.parametrize("beside", ["<noscript>%s</noscript>", "%s<noscript></noscript>"])
def test_pictures_without_an_address_beside_a_long_noscript(beside: str) -> None:
    def at(count: int) -> Callable[[], object]:
        below = ("<b></b>" if beside[0] == "<" else "<!-- -->") * count
        images = "<img alt=甲>" * count
        return post(f"<p>甲</p><div>{images}</div>{beside % below}", "甲", 0, ".html")

    assert growth(at, 2000) < MOST


def test_a_headline_and_a_description_that_are_hardly_alike() -> None:
    def at(size: int) -> Callable[[], object]:
        title, alt = "甲乙" * size, "乙甲丙" * (size * 2 // 3)
        return post(
            f"---\ntitle: {title}\n---\n<img src=http://a.com/a.jpg alt={alt}>", "甲", 0, ".html"
        )

    assert growth(at, 2000) < MOST


def test_photos_without_a_paragraph_between_them() -> None:
    def at(count: int) -> Callable[[], object]:
        photos = tuple(Photo(image=f"http://a.com/{number}.jpg") for number in range(count))
        article = Article(path="a.md", title="甲", blocks=photos)
        return lambda: list(documents(article, FOLD))

    assert growth(at, 2000) < MOST


def patterns() -> Iterator[tuple[str, re.Pattern[str], str, int]]:
    """Every compiled expression of the reading code, how it is used, and for how long a text."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(indexer.posts.__path__, "indexer.posts.")
    ]
    sources = [Path(str(module.__file__)).read_text("utf-8") for module in modules]
    seen = set()
    for module, own in zip(modules, sources, strict=True):
        for name, value in vars(module).items():
            for one in value if isinstance(value, tuple) else (value,):
                pattern = getattr(one, "pattern", None) if not isinstance(one, re.Pattern) else one
                if not isinstance(pattern, re.Pattern) or pattern in seen:
                    continue
                seen.add(pattern)
                credit = module.__name__.startswith("indexer.posts.credits.")
                source = own if name.startswith("_") else "\n".join(sources)
                ways = set(re.findall(rf"\b{name}\.(\w+)", source)) or {"finditer"}
                for way in sorted(
                    ways & {"search", "match", "fullmatch", "finditer", "sub", "split"}
                ):
                    yield f"{name}.{way}", pattern, way, SHORT if credit else 2000


def used(pattern: re.Pattern[str], way: str, text: str) -> object:
    if way == "finditer":
        return sum(1 for _ in pattern.finditer(text))
    return pattern.sub("", text) if way == "sub" else getattr(pattern, way)(text)


def units(pattern: re.Pattern[str]) -> list[str]:
    """What to repeat: every character and every word that stands in an expression."""
    stands = pattern.pattern
    words = re.findall(r"[\u4e00-\u9fff]{2,}|[A-Za-z]{3,}", stands)
    found = {*stands, *words, " ", "1", "甲", "A", *(f"{word} " for word in words)}
    found |= {f"{word}甲" for word in words} | {
        f"甲乙{mark}" for mark in stands if not mark.isascii()
    }
    return sorted(found)


WALKED = list(patterns())


def test_the_expressions_are_found() -> None:
    assert {"_DATE.finditer", "FORMS.finditer", "_KEY.fullmatch"} <= {name for name, *_ in WALKED}
    assert len(WALKED) > 90


SINGLE = {
    _constants.LITERAL,
    _constants.NOT_LITERAL,
    _constants.IN,
    _constants.ANY,
    _constants.CATEGORY,
}


def held(value: object) -> Iterator[re.Pattern[str]]:
    """The compiled expressions of what a module has, and of the collections and forms in it."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from held(one)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from held(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from held(getattr(value, field.name))


def ours(package: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled expression of a package, with its module and name."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if found.name.endswith(".__main__"):
            continue
        for name, value in list(vars(importlib.import_module(found.name)).items()):
            for pattern in held(value):
                if isinstance(pattern.pattern, str):
                    yield f"{found.name}.{name}", pattern


def repeats_a_group_possessively(parsed: object) -> bool:
    """Whether a part of a parsed expression is ``(?:…)*+`` over more than one character."""
    if isinstance(parsed, _parser.SubPattern | tuple | list):
        match parsed:
            case (_constants.POSSESSIVE_REPEAT, (_, _, body)) if not (
                len(body) == 1 and body[0][0] in SINGLE
            ):
                return True
        return any(map(repeats_a_group_possessively, parsed))
    return False


def parsed(pattern: re.Pattern[str]) -> object:
    return _parser.parse(pattern.pattern, pattern.flags)


@pytest.mark.parametrize("package", [search, indexer, web], ids=lambda package: package.__name__)
def test_no_group_is_repeated_possessively(package: ModuleType) -> None:
    """CPython before 3.11.5 matches ``(?:…)*+`` wrongly (gh-106052); ``(?>(?:…)*)`` is right."""
    found = list(ours(package))
    assert found
    assert {name for name, one in found if repeats_a_group_possessively(parsed(one))} == set()


@pytest.mark.parametrize(
    ("planted", "wrong"),
    [
        (r"(?:甲|乙丙)*+", True),
        (r"(?P<a>甲)?+", True),
        (r"(?:甲乙){1,3}+", True),
        (r"a(?:b|(?=(?:cd)++)c)", True),
        (r"(?>(?:甲|乙丙)*)", False),
        (r"[^甲]*+\s++.?+甲{2,3}+", False),
        (r"(?:甲乙)*", False),
    ],
)
def test_groups_repeated_possessively_are_told(planted: str, wrong: bool) -> None:
    assert repeats_a_group_possessively(parsed(re.compile(planted))) is wrong


def a_unit_of_time() -> float:
    """What a look at a hundred thousand characters takes here and now."""
    return seconds(lambda: re.search("[^甲]", "甲" * 100_000))


class _OvertimeError(Exception):
    """An expression looks at a text for longer than any expression may."""


LONGEST = 0.25
"""Seconds of this process after which a look is broken off: what takes the cube of two thousand
characters would take a minute, and what doubles with each character for ever."""


@contextmanager
def broken_off() -> Iterator[None]:
    """Break a look off that takes too long; the engine asks for signals while it looks."""

    def stop(*_: object) -> None:
        raise _OvertimeError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def slow_unit(pattern: re.Pattern[str], way: str, size: int) -> str | None:
    """The first unit of which an expression looks at each character too often, if there is one.

    One look at each text tells almost all of them linear, since the square of the size is beyond
    a unit of time. What looks slow is held to the ratio; where a text is short, to a share of a
    fixed time.
    """
    quick = a_unit_of_time()
    most = 100 * quick if size == SHORT else quick
    for unit in units(pattern):
        for tail in ("", "\n\x00"):

            def at(length: int, unit: str = unit, tail: str = tail) -> Callable[[], object]:
                text = (unit * length)[: length - len(tail)] + tail

                def run() -> None:
                    with broken_off():
                        used(pattern, way, text)

                return run

            try:
                if any(seconds_once(at(size)) < most for _ in range(5)):
                    continue
                if size == SHORT or growth(at, size) >= MOST:
                    return unit
            except _OvertimeError:
                return unit
    return None


def seconds_once(run: Callable[[], object]) -> float:
    """One look, the least of which counts."""
    begun = time.thread_time()
    run()
    return time.thread_time() - begun


@pytest.mark.parametrize(
    ("pattern", "way", "size"), [one[1:] for one in WALKED], ids=[one[0] for one in WALKED]
)
def test_an_expression_looks_at_each_character_a_few_times(
    pattern: re.Pattern[str], way: str, size: int
) -> None:
    assert slow_unit(pattern, way, size) is None


@pytest.mark.parametrize(
    ("planted", "way", "unit"),
    [
        (r"\s+$", "search", " "),
        (r"甲*乙", "finditer", "甲"),
        (r"(?:甲乙)*丙", "search", "甲乙"),
        (r"a.*b", "sub", "a"),
        (r"\d*\d*x", "match", "1"),
        (r"\s*[=:]?\s*\d?\s*x", "fullmatch", " "),
        (r"(?:甲+)+乙", "match", "甲"),
    ],
)
def test_the_walk_catches_what_was_planted(planted: str, way: str, unit: str) -> None:
    """Squares, cubes and powers of two, each with the unit that shows it.

    Texts are four times as long as those of the walk, for a busy machine measures long units of
    time, and what is to be caught must lie beyond them.
    """
    assert slow_unit(re.compile(planted), way, 8000) is not None
    assert unit in units(re.compile(planted))


@pytest.mark.parametrize(
    ("mended", "way"),
    [(r"(?<!\s)\s+$", "search"), (r"(?<!甲)甲*+乙", "finditer"), (r"\d{1,9}\d{1,9}x", "match")],
)
def test_the_walk_lets_the_mended_pass(mended: str, way: str) -> None:
    assert slow_unit(re.compile(mended), way, 2000) is None


@pytest.mark.parametrize(
    "unit", ["驻", "特约驻", "驻京特约", "Getty ", "记者 ", "甲·甲和", "和", "影友 ", "甲乙和"]
)
def test_a_credit_is_cut_in_one_way(unit: str) -> None:
    """Runs that could be cut in two at every word took for ever at 240 characters."""
    quick = a_unit_of_time()

    def cut() -> None:
        forget_texts()
        split_credit(f"渔船归港。新华社记者 {unit * (200 // len(unit))}摄")

    assert min(seconds(cut, 1) for _ in range(5)) < 2000 * quick


@pytest.mark.parametrize("day", [date.min, date(1, 1, 31), date(9999, 12, 31)])
@pytest.mark.parametrize("caption", ["1日，渔船归港。", "去年，渔船归港。", "2月3日，渔船归港。"])
def test_the_ends_of_the_calendar_have_no_neighbours(day: date, caption: str) -> None:
    """One day before the first and after the last there is none to compare with."""
    taken = find_taken(caption, day)
    assert taken is None or taken.basis == "caption+post"
