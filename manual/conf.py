"""Settings of Sphinx for the documentation site; `python -m manual` stages the pages beside this file and runs it."""

project = "Byname"
author = "the authors of Byname"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
html_theme = "furo"
html_title = "Byname"
html_show_sphinx = False
html_copy_source = False
html_theme_options: dict[str, object] = {"top_of_page_buttons": []}
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
highlight_language = "text"
suppress_warnings = ["misc.highlighting_failure"]
