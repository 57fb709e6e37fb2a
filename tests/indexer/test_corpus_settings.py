"""``huabao.toml``: what each setting does, what is refused and how, when posts are read again."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer
from indexer import CorpusError, SettingsError
from indexer.inspection import inspect_corpus
from indexer.posts.extract import parse_article
from indexer.settings.corpus_settings import (
    SELECTORS,
    SETTINGS,
    SITE_SETTINGS,
    CorpusSettings,
    SiteSettings,
)
from indexer.settings.settings_file import MAX_BYTES, parse_settings, read_settings
from indexer.sources.folder import survey

ALL = """
timezone = "Europe/Berlin"
base_url = "https://example.com/blog/"
categories_from = "folder"

[variables]
cdn = "https://cdn.example.com"
theme.images = "/theme"

[[site]]
path = "news/*"
region = "article .body"
title = "h1"
date = "time"
author = ".by"
caption = "figcaption, p.caption"
furniture = "aside"

[[site]]
host = "*.Example.com"
region = "main"
"""

POST = "---\ntitle: 夜航\ndate: 2021-05-06T18:30:00Z\n---\n![](/a.jpg)\n\n渡轮驶过江面。\n"


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "huabao.toml").write_text(text, "utf-8")
    return folder


def test_all_of_it_is_read(tmp_path: Path) -> None:
    settings = read_settings(write(tmp_path, ALL))
    assert settings == CorpusSettings(
        timezone="Europe/Berlin",
        base_url="https://example.com/blog/",
        categories_from="folder",
        variables={"cdn": "https://cdn.example.com", "theme.images": "/theme"},
        sites=(
            SiteSettings(
                path="news/*",
                region="article .body",
                title="h1",
                date="time",
                author=".by",
                caption="figcaption, p.caption",
                furniture="aside",
            ),
            SiteSettings(host="*.example.com", region="main"),
        ),
    )
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - our own


def test_without_a_file_and_with_an_empty_one_all_is_as_ever(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == CorpusSettings()
    assert read_settings(write(tmp_path, "# nothing yet\n")) == CorpusSettings()
    assert CorpusSettings().digest == ""
    assert CorpusSettings().timezone == "Asia/Shanghai"


def test_the_tables_are_the_values() -> None:
    members = {"site" if name == "sites" else name for name in CorpusSettings.__slots__}
    assert {setting.name for setting in SETTINGS} == members
    assert tuple(setting.name for setting in SITE_SETTINGS) == SiteSettings.__slots__


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('timezon = "UTC"', "timezon: no such setting; did you mean timezone?"),
        ("moon = 1", "moon: no such setting; the settings are base_url, categories_from, "),
        ('timezone = "Asia/Shanghia"', "is called so; did you mean Asia/Shanghai?"),
        ('timezone = "asia/shanghai"', "did you mean Asia/Shanghai?"),
        ('timezone = "Asia"', "timezone = 'Asia': no time zone is called so"),
        ('timezone = "../../etc/passwd"', "no time zone is called so"),
        ("timezone = 8", "timezone = 8: write a text in quotes"),
        ('timezone = ""', "timezone = '': write a text in quotes"),
        ('base_url = "example.com"', "base_url = 'example.com': write the address of the site"),
        ('base_url = "ftp://example.com/"', "write the address of the site"),
        ('base_url = "https://[/"', "write the address of the site"),
        ('categories_from = "path"', "categories_from = 'path': write \"folder\""),
        ('variables = "x"', "variables = 'x': write a table"),
        ("[variables]\nx = 5", "variables.x = 5: write a text in quotes"),
        ("[variables.a]\nb = []", "variables.a.b = []: write a text in quotes"),
        ("site = 5", "site = 5: write blocks that begin with [[site]]"),
        ('[site]\npath = "*"', "write blocks that begin with [[site]]"),
        ('[[site]]\nregion = "main"', "[[site]] 1: path: say of which posts it is"),
        ('[[site]]\npath = "*"', "[[site]] 1: region: say what is where, by one of region, title"),
        ('[[site]]\npath = "*"\nregoin = "p"', "1: regoin: no such setting; did you mean region?"),
        ('[[site]]\npath = "*"\ntitle = "p"\n[[site]]\nhost = "a.b"\ntitle = "p["',
         "[[site]] 2: title = 'p[': no CSS selector ("),
        ('[[site]]\npath = "*"\ntitle = "@media x"', "no CSS selector"),
        ('[[site]]\npath = "*"\ntitle = "p:moon"', "no CSS selector"),
        ('[[site]]\npath = "*"\ntitle = "' + "a" * 1001 + '"', "use at most 1,000 characters"),
        ('[[site]]\npath = "*"\ntitle = "' + ":not(" * 200 + '"', "no CSS selector"),
        ('[[site]]\nhost = "https://a.b/"\ntitle = "p"', "write the host alone"),
        ("timezone = ", "no TOML: Invalid value"),
        ('timezone = "UTC"\ntimezone = "UTC"', "no TOML: Cannot overwrite a value"),
        ("x = " + "9" * 5000, "no TOML"),
        ("x = " + "[" * 9000, "nested deeper than 32 levels"),
        (".".join("a" * 9000) + " = 1", "nested deeper than 32 levels"),
        (".".join(['"a"'] * 9000) + " = 1", "nested deeper than 32 levels"),
        (".".join(["'a b'"] * 9000) + " = 1", "nested deeper than 32 levels"),
        (".".join(['"a\\"b"'] * 9000) + " = 1", "nested deeper than 32 levels"),
        ("#" * MAX_BYTES + "\n", "larger than 64 KiB"),
        ("m" * 5000 + " = 1", "m: no such setting"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_the_remedy(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(write(tmp_path, text))
    message = str(raised.value)
    assert message.startswith("huabao.toml: ")
    assert told in message
    assert "\n" not in message
    assert len(message) < 400


@pytest.mark.parametrize("data", ['timezone = "上海"'.encode("gb18030"), b"\xff\xfe"])
def test_other_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(SettingsError, match="save it as UTF-8"):
        parse_settings(data)


def test_a_mark_of_utf_8_is_none_of_the_text() -> None:
    assert parse_settings(b'\xef\xbb\xbftimezone = "UTC"').timezone == "UTC"


@given(st.binary(max_size=200) | st.text("[]{}='\".#\n ab5", max_size=200).map(str.encode))
def test_whatever_it_holds_it_is_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(parse_settings(data), CorpusSettings)
    except SettingsError as error:
        assert error.remedy  # noqa: PT017 - either is right


def test_an_error_is_one_of_the_corpus_and_has_its_parts(tmp_path: Path) -> None:
    write(tmp_path, 'timezone = "Moon/Tycho"')
    (tmp_path / "a.md").write_text(POST, "utf-8")
    for work in (indexer.build_index, indexer.update_index):
        with pytest.raises(CorpusError) as raised:
            work(tmp_path, tmp_path / "index")
        assert isinstance(raised.value, SettingsError)
        assert (raised.value.key, raised.value.shown) == ("timezone", "'Moon/Tycho'")
    with pytest.raises(SettingsError):
        inspect_corpus(tmp_path)


@pytest.mark.parametrize("make", ["a link out", "a folder", "a link to nowhere"])
def test_a_file_that_is_none_is_told_and_not_passed_over(tmp_path: Path, make: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    place = corpus / "huabao.toml"
    if make == "a folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / "elsewhere.toml")
        if make == "a link out":
            (tmp_path / "elsewhere.toml").write_text('timezone = "UTC"', "utf-8")
    with pytest.raises(SettingsError, match="no file inside the corpus"):
        read_settings(corpus)


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(_: object, path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    write(tmp_path, "")
    monkeypatch.setattr("indexer.sources.post_file.find", refusing)
    with pytest.raises(SettingsError, match="could not be read: Permission denied"):
        read_settings(tmp_path)


def test_it_is_no_post_whatever_is_read(tmp_path: Path) -> None:
    write(tmp_path, "")
    write(tmp_path / "below", "")
    assert survey(tmp_path, suffixes={".toml"}).paths == ("below/huabao.toml",)


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ("", "a.jpg"),
        ('base_url = "https://example.com/blog/"', "https://example.com/a.jpg"),
    ],
)
def test_an_address_from_the_root_without_a_file_is_one_of_the_site(
    tmp_path: Path, settings: str, address: str
) -> None:
    post = POST.encode()
    read = parse_settings(settings.encode())
    (photo,) = parse_article(post, tmp_path, "x.md", settings=read).photos
    assert photo.image == address
    assert photo.missing == (not settings)
    (tmp_path / "a.jpg").write_bytes(b"")
    (photo,) = parse_article(post, tmp_path, "x.md", settings=read).photos
    assert photo.image == "a.jpg"
    assert not photo.missing


@pytest.mark.parametrize(
    ("settings", "front", "address"),
    [
        ("", "", "https://cdn.example.com/a.jpg"),
        ("", "url: http://example.com/1", "http://cdn.example.com/a.jpg"),
        ('base_url = "http://example.com/"', "", "http://cdn.example.com/a.jpg"),
    ],
)
def test_an_address_without_a_scheme_takes_that_of_the_site(
    settings: str, front: str, address: str
) -> None:
    post = f"---\ntitle: 夜航\n{front}\n---\n![](//cdn.example.com/a.jpg)\n".encode()
    read = parse_settings(settings.encode())
    (photo,) = parse_article(post, "nowhere", "x.md", settings=read).photos
    assert photo.image == address


@pytest.mark.parametrize(
    ("path", "category"),
    [
        ("旅行/a.md", ("旅行",)),
        ("旅行/2021/a.md", ("旅行", "2021")),
        ("_posts/旅行/a.md", ("旅行",)),
        ("旅行/夜航/index.md", ("旅行",)),
        ("旅行/index.md", ("旅行",)),
        ("旅行/旅行/a.md", ("旅行",)),
        ("a.md", ("stated",)),
        ("_posts/a.md", ("stated",)),
    ],
)
def test_folders_are_categories_where_that_is_wanted(path: str, category: tuple[str]) -> None:
    post = b"---\ntitle: a\ncategories: [stated]\n---\nText.\n"
    wanted = CorpusSettings(categories_from="folder")
    assert parse_article(post, "nowhere", path, settings=wanted).category == category
    assert parse_article(post, "nowhere", path).category == ("stated",)


@pytest.mark.parametrize(
    ("path", "url", "number"),
    [
        ("news/2021/a.html", None, 0),
        ("news/2021/a.html", "https://www.example.com/1", 0),
        ("blog/a.html", "https://WWW.example.com:443/1", 1),
        ("blog/a.html", "https://example.com/1", None),
        ("blog/a.html", "https://[", None),
        ("blog/a.html", None, None),
    ],
)
def test_the_first_block_that_covers_a_post_speaks_of_it(
    path: str, url: str | None, number: int | None
) -> None:
    settings = parse_settings(ALL.encode())
    assert settings.site(path, url) == (None if number is None else settings.sites[number])


def test_a_block_with_path_and_host_wants_both() -> None:
    block = SiteSettings(path="news/*", host="example.com", region="main")
    assert block.covers("news/a.html", "example.com")
    assert not block.covers("news/a.html", "example.org")
    assert not block.covers("blog/a.html", "example.com")


def test_a_block_gives_the_selectors_that_it_has() -> None:
    first, second = parse_settings(ALL.encode()).sites
    assert tuple(first.selectors) == SELECTORS
    assert second.selectors == {"region": "main"}


def test_every_selector_is_checked() -> None:
    for name in SELECTORS:
        with pytest.raises(SettingsError, match="no CSS selector"):
            parse_settings(f'[[site]]\npath = "*"\n{name} = "p["'.encode())


def test_changed_settings_have_every_post_read_again_and_equal_ones_none(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for name in "ab":
        (corpus / f"{name}.md").write_text(POST, "utf-8")
    indexer.build_index(corpus, index)
    for text, changed in (
        ('timezone = "UTC"', 2),
        ('# ours\ntimezone = "UTC"', 0),
        ('timezone = "UTC"\n[variables]\nx = "y"', 2),
        ('timezone = "UTC"\n[variables]\nx = "z"', 2),
        ("", 2),
        ('timezone = "Asia/Shanghai"', 0),
    ):
        write(corpus, text)
        assert indexer.update_index(corpus, index).changed == changed, text
    (corpus / "huabao.toml").unlink()
    assert indexer.update_index(corpus, index).changed == 0


def test_two_settings_that_differ_have_two_digests() -> None:
    texts = [
        'timezone = "UTC"',
        'base_url = "http://a.b/"',
        'categories_from = "folder"',
        '[variables]\na = "b"',
        '[variables]\nb = "a"',
        ALL,
        ALL.replace("main", "body"),
    ]
    digests = {parse_settings(text.encode()).digest for text in texts}
    assert len(digests) == len(texts)
