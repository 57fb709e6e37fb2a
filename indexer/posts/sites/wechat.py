"""Articles of public accounts on WeChat, which all have the same page."""

from indexer.posts.sites.convention import Convention
from indexer.posts.sites.rules import SiteRules

WECHAT = Convention(
    hosts=("mp.weixin.qq.com",),
    rules=SiteRules(
        region="#js_content",
        title="#activity-name",
        date="#publish_time",
        author="#js_author_name, #js_name",
        furniture="#js_content mp-common-profile, #js_content qqmusic",
    ),
)
