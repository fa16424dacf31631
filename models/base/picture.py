"""Pictures, known by what is in them and not by what they are called."""

import io

# Odoo leaves the decoder of WebP out.
from PIL import Image, WebPImagePlugin  # noqa: F401

# Not every machine has each of them.
FORMATS = [kind for kind in ("JPEG", "PNG", "GIF", "WEBP") if kind in Image.OPEN]


def picture_type(content):
    """Return the media type of a picture, None of what is no picture.

    Drawings (SVG) are none: they are documents that may fetch others.

    :param bytes content: the file
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            picture.load()
            return Image.MIME[picture.format]
    # Whatever a decoder makes of what was not written by an encoder.
    except Exception:
        return None
