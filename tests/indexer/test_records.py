"""What an article says of itself is said of each of its documents."""

from indexer.posts.article import Article, Paragraph, Photo
from indexer.records import documents
from search.text.fold import Fold


def test_photos_and_paragraphs_have_what_the_post_says_of_all() -> None:
    article = Article(
        path="a.md",
        title="渔港开海",
        category=("社会",),
        place=("海州",),
        person=("老何",),
        tags=("水产", "海边"),
        blocks=(Photo(image="a.jpg"), Paragraph("一段话。")),
    )
    made = list(documents(article, Fold()))
    assert [one.kind for one in made] == ["photo", "paragraph"]
    for one in made:
        assert (one.headline, one.category, one.place, one.person, one.tag) == (
            "渔港开海",
            ("社会",),
            ("海州",),
            ("老何",),
            ("水产", "海边"),
        )
