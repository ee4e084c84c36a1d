"""An HTML page as PDF, by WeasyPrint: no browser, no network, no file but the page itself."""

import logging

from caseload.errors import Refused

_INSTEAD = "pip install 'caseload-cli[pdf]'; or -o FILE.html, which any browser prints"


def pdf(page: str, size: str) -> bytes:
    """The page on paper of that size, tagged for those who do not see it (PDF/UA).

    Raises Refused where what makes it is not installed.
    """
    # To say what it does not print is nothing to a reader.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except ImportError:
        raise Refused("PDF is an extra that is not installed", _INSTEAD) from None
    except OSError:
        raise Refused("PDF needs Pango, which this system does not have", _INSTEAD) from None
    sheet = CSS(string=f"@page {{ size: {size} }}")
    # What a form names elsewhere, a picture or a sheet, stays where it is.
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    written: bytes = document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return written
