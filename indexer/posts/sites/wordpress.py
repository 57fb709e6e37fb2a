"""WordPress: the class names that its own themes have had since 2010, and those of Jetpack."""

from indexer.posts.sites.convention import Convention
from indexer.posts.sites.rules import SiteRules

WORDPRESS = Convention(
    generator="wordpress",
    rules=SiteRules(
        region=".entry-content",
        title=".entry-title",
        date="time.entry-date, time.published",
        author=".entry-meta .author .fn, .byline .author, .entry-meta [rel=author]",
        caption=".wp-caption-text, .gallery-caption",
        furniture=".sharedaddy, .jp-relatedposts",
    ),
)
