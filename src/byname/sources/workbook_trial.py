"""A program: opens a workbook in a process of its own, whose memory and time are bounded, to see whether it fits.

Takes the path, the bytes of memory, the seconds and the name of the sheet (or none). It ends with 0 where the workbook
was opened or cannot be opened (then opening it here says why), and otherwise where it broke a bound.
"""

from __future__ import annotations

import resource
import sys

from python_calamine import CalamineError, CalamineWorkbook

TOO_LARGE = 3


def try_workbook(path: str, sheet: str | None) -> int:
    """Open the sheet, or sheets until one holds cells; gives TOO_LARGE where the reader gave up."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        for name in [sheet] if sheet else workbook.sheet_names:
            if workbook.get_sheet_by_name(name).height:
                break
    except (CalamineError, OSError, ValueError):
        return 0
    except BaseException:
        return TOO_LARGE
    return 0


if __name__ == "__main__":
    memory, seconds = int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.exit(try_workbook(sys.argv[1], sys.argv[4] if len(sys.argv) > 4 else None))
