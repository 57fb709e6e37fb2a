"""Threads of Discuz! forums: the post that opens the thread is the article, not the answers."""

from indexer.posts.sites.convention import Convention
from indexer.posts.sites.rules import SiteRules

DISCUZ = Convention(
    generator="discuz!",
    rules=SiteRules(
        region="[id^=postmessage_]",
        title="#thread_subject",
        date="[id^=authorposton]",
        author=".authi a",
        furniture="[id^=postmessage_] .aimg_tip, [id^=postmessage_] .tip",
    ),
)
