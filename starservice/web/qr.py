"""QR codes as SVG without inline style, dark on white in dark mode too, so that every camera reads them."""

import segno


def qr_svg(text: str, title: str) -> str:
    """Return an <svg> element of a QR code with a quiet zone; it scales to its container."""
    code = segno.make_qr(text, error="m")
    return code.svg_inline(
        scale=8,
        border=4,
        dark="#000",
        light="#fff",
        title=title,
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
