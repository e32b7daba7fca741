"""placeholder until site is there"""


def write_archive_report(archive, tables, folder):
    folder.mkdir(exist_ok=True)
