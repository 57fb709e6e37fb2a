"""Where an index is: told by its scheme, shown without secrets."""

import builtins
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search
from search import connect, locate
from search.arguments import place
from search.errors import ArgumentError, IndexRefusedError
from search.place import is_cluster, shown

HIDDEN = "geheim"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("index", "index"),
        ("/srv/a@b/index", "/srv/a@b/index"),
        ("opensearch://host:9200/photos", "opensearch://host:9200/photos"),
        ("opensearch://u:geheim@host/photos?shards=3", "opensearch://host/photos?shards=3"),
        ("opensearchs://u:geheim@a:1,b:2/photos", "opensearchs://a:1,b:2/photos"),
        ("opensearch://u:ge@heim@host/photos", "opensearch://host/photos"),
        ("opensearch://u:ge/heim@host/photos", "opensearch://host/photos"),
        ("opensearch://u:ge?heim@host/photos", "opensearch://host/photos"),
        ("OpenSearch://u:geheim@host/photos", "OpenSearch://host/photos"),
        ("ftp://u:geheim@host/photos", "ftp://host/photos"),
        ("opensearch:/u:geheim@host/photos", "opensearch:/host/photos"),
        ("u:geheim@host:9200/photos", "host:9200/photos"),
        ("u:ge/he@im@host/photos", "host/photos"),
        ("//u:geheim@host/photos", "host/photos"),
        ("./u:a@b", "./u:a@b"),
        ("2018/7:1@noon", "2018/7:1@noon"),
    ],
)
def test_what_is_shown_of_a_place(text: str, told: str) -> None:
    assert shown(text) == told


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_password_is_shown(before: str, after: str) -> None:
    assert HIDDEN not in shown(f"opensearch://{before}{HIDDEN}{after}@host:9200/photos")


@pytest.mark.parametrize("wrong", ["opensearch:h:9200/x", "OpenSearchs:/h/x", "opensearch:"])
def test_an_address_that_lacks_slashes_is_no_directory(wrong: str) -> None:
    with pytest.raises(ArgumentError, match="write opensearch://HOST:9200/NAME"):
        place("index", wrong)
    assert place("index", f"./{wrong}") == f"./{wrong}"


@pytest.mark.parametrize("text", ["opensearch://h/x", "opensearchs://h/x", "OPENSEARCH://h/x"])
def test_a_cluster_is_told_by_its_scheme(text: str) -> None:
    assert is_cluster(text)
    assert place("index", text) == text


@pytest.mark.parametrize("text", ["opensearch", "opensearch:/h/x", "a/opensearch://h/x", "./x"])
def test_all_else_is_none(text: str) -> None:
    assert not is_cluster(text)


@pytest.mark.parametrize(
    "wrong",
    [
        "ftp://u:geheim@h/x",
        "https://u:geheim@h/x",
        "http://h/x?password=geheim",
        "u:geheim@h:9200/x",
        "u:ge?heim@h/x",
        "//u:geheim@h/x",
    ],
)
def test_other_schemes_are_refused_and_their_passwords_kept(wrong: str) -> None:
    with pytest.raises(ArgumentError, match="opensearch://HOST:9200/NAME") as refused:
        place("index", wrong)
    assert HIDDEN not in str(refused.value)


def test_a_directory_that_reads_like_a_login_can_be_named() -> None:
    assert place("index", "./u:a@b") == "./u:a@b"
    assert place("index", Path("u:a@b")) == "u:a@b"


def test_a_path_has_lost_a_slash_of_an_address() -> None:
    """It was a folder named ``opensearch:``."""
    with pytest.raises(ArgumentError, match="use a string"):
        place("index", Path("opensearch://host:9200/photos"))


@pytest.mark.parametrize("address", ["opensearch://h/", "opensearch://h/A", "opensearch://:9/x"])
@pytest.mark.parametrize("open_", [connect, locate])
def test_a_wrong_address_is_an_argument(open_: Callable[[str], object], address: str) -> None:
    with pytest.raises(ArgumentError):
        open_(address.replace("//", f"//u:{HIDDEN}@"))


@pytest.mark.parametrize("open_", [connect, locate])
def test_without_the_client_it_is_said_what_to_install(
    open_: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("search.cluster")]:
        monkeypatch.delitem(sys.modules, name)
        parent, _, last = name.rpartition(".")
        if parent in sys.modules and hasattr(sys.modules[parent], last):
            monkeypatch.delattr(sys.modules[parent], last)
    imported = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "opensearchpy":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return imported(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(IndexRefusedError, match=r"pip install 'huabao\[opensearch\]'"):
        open_("opensearch://127.0.0.1:1/photos")


def test_a_module_of_ours_that_is_missing_is_no_missing_client() -> None:
    with pytest.raises(ModuleNotFoundError, match="ours"), search._client_needed():
        raise ModuleNotFoundError("ours", name="search.cluster.engine")
