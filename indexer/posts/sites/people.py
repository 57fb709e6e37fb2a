"""The site of the People's Daily."""

from indexer.posts.sites.convention import Convention
from indexer.posts.sites.rules import SiteRules

PEOPLE = Convention(
    hosts=("people.com.cn", "people.cn"),
    rules=SiteRules(region=".rm_txt_con, #rwb_zw", title=".rm_txt h1, .text_title h1"),
)
