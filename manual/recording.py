"""Draws the recording of a terminal that the README shows: real commands, typed and answered, in half a minute.

usage: python -m manual.recording [ARCHIVE]        ARCHIVE is demo-archive unless named

Takes the demonstration archive; writes docs/recording.svg, which moves by its own style sheet and runs no script.
Whoever asks their system for less movement sees the last scene.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import textwrap
import unicodedata
from html import escape
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "docs" / "recording.svg"
WIDTH, HEIGHT = 104, 20  # characters and lines
SCENES = (
    'search demo-archive "Tuchatschewski"',
    "show demo-archive trials:54",
    "motive demo-archive",
    "trace demo-archive people-suicide",
)
SECONDS = 7.5  # of a scene
_TYPING, _LINE = 1.6, 0.08  # seconds until a command is typed, and from one line of its answer to the next
_X, _Y, _ADVANCE, _LEADING = 16, 30, 8.4, 20  # in units of the drawing
_WIDE = ("W", "F")
_MOST = 4  # pieces of a sentence


def said_by(command: str, archive: Path) -> list[str]:
    """The first lines of what a command says: sentences are broken, rows of a table are cut to the width."""
    words = [str(archive) if word == "demo-archive" else word for word in shlex.split(command)]
    done = subprocess.run([sys.executable, "-m", "byname", *words], capture_output=True, text=True, check=True)
    lines = done.stdout.replace(str(archive), "demo-archive").splitlines()
    broken = [part for line in lines if not line.startswith("code: ") for part in fitted(line)]
    return broken[: HEIGHT - 2]


def fitted(line: str) -> list[str]:
    """A line in pieces that fit; what would need more than `_MOST` is a row, and is cut.

    >>> [len(piece) <= WIDTH for piece in fitted("  " + "a " * 80)], len(fitted("{" * 1000))
    ([True, True], 1)
    """
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    pieces = textwrap.wrap(line, WIDTH, subsequent_indent=indent, drop_whitespace=True, break_on_hyphens=False)
    return pieces if 0 < len(pieces) <= _MOST and "{" not in line else [cut(line)]


def cut(line: str) -> str:
    """A line that fits, where characters of East Asia take two places.

    >>> cut("x" * 200)[-1], cut("short")
    ('…', 'short')
    """
    taken = 0
    for place, character in enumerate(line):
        taken += 2 if unicodedata.east_asian_width(character) in _WIDE else 1
        if taken > WIDTH - 1:
            return line[:place] + "…"
    return line


def drawing(scenes: list[tuple[str, list[str]]]) -> str:
    """The moving picture of some commands with what they said."""
    whole = SECONDS * len(scenes)
    width, height = round(2 * _X + WIDTH * _ADVANCE), _Y + HEIGHT * _LEADING
    told = "; then ".join(f"byname {command}" for command, _ in scenes)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t">',
        f'<title id="t">A terminal, in which somebody runs {escape(told)}</title>',
        f"<style>{_style(len(scenes), whole)}</style>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#1b1a17"/>',
    ]
    for number, (command, lines) in enumerate(scenes):
        parts.append(f'<g class="scene s{number}">')
        begin = number * SECONDS
        parts.append(_line(0, f"$ byname {command}", begin + 0.2, "typed"))
        parts += [_line(n, line, begin + _TYPING + n * _LINE, "said") for n, line in enumerate(lines, 1)]
        parts.append("</g>")
    return "\n".join([*parts, "</svg>\n"])


def _line(number: int, text: str, begin: float, kind: str) -> str:
    return (
        f'<text class="{kind}" x="{_X}" y="{_Y + number * _LEADING}" xml:space="preserve" '
        f'style="animation-delay:{begin:.2f}s">{escape(text)}</text>'
    )


def _style(scenes: int, whole: float) -> str:
    share = 100 / scenes
    rules = [
        "text{font:14px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#e9e5db;opacity:0}",
        ".typed{fill:#e8a598}",
        f"text{{animation:come {whole}s linear infinite}}",
        f"@keyframes come{{0%{{opacity:0}}0.4%{{opacity:1}}{share * 0.97:.2f}%{{opacity:1}}100%{{opacity:1}}}}",
        ".scene{opacity:0}",
    ]
    for number in range(scenes):
        start, end = number * share, (number + 1) * share - 0.5
        before = f"0%,{max(start - 0.01, 0):.2f}%{{opacity:0}}" if number else ""
        after = f"{end + 0.01:.2f}%,100%{{opacity:0}}" if number < scenes - 1 else f"{100 - 0.01}%{{opacity:1}}"
        rules.append(f".s{number}{{animation:s{number} {whole}s step-end infinite}}")
        rules.append(f"@keyframes s{number}{{{before}{start:.2f}%{{opacity:1}}{end:.2f}%{{opacity:1}}{after}}}")
    still = f"text,.s{scenes - 1}{{animation:none;opacity:1}}.scene:not(.s{scenes - 1}){{display:none}}"
    return "".join(rules) + f"@media (prefers-reduced-motion:reduce){{{still}}}"


def recorded(archive: Path) -> str:
    """The recording as it would be made of an archive now."""
    return drawing([(command, said_by(command, archive)) for command in SCENES])


if __name__ == "__main__":
    FILE.write_text(recorded(Path(sys.argv[1] if len(sys.argv) > 1 else "demo-archive")), encoding="utf-8")
    print(f"{FILE.name}: {FILE.stat().st_size / 1000:.0f} kB")
