from __future__ import annotations

from byname.site.manual_markup import markup_of


def test_links_lead_to_pages_of_the_site_and_others_stay_as_words() -> None:
    made = markup_of(
        "[a](mappings.md#fields) [b](../benchmarks/RESULTS.md) [c](https://example.org/) [d](reference/errors.md)"
    )
    assert 'href="/docs/mappings#fields"' in made
    assert "RESULTS" not in made
    assert 'href="https://example.org/"' in made
    assert 'href="/docs/errors"' in made


def test_markup_inside_a_page_stands_as_text() -> None:
    assert "<script>" not in markup_of("a <script>alert(1)</script>\n\n<script>b</script>")
    assert "javascript:" not in markup_of("[x](javascript:alert(1))").replace("[x](javascript:alert(1))", "")


def test_headings_have_places_and_tables_can_be_scrolled() -> None:
    made = markup_of("## 1. Look at `it`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert '<h2 id="1-look-at-it">' in made
    assert made.count('<div class="scroll"') == made.count("</table></div>") == 1


def test_a_picture_comes_from_the_site() -> None:
    assert 'src="/docs/picture/report.png"' in markup_of("![The report](report.png)")
