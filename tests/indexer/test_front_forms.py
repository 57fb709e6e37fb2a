"""The forms of front matter, and what only looks like one."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from indexer.posts.page.mdx import without_code
from indexer.posts.page.metadata import read_metadata
from indexer.posts.page.post import split
from indexer.sources.post_file import PostError

META = {"title": "江湾", "tags": ["渔港"]}
BODY = "渔船驶出港口。\n"
FORMS = {
    "YAML": "---\ntitle: 江湾\ntags: [渔港]\n---\n",
    "YAML that ends with dots": "---\ntitle: 江湾\ntags: [渔港]\n...\n",
    "YAML that is named": "---yaml\ntitle: 江湾\ntags: [渔港]\n---\n",
    "long rules": "-----\ntitle: 江湾\ntags: [渔港]\n-----\n",
    "a byte order mark and blank lines": "\ufeff\n\n---\ntitle: 江湾\ntags: [渔港]\n---\n",
    "a comment before": "<!-- 机器生成 -->\n\n---\ntitle: 江湾\ntags: [渔港]\n---\n",
    "a comment within": "---\n# 机器生成\ntitle: 江湾\ntags: [渔港]\n---\n",
    "no first rule": "title: 江湾\ntags:\n- 渔港\n---\n",
    "no first rule, a comment within": "title: 江湾\n# 机器生成\n\ntags:\n  - 渔港\n---\n",
    "TOML": '+++\ntitle = "江湾"\ntags = ["渔港"]\n+++\n',
    "TOML that is named": '---toml\ntitle = "江湾"\ntags = ["渔港"]\n---\n',
    "JSON": '{\n  "title": "江湾",\n  "tags": ["渔港"]\n}\n\n',
    "JSON on one line": '{"title": "江湾", "tags": ["渔港"]}\n',
    "JSON with a comma too many": '{\n  "title": "江湾",\n  "tags": ["渔港",],\n}\n',
    "JSON that is named": '---json\n{"title": "江湾", "tags": ["渔港"]}\n---\n',
    "JSON between semicolons": ';;;\n"title": "江湾",\n"tags": ["渔港"]\n;;;\n',
    "JSON in braces between them": ';;;\n{"title": "江湾", "tags": ["渔港"]}\n;;;\n',
    "JSON above semicolons": '"title": "江湾",\n"tags": ["渔港"]\n;;;\n',
}


@pytest.mark.parametrize("front", FORMS.values(), ids=FORMS)
def test_forms_of_front_matter(front: str) -> None:
    post = split(front + BODY)
    assert post.meta == META
    assert post.body.strip() == BODY.strip()


@pytest.mark.parametrize(
    "text",
    [
        "标题\n---\n正文",
        "图为: 渔港\n---\n正文",
        "注意: 一\n\n正文\n\n---\n\n正文",
        "title: 江湾\n这一行是正文\n---\n正文",
        "Title of things\n---\n正文",
        "{{< figure src=a.jpg >}}\n正文",
        "{% raw %}\n---\n正文",
        '{"江湾"} 是一个集合',
        '{"a": 1} 写在一行的前头',
        '{"a": [1, 2\n正文',
        "---\n渔港\n---\n正文",
        "---\ntitle: 江湾\n没有第二条线",
        "<!-- 一 -->\n正文",
        "<!-- 没有结尾\n---\ntitle: 江湾\n---\n",
    ],
)
def test_what_is_no_front_matter(text: str) -> None:
    assert split(text).meta == {}
    assert split(text).body == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": ' + "[" * 40 + "]" * 40 + "}\n正文", "front matter nested deeper than 32 levels"),
        ('{"a": ' * 40 + "1" + "}" * 40 + "\n正文", "front matter nested deeper than 32 levels"),
        ('{"a": "' + "长" * 100_000 + '"}\n正文', "front matter larger than 256 KiB"),
        (';;;\n"a": [}\n;;;\n正文', "front matter that is not JSON"),
        ("---json\n[1, 2]\n---\n正文", "front matter that is not JSON"),
        ("---json\n甲\n---\n正文", "front matter that is not JSON"),
    ],
)
def test_json_is_bounded(text: str, reason: str) -> None:
    with pytest.raises(PostError) as caught:
        split(text)
    assert caught.value.reason == reason


def test_numbers_of_json_stay_texts() -> None:
    meta = split(f'{{"date": 1620230400, "n": {"9" * 5000}, "x": 1e999, "y": NaN}}\n正文').meta
    assert (meta["date"], meta["n"], meta["x"], meta["y"]) == (
        "1620230400",
        "9" * 5000,
        "1e999",
        "NaN",
    )


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ({"tags": ["渔港", "海 州"]}, ("渔港", "海 州")),
        ({"tags": "渔港, 海州"}, ("渔港", "海州")),
        ({"tags": "渔港、海 州；开渔"}, ("渔港", "海 州", "开渔")),
        ({"tags": "渔港 海州"}, ("渔港", "海州")),
        ({"tags": "harbour sea"}, ("harbour", "sea")),
        ({"tag": "渔港", "标签": ["海州"], "keywords": "开渔,渔港"}, ("渔港", "海州", "开渔")),
        ({"keywords": "Hong Kong"}, ("Hong Kong",)),
        ({"keywords": "渔港 海州"}, ("渔港", "海州")),
        ({"tags": ["#渔港", "渔港", "", None, True]}, ("渔港",)),
        ({"tags": [["渔港"], {"name": "海州"}]}, ("渔港", "海州")),
        ({"tags": None}, ()),
        ({"tags": 2021}, ("2021",)),
    ],
)
def test_tags(front: dict[str, Any], tags: tuple[str, ...]) -> None:
    page = BeautifulSoup('<meta name="keywords" content="别的">', "lxml")
    assert read_metadata(front, page, "a.md").tags == (tags or ("别的",))


def test_tags_of_a_page() -> None:
    page = BeautifulSoup(
        '<meta name="Keywords" content="渔港,海州"><meta property="article:tag" content="开渔">'
        '<meta property="article:tag" content="渔港">',
        "lxml",
    )
    assert read_metadata({}, page, "a.html").tags == ("渔港", "海州", "开渔")


@pytest.mark.parametrize(
    ("path", "title", "published"),
    [
        ("_posts/2020-01-02-try.md", "try", "2020-01-02"),
        ("2018-07-01-青岛的夏天.md", "青岛的夏天", "2018-07-01"),
        ("2018-07-01-青岛的夏天/index.md", "青岛的夏天", "2018-07-01"),
        ("index.md", "index", None),
        ("2018-07-01.md", "2018-07-01", "2018-07-01"),
    ],
)
def test_what_a_path_says(path: str, title: str, published: str | None) -> None:
    read = read_metadata({}, BeautifulSoup("", "lxml"), path)
    assert (read.title, read.published) == (title, published)


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("import A from './a'\n\n正文", "正文"),
        ("import './a.css'\nimport {B,\n  C} from 'b'\n\n正文", "正文"),
        ("export const a = {\n  b: 1,\n}\n\n正文", "正文"),
        ("export default A\n正文不空一行", ""),
        ("正文{/* 一句 */}，再{/* 二\n\n三 */}来", "正文，再\n\n来"),
        ("import duties rose.\n\nexport goods fell.", "import duties rose.\n\nexport goods fell."),
        (
            "```js\nimport A from 'a'\n{/* 留着 */}\n```\n正文",
            "```js\nimport A from 'a'\n{/* 留着 */}\n```\n正文",
        ),
        ("{/* 没有结尾\nimport A from 'a'", ""),
    ],
)
def test_code_in_mdx_is_no_text(body: str, left: str) -> None:
    assert without_code(body).strip() == left
