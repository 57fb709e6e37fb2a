"""Each kind of page of the site over the sample archive: what holds for all is asked of these.

A new kind of page is a line here; so are states of a page in which other templates speak.
"""

from pathlib import Path
from urllib.parse import quote, urlencode

import indexer

NO_SUCH_PAGE = "error"
"""The name of the page that answers 404."""


def every_page(index: Path) -> dict[str, str]:
    """The pages' addresses by name."""
    with indexer.open_index(index) as archive:
        hits = archive.search("海").hits
        photo = hits[0].document
    chosen = urlencode({"id": [hit.document.id for hit in hits[:14]]}, doseq=True)
    marked = urlencode({"pick": [hit.document.id for hit in hits[:2]]}, doseq=True)
    addresses = {
        "front": "/",
        "grid": "/search?q=海",
        "list": "/search?q=海&view=list",
        "compact": "/search?q=海&view=compact",
        "groups": "/search?q=海&groups=show&page=2",
        "text": "/search?q=海&kind=text",
        "narrowed": "/search?taken=2018&creator=周牧野&not_place=青岛&kind=all",
        "related": "/search?q=2018年7月 青岛 奥帆 灯塔",
        "empty": "/search?q=青岛 乌有&creator=乌有",
        "facet": "/facets/creator?q=海",
        "photo": f"/photos/{photo.id}",
        "photo of a search": f"/photos/{photo.id}?q=海",
        "article": f"/articles/{photo.article}",
        "about": "/about",
        "light table": f"/selection?{chosen}",
        "empty light table": "/selection",
        "compare": f"/selection/compare?{chosen}&{marked}",
        "contact sheet": f"/selection/sheet?{chosen}&q=海",
        "english": "/search?q=海&lang=en",
        "english photo": f"/photos/{photo.id}?q=海&lang=en",
        NO_SUCH_PAGE: "/photos/0000000000000000",
    }
    return {name: quote(address, safe="/?=&%+") for name, address in addresses.items()}
