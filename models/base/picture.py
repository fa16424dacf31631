"""Pictures, known by what is in them and not by what they are called."""

import io

# Odoo leaves the decoder of WebP out.
from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401

# As large as Odoo lets a picture be, in pixels: a few kilobytes may claim any size, and
# whoever draws that fills the memory of the machine.
MOST_PIXELS = 50_000_000
# Not every machine has each of them.
FORMATS = [kind for kind in ("JPEG", "PNG", "GIF", "WEBP") if kind in Image.OPEN]


def picture_type(content):
    """Return the media type of a picture, None of what is no picture.

    Drawings (SVG) are none: they are documents that may fetch others.

    :param bytes content: the file
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.load()
            return Image.MIME[picture.format]
    # Whatever a decoder makes of what was not written by an encoder.
    except Exception:
        return None


def shrunk(content, side):
    """Return a picture that fits into a square: itself, if it does.

    :param bytes content: a picture that has a `picture_type`
    :param int side: pixels
    """
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if max(picture.size) <= side:
            return content
        small = ImageOps.exif_transpose(picture)
        small.thumbnail((side, side))
        buffer = io.BytesIO()
        if picture.format == "JPEG":
            small.convert("RGB").save(buffer, "JPEG", quality=90)
        else:
            small.save(buffer, "PNG")
        return buffer.getvalue()
