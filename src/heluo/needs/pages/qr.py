"""QR codes, drawn into the page that is printed."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(address: str) -> SafeString:
    """An inline SVG of the QR code (ISO/IEC 18004), error correction M: a fold across it is forgiven."""
    drawn = segno.make(address, error="m").svg_inline(scale=6, border=4, svgclass="qr", lineclass=None, omitsize=True)
    return mark_safe(drawn)  # drawn by the library from an address of our own
