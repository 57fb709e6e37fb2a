"""The address of an index in a cluster."""

import shlex
from contextlib import closing
from dataclasses import replace

import pytest

from search.cluster.commits.commit import rebuild_command
from search.cluster.wire.address import ClusterAddress, cluster_address
from search.cluster.wire.client import Client
from search.errors import ArgumentError

NOWHERE: dict[str, str] = {}


def read(location: str, environment: dict[str, str] = NOWHERE) -> ClusterAddress:
    return cluster_address(location, environment=environment)


@pytest.mark.parametrize(
    ("location", "nodes"),
    [
        ("opensearch://one/photos", [("one", 9200)]),
        ("opensearch://one:19201,two,10.0.0.3:80/photos",
         [("one", 19201), ("two", 9200), ("10.0.0.3", 80)]),
        ("opensearch://[::1]:9201,[fe80::2]/photos", [("[::1]", 9201), ("[fe80::2]", 9200)]),
        ("OpenSearch://one,one/photos", [("one", 9200)]),
    ],
)  # fmt: skip
def test_nodes(location: str, nodes: list[tuple[str, int]]) -> None:
    assert read(location).nodes == tuple(nodes)


def test_all_parts() -> None:
    found = read("opensearchs://me:p%40ss%2Fw@one/a_b-1?ca=/a%20b.pem&verify=0&shards=3&replicas=2")
    assert found == ClusterAddress(
        nodes=(("one", 9200),), name="a_b-1", user="me", password="p@ss/w", tls=True,
        ca="/a b.pem", verify=False, shards=3, replicas=2,
    )  # fmt: skip


def test_plain_unless_it_says_otherwise() -> None:
    found = read("opensearch://one/photos")
    assert (found.tls, found.verify, found.shards, found.replicas) == (False, True, 1, None)
    assert read("opensearch://one/photos?tls=1").tls


def test_the_environment_fills_in_and_the_address_wins() -> None:
    environment = {
        "HUABAO_OPENSEARCH_USER": "her", "HUABAO_OPENSEARCH_PASSWORD": "secret",
        "HUABAO_OPENSEARCH_CA": "/ca.pem", "HUABAO_OPENSEARCH_NODES": "one,two:9201",
    }  # fmt: skip
    filled = read("opensearch:///photos", environment)
    assert filled.nodes == (("one", 9200), ("two", 9201))
    assert (filled.user, filled.password, filled.ca) == ("her", "secret", "/ca.pem")
    stated = read("opensearch://me:mine@three/photos?ca=/own.pem", environment)
    assert stated.nodes == (("three", 9200),)
    assert (stated.user, stated.password, stated.ca) == ("me", "mine", "/own.pem")


WRONG = [
    "photos", "http://one/photos", "opensearch:", "opensearch://", "opensearch://one",
    "opensearch://one/", "opensearch:///photos", "opensearch://one/Photos",
    "opensearch://one/-photos", "opensearch://one/photos/more", "opensearch://one/图片",
    "opensearch://one/photos-lock", "opensearch://one/photos-20261130t194500abcdef",
    "opensearch://one:0/photos", "opensearch://one:65536/photos", "opensearch://one:x/photos",
    "opensearch://one,,two/photos", "opensearch://o ne/photos", "opensearch://one/photos?shard=3",
    "opensearch://one/photos?shards=0", "opensearch://one/photos?shards=9999999999999",
    "opensearch://one/photos?replicas=-1", "opensearch://one/photos?tls=maybe",
    "opensearch://one/" + "a" * 101, "opensearch://one/photos?shards=３",
]  # fmt: skip


@pytest.mark.parametrize("location", WRONG)
def test_a_wrong_address_says_so(location: str) -> None:
    with pytest.raises(ArgumentError) as told:
        read(location)
    assert told.value.argument == "location"
    assert told.value.remedy


@pytest.mark.parametrize("rest", ["one", "one/Photos", "one:x/photos", "one/photos?x=1", "/"])
@pytest.mark.parametrize("secret", ["hush", "hu/sh", "hu@sh", "hu?sh"])
def test_no_message_shows_a_password(secret: str, rest: str) -> None:
    with pytest.raises(ArgumentError) as told:
        read(f"opensearch://me:{secret}@{rest}")
    assert "sh" not in str(told.value).replace("opensearch", "").replace("shards", "")


@pytest.mark.parametrize(
    "location",
    [
        "opensearch://one/x?password=hush", "opensearch://one/X?password=hush",
        "opensearch://one/x?shards=3&password=hush", "opensearch://one/x?password=a&hush",
        "opensearch://one/x?password=me@hush", "me:hush@one:9200/x", "//me:hush@one/x",
        "opensearch:/me:hush@one/x",
    ],
)  # fmt: skip
def test_what_may_be_a_password_in_a_wrong_place_is_in_no_message(location: str) -> None:
    with pytest.raises(ArgumentError) as told:
        read(location)
    assert "hush" not in str(told.value)


def test_options_that_are_known_are_shown() -> None:
    with pytest.raises(ArgumentError, match=r"shards=3&\*\*\*.*'shard' is no option"):
        read("opensearch://one/x?shards=3&shard=4")


@pytest.mark.parametrize(
    ("location", "stated"),
    [
        ("opensearch://me:hush@one/x", "opensearch://one:9200/x"),
        ("opensearch://one/x?shards=1&verify=1&tls=0", "opensearch://one:9200/x"),
        ("opensearch://one/x?tls=1&verify=0&ca=/a%20b.pem&replicas=0&shards=3",
         "opensearchs://one:9200/x?ca=/a%20b.pem&verify=0&shards=3&replicas=0"),
    ],
)  # fmt: skip
def test_an_address_in_a_command_keeps_its_options(location: str, stated: str) -> None:
    found = read(location)
    assert found.stated == stated
    assert replace(read(stated), user=found.user, password=found.password) == found


def test_what_to_type_to_rebuild_is_one_word_of_a_shell() -> None:
    with closing(Client(read("opensearch://me:hush@one/x?shards=3&replicas=1"))) as client:
        command = shlex.split(rebuild_command(client))
    assert command[-1] == "opensearch://one:9200/x?shards=3&replicas=1"


def test_no_representation_shows_a_password() -> None:
    found = read("opensearch://me:hush@one/photos")
    assert found.password == "hush"
    assert "hush" not in f"{found!r} {found} {found.spoken}"
