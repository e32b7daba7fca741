"""`python -m manual OUT`: stage the pages, make the reference, build the site with warnings as errors, check it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from manual.checks import EASY, broken_links, outside_requests, plain_words, reading_ease
from manual.pages import missing_words, pages

ROOT = Path(__file__).resolve().parents[1]
# Pages outside docs/ that pages of docs/ lead to, and where they stand in the site.
_MOVED = {
    "../benchmarks/RESULTS.md": "measured.md",
    "../mutants/README.md": "mutants.md",
    "../examples/subject-argentina": "subject-argentina.md",
    "../examples/rio-hondo": "rio-hondo.md",
}
_FROM = {
    "measured.md": "benchmarks/RESULTS.md",
    "mutants.md": "mutants/README.md",
    "subject-argentina.md": "examples/subject-argentina/README.md",
    "rio-hondo.md": "examples/rio-hondo/README.md",
}


def stage(folder: Path) -> None:
    """Copy the pages into a folder, with those from elsewhere beside them, and make the reference pages."""
    for path in (ROOT / "docs").iterdir():
        if path.suffix in (".png", ".svg"):
            shutil.copy(path, folder)
    for path in (ROOT / "docs").glob("*.md"):
        (folder / path.name).write_text(_at_home(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name, origin in _FROM.items():
        text = (ROOT / origin).read_text(encoding="utf-8")
        (folder / name).write_text(_without_links_outside(text), encoding="utf-8")
    for name, text in pages().items():
        path = folder / "reference" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("conf.py", "index.md"):
        shutil.copy(Path(__file__).parent / name, folder)


def _at_home(text: str) -> str:
    for address, name in _MOVED.items():
        text = text.replace(f"]({address}", f"]({name}")
    return text


def _without_links_outside(text: str) -> str:
    """A page from elsewhere in the repository: its links to files stay as words."""
    return re.sub(r"!?\[([^\]]*)\]\((?!https?:|#)[^)]*\)", r"\1", text)


def main(out: Path) -> int:
    """Build the site into `out`; 1 where words are missing, Sphinx warns, or a check fails."""
    problems = [f"no words for {name}" for name in missing_words()]
    with tempfile.TemporaryDirectory() as folder:
        stage(Path(folder))
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", folder, str(out)]
        if subprocess.run(command, check=False).returncode:
            problems.append("Sphinx has warned")
    problems += [*outside_requests(out), *broken_links(out), *_hard_to_read()]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(list(out.rglob('*.html')))} pages in {out}")
    return int(bool(problems))


def _hard_to_read() -> list[str]:
    """The tutorials that are harder to read than they may be."""
    read = {path.name: reading_ease(plain_words(path.read_text(encoding="utf-8"))) for path in tutorials()}
    return [f"{name} reads with {ease:.0f}, below {EASY}" for name, ease in read.items() if ease < EASY]


def tutorials() -> list[Path]:
    """The pages that a newcomer reads."""
    return [ROOT / "docs" / "start.md", *sorted((ROOT / "docs").glob("tutorial-*.md"))]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
