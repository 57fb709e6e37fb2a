"""One table of settings: command line, environment, object."""

from dataclasses import fields

import pytest

from indexer import ArgumentError
from web.settings import SETTINGS, Settings, read_environment, read_settings
from web.wording.messages import LANGUAGES, TEXTS, Messages


def test_the_table_and_the_object_agree() -> None:
    assert [s.name for s in SETTINGS] == [f.name for f in fields(Settings)]
    empty = Settings(index="x")
    assert all(getattr(empty, s.name) == s.default for s in SETTINGS if s.name != "index")


def test_the_command_line_comes_before_the_environment() -> None:
    environ = {"HUABAO_INDEX": "a", "HUABAO_PORT": "81", "HUABAO_FETCH_PICTURES": "yes"}
    settings = read_settings(["--port", "82"], environ)
    assert settings == Settings(index="a", port=82, fetch_pictures=True)
    assert read_settings(["--index", "b", "--fetch-pictures"], {}) == Settings(
        index="b", fetch_pictures=True
    )


def test_workers_read_what_was_written_for_them() -> None:
    settings = Settings(
        index="画报",
        corpus="c",
        port=0,
        workers=3,
        fetch_pictures=True,
        allowed_host=("a.example", "::1"),
        access_log="no",
    )
    assert read_environment(settings.environment()) == settings


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--index", "a", "--port", "http"],
        ["--index", "a", "--port", "70000"],
        ["--index", "a", "--workers", "0"],
        ["--index", "a", "--workers", "-1"],
        ["--index"],
        ["--index", "a", "--colour", "red"],
        ["--index", "a", "surplus"],
        ["--index", "a", "--access-log", "perhaps"],
        ["--index", "a", "--request-timeout", "0"],
        ["--index", "a", "--allowed-host", "http://a.example"],
        ["--index", "a", "--allowed-host", "a.example:8000"],
        ["--index", "a", "--allowed-host", "a.example,b/c"],
    ],
)
def test_bad_usage_is_told_in_one_line(arguments: list[str]) -> None:
    with pytest.raises(ArgumentError) as caught:
        read_settings(arguments, {})
    assert "\n" not in str(caught.value)


def test_a_bad_variable_is_named() -> None:
    with pytest.raises(ArgumentError, match="HUABAO_FETCH_PICTURES=maybe"):
        read_environment({"HUABAO_INDEX": "a", "HUABAO_FETCH_PICTURES": "maybe"})


def test_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        read_settings(["--help"], {})
    assert caught.value.code == 0
    told = capsys.readouterr().out
    assert all(s.option in told for s in SETTINGS)


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_takes_the_same_values_in_both_languages(name: str) -> None:
    values = dict.fromkeys(
        (
            "photos",
            "texts",
            "query",
            "total",
            "page",
            "pages",
            "n",
            "value",
            "words",
            "date",
            "width",
            "height",
            "pictures",
            *("held", "needed", "words", "parts", "amount", "sum", "factor", "score"),
            "names",
            *("rows", "facet", "field"),
            *("ids", "day"),
        ),
        "※",
    )
    written = [Messages(language)(name, **values) for language in LANGUAGES]
    assert all(written)
    if name not in ("summary_one",):
        assert written[0].count("※") == written[1].count("※")


@pytest.mark.parametrize("text", ["example.org,2026", "a@b.org,2026-05-01", "A.b,2026-05"])
def test_a_tag_s_authority_is_a_name_and_a_date(text: str) -> None:
    settings = read_settings(["--index", "x", "--tag-authority", text], {})
    assert settings.tag_authority == text.lower()


@pytest.mark.parametrize("text", ["example.org", "x,26", "x,2026-13", "a b,2026", ",2026"])
def test_an_authority_that_no_tag_can_have_is_refused(text: str) -> None:
    with pytest.raises(ArgumentError, match="--tag-authority"):
        read_settings(["--index", "x", "--tag-authority", text], {})
