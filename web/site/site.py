"""What the handlers share: the archive, the settings, the templates and the static files."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from indexer import Archive, Document
from indexer.pictures import Backlog, Trouble
from indexer.presentation import Verbatim, isolated
from web.addresses.links import Links, Parameters
from web.addresses.params import read_language
from web.addresses.query_string import value_of
from web.settings import Settings
from web.site.frame import Alternate, Frame
from web.site.lanes import Lanes, make_lanes
from web.site.mounting import path_within, root_of
from web.site.negotiation import choose_language
from web.wording.messages import HTML_LANG, LANGUAGES, Language, Messages

HERE = Path(__file__).parent.parent
STATIC = HERE / "static"
SCRIPTS = ("huabao.js", "selection.js", "suggest.js")

NOT_KEPT = (
    *("q", "page", "article", "picture", "duplicates", "groups"),
    *("facet", "facet_values", "facet_text", "facet_order"),
)
"""What another query in the box does without."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the language to answer in, and the addresses of the site as they shall see them."""

    language: Language
    links: Links

    @property
    def t(self) -> Messages:
        """The texts of the visitor's language."""
        return Messages(self.language)


@dataclass(frozen=True, slots=True)
class Site:
    """One site.

    Attributes:
        statics: the versioned path of each static file, by name.
        lanes: which requests may hold up which.
        favicon: the icon that is asked for without a name, an ICO file.
        backlog: what is to be fetched from the web; None where the site may not fetch.
    """

    archive: Archive
    settings: Settings
    templates: Environment
    statics: Mapping[str, str]
    lanes: Lanes
    favicon: bytes
    backlog: Backlog | None

    def render(
        self, template: str, page: object, *, status: int = 200, headers: Mapping[str, str] = {}
    ) -> HTMLResponse:
        """A template filled with its page. The language may be a browser's, so that it varies."""
        html = self.templates.get_template(template).render(page=page)
        return HTMLResponse(
            html, status, {"Vary": "Accept-Language", "Cache-Control": "no-cache", **headers}
        )

    def trouble(self, photo: Document) -> Trouble | None:
        """Why a photo has no picture; None where it has one."""
        if self.backlog is not None:
            return self.backlog.why_missing(photo)
        return self.archive.pictures.trouble(photo)

    def frame(
        self,
        request: Request,
        visitor: Visitor,
        *,
        title: str,
        parameters: Parameters | None = None,
        came_from: Parameters | None = None,
        indexed: bool = False,
        alternates: Sequence[Alternate] = (),
        parts: Sequence[str] = (),
    ) -> Frame:
        """The frame of a page.

        ``parameters`` are those of the search that the page shows; ``came_from`` those of the
        results from which a visitor came, which the page repeats and is not changed by. ``parts``
        are the style sheets and scripts that this page has of its own, by their names.
        """
        path, links = own_path(request), visitor.links
        own = parameters or {}
        here = own or came_from or {}
        other = next(language for language in LANGUAGES if language != visitor.language)
        name = visitor.t("site")
        return Frame(
            t=visitor.t,
            language=HTML_LANG[visitor.language],
            title=f"{isolated(title)} · {name}" if title else f"{name} · {visitor.t('tagline')}",
            home=links.home(),
            about=links.to("/about"),
            search=links.root + "/search",
            suggest=links.root + "/suggest",
            other_language=links.to(path, here, lang=(other,)),
            other_language_tag=HTML_LANG[other],
            query=next(iter(here.get("q", ())), ""),
            kept=hidden(own, *NOT_KEPT, lang=(links.language,)),
            stylesheets=self._files(links, ("huabao.css", *self._own(parts, ".css"))),
            scripts=self._files(links, (*SCRIPTS, *self._own(parts, ".js"))),
            icon=links.root + self.statics["icon.svg"],
            described=links.root + "/opensearch.xml",
            selection=links.root + "/selection",
            picked=hidden({"q": here.get("q", ())}, lang=(links.language,)),
            canonical=links.to(path, own, lang=()),
            indexed=indexed,
            alternates=alternates,
        )

    def _own(self, parts: Sequence[str], ending: str) -> list[str]:
        """The names of the parts' files of one kind; each part has a file of some kind."""
        for part in parts:
            if not {f"{part}.css", f"{part}.js"} & set(self.statics):
                raise LookupError(f"no style sheet and no script is named {part}")
        return [f"{part}{ending}" for part in parts if f"{part}{ending}" in self.statics]

    def _files(self, links: Links, names: Iterable[str]) -> list[str]:
        """The addresses of static files."""
        return [links.root + self.statics[name] for name in names]


def hidden(
    parameters: Parameters, *without: str, lang: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """The hidden fields that make a form keep the parameters it does not ask for."""
    kept = {**parameters, "lang": lang}
    return [
        (n, value) for n, values in kept.items() if n not in without for value in values if value
    ]


def make_site(archive: Archive, settings: Settings) -> Site:
    """Load the templates and name the static files by their content."""
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_alone,
    )
    templates.filters["verbatim"] = Verbatim
    statics = {name: f"/static/{name}?v={v}" for name, v in static_versions().items()}
    favicon = (STATIC / "favicon.ico").read_bytes()
    lanes = make_lanes(settings.searches)
    fetches = settings.fetch_pictures
    backlog = Backlog(archive.pictures, shared_by=settings.workers) if fetches else None
    return Site(archive, settings, templates, statics, lanes, favicon, backlog)


def _alone(value: object) -> object:
    """What every expression of a template goes through; ``Markup`` was isolated as it was made."""
    return isolated(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def static_versions() -> dict[str, str]:
    """The version of each static file: it changes with the content and with nothing else."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(STATIC.iterdir())
        if path.is_file()
    }


def own_path(request: Request) -> str:
    """The path that was asked for, without the root of the site, as a link to it is made of.

    The path alone: what a client says of the host never gets into a link. One that begins with two
    slashes, or with what browsers take for them (a backslash, a tab between), would name a host.
    """
    return "/" + quote(path_within(request.scope).lstrip("/"))


def site_of(request: Request) -> Site:
    """The site that a request was made to."""
    site: Site = request.app.state.site
    return site


def visitor_of(request: Request) -> Visitor:
    """The visitor who makes a request."""
    explicit = read_language(value_of(request, "lang"))
    language = choose_language(explicit, request.headers.get("accept-language", ""))
    return Visitor(language, Links(root_of(request.scope), explicit))
