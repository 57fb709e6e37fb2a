"""Which pictures a post has: true addresses, sizes, and what is no photo."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.blocks.addresses import elsewhere, resolved, stated_address, true_address
from indexer.posts.blocks.block import Picture, Text
from indexer.posts.blocks.picture_kind import no_photo, stated_size
from indexer.posts.blocks.walker import read_blocks
from indexer.posts.extract import parse_article
from indexer.posts.markup.rendering import to_soup


@pytest.mark.parametrize(
    ("address", "true"),
    [
        ("https://p.example.dev/?http://a.com/1.jpg", "http://a.com/1.jpg"),
        ("https://p.example.dev/?url=http%3A%2F%2Fa.com%2F1.jpg&w=3", "http://a.com/1.jpg"),
        ("https://p.example.dev/img?u=http://a.com/1.jpg&w=3", "http://a.com/1.jpg"),
        ("https://p.example.dev/600x/https://a.com/1.jpg?k=v&w=3", "https://a.com/1.jpg?k=v&w=3"),
        ("https://p.dev/?https://q.dev/?http://a.com/1.jpg", "http://a.com/1.jpg"),
        ("http://a.com/1.jpg", "http://a.com/1.jpg"),
        (
            "https://p.dev/?https://archive.ph/a/http://a.com/1.jpg",
            "https://archive.ph/a/http://a.com/1.jpg",
        ),
        ("pictures/1.jpg", "pictures/1.jpg"),
    ],
)
def test_proxies_are_unwrapped(address: str, true: str) -> None:
    assert true_address(address) == true


@pytest.mark.parametrize(
    "archive",
    [
        "https://web.archive.org/web/20190428113850im_/",
        "https://web.archive.org/web/2019/",
        "//web.archive.org/web/",
        "https://archive.ph/o/AbCdE/",
        "https://webcache.googleusercontent.com/search?q=cache:AbC:",
        "https://library.example/wayback/20100101000000mp_/",
    ],
)
def test_an_archive_of_the_web_is_no_proxy(archive: str) -> None:
    address = f"{archive}https://gone.example/1.jpg"
    assert true_address(address) == address


@given(st.sampled_from(["https://p.dev/?", "https://p.dev/x/", "http://p.dev/i?u="]))
def test_unwrapping_is_idempotent(prefix: str) -> None:
    once = true_address(prefix + "http://a.com/1.jpg")
    assert true_address(once) == once == "http://a.com/1.jpg"


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ({"src": "p.gif", "data-original": "http://a.com/1.jpg"}, "http://a.com/1.jpg"),
        ({"src": "data:image/gif;base64,R0", "data-src": "1.jpg"}, "1.jpg"),
        ({"src": "/img/loading.gif", "srcset": "s.jpg 320w, l.jpg 960w"}, "l.jpg"),
        ({"src": "1.jpg", "data-lazy-src": ""}, "1.jpg"),
        ({"src": "blank.png"}, None),
        ({}, None),
    ],
)
def test_the_address_behind_lazy_loading(attributes: dict[str, str], address: str) -> None:
    assert stated_address(attributes) == address


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("b.jpg", "2018/b.jpg"),
        ("./b%20c.jpg?x=1#y", "2018/b c.jpg"),
        ("../pictures/b.jpg", "pictures/b.jpg"),
        ("../../../b.jpg", "b.jpg"),
        ("/images/b.jpg", "images/b.jpg"),
        ("..\\pictures\\b.jpg", "pictures/b.jpg"),
        ("//a.com/b.jpg", "https://a.com/b.jpg"),
        ("http://a.com/b.jpg", "http://a.com/b.jpg"),
    ],
)
def test_relative_addresses(address: str, path: str) -> None:
    assert resolved(address, "2018/post.md") == path


BLOG = "blog/source/_posts/2018/港口.md"


@pytest.mark.parametrize(
    ("address", "file", "image"),
    [
        ("/images/a.jpg", "images/a.jpg", "images/a.jpg"),
        ("/images/a.jpg", "static/images/a.jpg", "static/images/a.jpg"),
        ("/images/a.jpg", "blog/source/images/a.jpg", "blog/source/images/a.jpg"),
        ("/images/a%20b.jpg?x=1", "blog/public/images/a b.jpg", "blog/public/images/a b.jpg"),
        ("/images/a.jpg", "blog/source/_posts/2018/assets/images/a.jpg", None),
        ("/images/a.jpg", "elsewhere/images/a.jpg", "images/a.jpg"),
        ("a.jpg", "blog/source/_posts/2018/a.jpg", None),
        ("./a.jpg", "blog/source/_posts/2018/港口/a.jpg", None),
        ("../img/a.jpg", "blog/source/_posts/img/a.jpg", None),
        ("a.jpg", "a.jpg", "blog/source/_posts/2018/a.jpg"),
        ("{{ site.baseurl }}/images/a.jpg", "blog/static/images/a.jpg", None),
        ("{{site.url}}{{ site.baseurl }}/images/a.jpg", "images/a.jpg", None),
        ("http://a.com/b.jpg", "b.jpg", "http://a.com/b.jpg"),
    ],
)
@pytest.mark.parametrize("written", ["![]({})", "<img src='{}'>"])
def test_pictures_are_found_where_blog_engines_find_them(
    tmp_path: Path, address: str, file: str, image: str | None, written: str
) -> None:
    """``image`` is what the photo has where it is not ``file``."""
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_bytes(b"")
    (photo,) = parse_article(written.format(address).encode(), tmp_path, BLOG).photos
    assert photo.image == (image or file)
    assert photo.missing == (photo.image != file and not photo.image.startswith("http"))


def test_the_first_place_counts(tmp_path: Path) -> None:
    places = [
        *("images/a.jpg", "source/images/a.jpg", "assets/images/a.jpg"),
        *("blog/source/_posts/static/images/a.jpg", "blog/images/a.jpg"),
    ]
    for place in reversed(places):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(b"")
    for place in places:
        (photo,) = parse_article(b"![](/images/a.jpg)", tmp_path, BLOG).photos
        assert photo.image == place
        (tmp_path / place).unlink()


@given(st.text(alphabet="./\\%2Ea:?", max_size=30), st.text(alphabet="./a", min_size=1, max_size=9))
def test_no_other_place_leaves_the_corpus(address: str, post: str) -> None:
    for path in elsewhere(address, resolved(post, "")):
        assert ".." not in path.split("/")
        assert path[:1] != "/"


@given(st.text(alphabet="./\\%2Ea", max_size=30))
def test_no_relative_address_leaves_the_corpus(address: str) -> None:
    path = resolved(address, "2018/post.md")
    assert path.startswith("https://") or (".." not in path.split("/") and path[:1] != "/")


@pytest.mark.parametrize(
    ("address", "size", "alt"),
    [
        ("https://picsum.photos/400/300?random=1", (400, 300), ""),
        ("https://source.unsplash.com/random/800x600", (None, None), ""),
        ("http://a.com/dot.gif", (1, 1), ""),
        ("http://a.com/line.png", (900, 10), ""),
        ("http://a.com/face.png", (48, 48), ""),
        ("http://a.com/emoji/smile.png", (None, None), ""),
        ("http://a.com/site-logo.png", (300, 200), ""),
        ("http://a.com/qrcode.png", (350, 350), ""),
        ("http://a.com/1.png", (350, 350), "江湾在线二维码"),
        ("http://a.com/favicon.ico", (None, None), ""),
        ("http://a.com/badge.svg", (None, None), ""),
    ],
)
def test_what_is_no_photo(address: str, size: tuple[int | None, int | None], alt: str) -> None:
    assert no_photo(address, size, alt=alt) is not None


@pytest.mark.parametrize(
    ("address", "size", "alt"),
    [
        ("http://a.com/1.jpg", (None, None), ""),
        ("http://a.com/1.jpg", (1000, 675), "市民扫描二维码进入公园"),
        ("http://a.com/silicon-valley.jpg", (None, None), ""),
        ("http://a.com/banner.jpg", (900, 270), ""),
        ("http://a.com/randomized-trial.jpg", (None, None), ""),
    ],
)
def test_what_may_be_a_photo(address: str, size: tuple[int | None, int | None], alt: str) -> None:
    assert no_photo(address, size, alt=alt) is None


@pytest.mark.parametrize(
    ("attributes", "address", "size"),
    [
        ({"data-width": "1000", "data-height": "675", "width": "50"}, "", (1000, 675)),
        ({"width": "626px", "height": "391.425"}, "", (626, 391)),
        ({"style": "max-width: 100%; width: 730px; height: auto"}, "", (730, None)),
        ({"data-w": "640", "data-ratio": "0.5"}, "", (640, 320)),
        ({"width": "100%"}, "", (None, None)),
        ({}, "https://n.example.com/x/w550h339/1.jpg", (550, 339)),
    ],
)
def test_sizes(
    attributes: dict[str, str], address: str, size: tuple[int | None, int | None]
) -> None:
    assert stated_size(attributes, address) == size


def items(markup: str, suffix: str = ".md") -> list[str]:
    """The body as short strings: the text, or the address in brackets."""
    body = read_blocks(to_soup(markup, suffix)).blocks
    return [one.text if isinstance(one, Text) else f"[{one.address}]" for one in body]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>一</p><div><img src=a.jpg></div>二<p></p><p>三</p>", ["一", "[a.jpg]", "二", "三"]),
        ("一\n\n![](a.jpg)\n二\n\n三", ["一", "[a.jpg]", "二", "三"]),
        ("<div>\n![](a.jpg)\n</div>\n\n二", ["[a.jpg]", "二"]),
        ("<div>\n\n        <p>一</p>\n</div>", ["一"]),
        ("<p>好<img src='x/emoji/1.png'>的</p>", ["好的"]),
        ("<p>一<br>二</p><script>x</script><!-- 三 -->", ["一", "二"]),
        ("<p style='display:none'>一</p><p>\u3000二&nbsp;\u200b三</p>", ["二 三"]),
        (
            "<img src=a.jpg>图说 <b>小标题四字</b><p>正文</p>",
            ["[a.jpg]", "图说", "小标题四字", "正文"],
        ),
        ("{% raw %}\n一\n{% endraw %}", ["一"]),
        ("1 < 2 & 3", ["1 < 2 & 3"]),
    ],
)
def test_bodies(markup: str, expected: list[str]) -> None:
    assert items(markup) == expected


@pytest.mark.parametrize(
    ("tag", "address", "title", "alt"),
    [
        ("{% asset_img a.jpg %}", "a.jpg", "", ""),
        ("{% asset_img a.jpg 渔船驶出 港口 %}", "a.jpg", "渔船驶出 港口", ""),
        (
            '{%- asset_img left a.jpg 300 200 "渔船 [上] 驶出" "港口" -%}',
            "a.jpg",
            "渔船 [上] 驶出",
            "港口",
        ),
        ("{% asset_img 渔 a.png 300 '驶出\\港口' %}", "a.png", "驶出\\港口", ""),
        ("{% asset_img '渔船 1.jpg' 驶出 %}", "渔船 1.jpg", "驶出", ""),
        ("{% img /images/a.jpg %}", "/images/a.jpg", "", ""),
        ("{% asset_img a.jpg <b>渔船</b>&amp; %}", "a.jpg", "<b>渔船</b>&", ""),
    ],
)
@pytest.mark.parametrize(
    ("body", "suffix"), [("**一**\n\n{}\n\n二", ".md"), ("<p>一</p>{}<p>二</p>", ".html")]
)
def test_tags_of_hexo_are_pictures(
    tag: str, address: str, title: str, alt: str, body: str, suffix: str
) -> None:
    text, picture, after = read_blocks(to_soup(body.format(tag), suffix)).blocks
    assert isinstance(picture, Picture)
    assert (unquote(picture.address), picture.title, picture.alt) == (address, title, alt)
    assert isinstance(text, Text)
    assert isinstance(after, Text)
    assert (text.text, after.text) == ("一", "二")


def test_the_text_of_a_tag_is_a_caption() -> None:
    body = "{% asset_img a.jpg 渔船清晨驶出海州港。 %}\n\n正文说的是另一件事。"
    (photo,) = parse_article(body.encode(), "nowhere", "a.md").photos
    assert (photo.caption, photo.caption_position) == ("渔船清晨驶出海州港。", "title")


def test_other_tags_are_no_pictures() -> None:
    assert items("{% asset_img %}\n\n{% asset_link a.jpg %}\n\n一") == ["一"]


@pytest.mark.parametrize(
    "markup", ["![]({{ '/a/b.jpg' | relative_url }})", "<img src={{'/a/b.jpg'|absolute_url}}>"]
)
def test_filters_of_jekyll_are_paths(markup: str) -> None:
    assert items(markup) == ["[/a/b.jpg]"]


def test_plain_text_has_a_paragraph_a_line() -> None:
    assert items("一 <二>\n三 & 四\n", ".txt") == ["一 <二>", "三 & 四"]


def test_what_markup_says_of_a_text() -> None:
    soup = BeautifulSoup(
        "<div class=wrap><figure><img src=a.jpg alt=甲><figcaption class=cap>乙</figcaption>"
        "</figure><p align=center><b>丙</b></p><p><a href=x>丁</a></p><small>戊</small></div>",
        "lxml",
    )
    picture, caption, bold, link, small = read_blocks(soup).blocks
    assert isinstance(picture, Picture)
    assert picture.alt == "甲"
    assert picture.figure is not None
    assert isinstance(caption, Text)
    assert (caption.tag, caption.classes) == ("figcaption", ("cap",))
    assert caption.figure == picture.figure
    assert isinstance(bold, Text)
    assert (bold.bold, bold.centred, bold.link) == (True, True, False)
    assert isinstance(link, Text)
    assert (link.link, link.bold) == (True, False)
    assert isinstance(small, Text)
    assert small.styled
