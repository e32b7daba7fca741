"""The reference pages are whole, and the checks of the built site find what is wrong; `make docs` builds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from manual import pages as made
from manual.__main__ import stage
from manual.checks import broken_links, outside_requests, plain_words, reading_ease
from tests.test_errors import CHILDREN
from tests.test_import_directions import ROOMS

from byname.sources.mapping_reading import KEYS

MANUAL = Path(made.__file__).parent


def test_nothing_lacks_words() -> None:
    assert made.missing_words() == []
    assert set(made.STAGES) < set(ROOMS)


def test_what_lacks_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    less = {**made.WORDS, "settings": {}, "errors": {}, "stages": {}}
    monkeypatch.setattr(made, "WORDS", less)
    found = made.missing_words()
    assert {"setting title", "error BadSource", "stage people"} <= set(found)


def test_words_are_of_things_that_there_are() -> None:
    assert set(made.WORDS["errors"]) == {kind.__name__ for kind in made.all_errors()}
    assert len(made.all_errors()) == len(CHILDREN) + 1
    assert set(made.WORDS["stages"]) == set(made.STAGES)


def test_each_command_and_each_error_has_a_page_that_tells_of_it() -> None:
    pages = made.pages()
    commands = dict(made.all_commands())
    assert len(commands) > 45
    for name, command in commands.items():
        page = pages[f"commands/{name.replace(' ', '-')}"]
        assert f"# byname {name}\n" in page
        for option in (option for one in command.params for option in one.opts if option.startswith("--")):
            assert option in page or option == "--help", f"{name} {option}"
    for kind in made.all_errors():
        page = pages[f"errors/{kind.code}"]
        assert page.startswith(f"# {kind.code}: ")
        assert "## What to do" in page


def test_every_page_is_in_the_contents_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    stage(tmp_path)
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")}
    assert len(files) > 80
    contents = set()
    for name in ("index.md", "reference/commands.md", "reference/errors.md"):
        for block in re.findall(r"```\{toctree\}\n(.*?)```", (tmp_path / name).read_text(encoding="utf-8"), re.DOTALL):
            words = [line for line in block.splitlines() if line and not line.startswith(":")]
            contents |= {f"{(Path(name).parent / word).as_posix()}.md" for word in words}
    assert files - {"index.md"} == contents
    for path in tmp_path.rglob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_what_a_built_page_asks_for_elsewhere_and_broken_links_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html#there">b</a><a href="https://example.org">out</a><img src="a.png"><h1 id="x">A</h1>'
        '<a href="b.html#nowhere">b</a><a href="c.html">c</a><script src="https://cdn.example.org/x.js"></script>',
        encoding="utf-8",
    )
    (tmp_path / "b.html").write_text('<h1 id="there">B</h1><a href="#there">up</a>', encoding="utf-8")
    (tmp_path / "s.css").write_text(
        "@font-face{src:url('//fonts.example.org/f.woff2')} i{background:url(a.png)}", "utf-8"
    )
    (tmp_path / "a.png").write_bytes(b"")
    assert outside_requests(tmp_path) == [
        "a.html loads https://cdn.example.org/x.js",
        "s.css loads url('//fonts.example.org/f.woff2')",
    ]
    assert broken_links(tmp_path) == [
        "a.html leads to b.html#nowhere, and there is no such place",
        "a.html leads to c.html",
    ]


def test_long_sentences_of_long_words_read_harder_than_short_ones() -> None:
    easy = "The list has names. Each name is a man or a woman. We read them out."
    hard = "Multidimensional prosopographical investigations necessitate considerable terminological precision."
    assert reading_ease(easy) > 90
    assert reading_ease(hard) < 0
    assert reading_ease("") == 0
    assert (
        plain_words("# T\n\nSee [the page](x.md) and `code`.\n\n    byname x\n\n| a |\n").strip()
        == "See the page and it."
    )


def test_every_key_of_a_mapping_has_its_words() -> None:
    manual = (MANUAL.parent / "docs" / "mappings.md").read_text(encoding="utf-8")
    assert sorted(key for key in KEYS if f"`{key}" not in manual) == []
