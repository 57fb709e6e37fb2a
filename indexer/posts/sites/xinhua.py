"""Xinhua's site, as its pages have been since about 2016, with both of its present layouts."""

from indexer.posts.sites.convention import Convention
from indexer.posts.sites.rules import SiteRules

XINHUA = Convention(
    hosts=("news.cn", "xinhuanet.com"),
    rules=SiteRules(
        region="#p-detail, #detail",
        title=".h-title, .head-line .title",
        date=".h-time",
    ),
)
