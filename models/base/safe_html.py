"""Rich text as it may be printed: words, their looks, and pictures of our own.

Whoever prints fetches what the text names, from wherever the server stands: from inside
its network. So a printed text names nothing: pictures are in it or left out.
"""

import base64
import binascii
import re
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

from lxml import etree, html
from markupsafe import Markup

from odoo.exceptions import AccessError, MissingError

from .picture import picture_type, shrunk

# fmt: off
TAGS = frozenset(
    [
        "a", "abbr", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br",
        "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details",
        "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li",
        "main", "mark", "nav", "ol", "p", "pre", "q", "s", "samp", "section", "small",
        "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td",
        "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    ]
)
# What other elements hold is text that stays, but for these.
WITHOUT_TEXT = frozenset(
    [
        "applet", "audio", "base", "canvas", "embed", "frame", "frameset", "head",
        "iframe", "link", "math", "meta", "noembed", "noframes", "noscript", "object",
        "param", "script", "style", "svg", "template", "title", "video",
    ]
)
ATTRIBUTES = frozenset(
    [
        "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class",
        "color", "colspan", "dir", "face", "height", "href", "lang", "reversed",
        "rowspan", "size", "span", "src", "start", "style", "title", "type", "valign",
        "value", "width",
    ]
)
# fmt: on
# Enough for a page, in pixels; what is larger takes whoever prints it minutes.
PRINTED_SIDE = 2000
LINK = re.compile(r"(?:https?://|mailto:|tel:|#)", re.IGNORECASE)
# url(), image-set(), @import …, and the escapes and comments that would hide them.
FETCHING = re.compile(
    r"[\\@<]|/\*|(?<![\w-])(?!(?:rgb|hsl)a?\(|calc\()[\w-]*\(", re.IGNORECASE
)
ATTACHMENT = re.compile(r"/web/(?:image|content)/(\d{1,9})(?:[-/].*)?$", re.ASCII)


def safe_html(env, text):
    """Return rich text without anything that would be fetched while it is printed.

    :param env: environment of the reader, who sees the pictures that he or she may read
    :param text: value of an Html field
    :rtype: Markup
    """
    if not text:
        return Markup()
    root = html.fragment_fromstring(str(text), create_parent="div")
    for element in list(root.iterdescendants()):
        if not isinstance(element.tag, str):
            # A comment may be one for a browser only; so may an instruction.
            element.drop_tree()
        elif element.tag in WITHOUT_TEXT:
            element.drop_tree()
        elif element.tag not in TAGS:
            element.drop_tag()
        else:
            _clean(env, element)
    return Markup(etree.tostring(root, encoding="unicode", method="html"))


def _clean(env, element):
    """Leave an element what is harmless of its attributes."""
    for name, value in element.items():
        if name not in ATTRIBUTES:
            del element.attrib[name]
        elif name == "style":
            kept = [part for part in value.split(";") if not FETCHING.search(part)]
            element.set("style", ";".join(kept))
        elif (
            name == "href"
            and not (element.tag == "a" and LINK.match(value))
            or name == "src"
            and element.tag != "img"
        ):
            del element.attrib[name]
    if element.tag == "img":
        content = _picture(env, element.get("src") or "")
        if content and picture_type(content):
            content = shrunk(content, PRINTED_SIDE)
            embedded = base64.b64encode(content).decode()
            element.set("src", f"data:{picture_type(content)};base64,{embedded}")
        else:
            element.drop_tree()


def _picture(env, source):
    """Return the bytes that an address of ours stands for, or that are in it."""
    if source.startswith("data:"):
        head, _comma, data = source.partition(",")
        try:
            raw = unquote_to_bytes(data)
            return base64.b64decode(raw) if head.endswith(";base64") else raw
        except binascii.Error:
            return None
    try:
        address = urlsplit(source)
    except ValueError:
        return None
    home = urlsplit(env["ir.config_parameter"].sudo().get_param("web.base.url", ""))
    if address.netloc and address.netloc != home.netloc:
        return None
    match = ATTACHMENT.match(address.path)
    if not match:
        return None
    token = parse_qs(address.query).get("access_token", [None])[0]
    try:
        attachment = env["ir.binary"]._find_record(
            res_id=int(match[1]), access_token=token
        )
        return attachment.raw
    except (AccessError, MissingError):
        return None
