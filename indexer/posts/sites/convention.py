"""A reader of the registry: its rules, and for which pages they are."""

from dataclasses import dataclass

from indexer.posts.sites.rules import SiteRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """Rules for the pages of some hosts, subdomains included, or of a generator.

    ``generator`` is how the ``<meta name="generator">`` of such pages begins, in small letters.
    """

    rules: SiteRules
    hosts: tuple[str, ...] = ()
    generator: str | None = None

    def is_for(self, host: str, generator: str) -> bool:
        """Whether a page of that host and that generator keeps this convention."""
        if self.generator and generator.lower().startswith(self.generator):
            return True
        return any(host == one or host.endswith(f".{one}") for one in self.hosts)
