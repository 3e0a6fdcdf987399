"""One plain layout by WeasyPrint, the measure of the report's PDF: ``python -m benchmarks.report_plain``.

Arguments: the file of HTML, the file of the PDF, and ``tagged`` or ``untagged``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from weasyprint import HTML

from exports.bindery.fetching import OnlyOurs


def main(page: str, pdf: str, tags: str) -> int:
    how = {"pdf_variant": "pdf/ua-1", "pdf_tags": True} if tags == "tagged" else {}
    html = HTML(string=Path(page).read_text(encoding="utf-8"), base_url="suivi:", url_fetcher=OnlyOurs())
    html.write_pdf(pdf, **how)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
