"""What the layout may fetch: the stylesheets that ship with us, and nothing else."""

from __future__ import annotations

from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

PRINT = Path(__file__).parent.parent / "print"
STYLESHEETS = {
    f"suivi:{name}": PRINT / name
    for name in ("report.css", "front.css", "whole.css", "stamps.css", "signature.css")
}
"""All that a paper may fetch, by address."""


class OnlyOurs(URLFetcher):
    """Hands out the stylesheets and refuses every other address, whatever its scheme."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["suivi"], allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in STYLESHEETS:
            raise ValueError("not one of the files that the paper may use")
        return URLFetcherResponse(url, STYLESHEETS[url].read_bytes(), {"Content-Type": "text/css"})
