"""Which reader a page has: by the host that it names as its own, or by what generated it."""

from indexer.posts.sites.convention import Convention
from indexer.posts.sites.discuz import DISCUZ
from indexer.posts.sites.people import PEOPLE
from indexer.posts.sites.rules import SiteRules
from indexer.posts.sites.wechat import WECHAT
from indexer.posts.sites.wordpress import WORDPRESS
from indexer.posts.sites.xinhua import XINHUA

CONVENTIONS: tuple[Convention, ...] = (WECHAT, XINHUA, PEOPLE, DISCUZ, WORDPRESS)
"""Hosts before generators: a host may run a generator in its own way."""


def rules_for(host: str, generator: str) -> SiteRules | None:
    """Find the rules for a page; None where it is read as any other."""
    fitting = (one.rules for one in CONVENTIONS if one.is_for(host, generator))
    return next(fitting, None)
