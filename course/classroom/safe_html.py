"""What a student wrote or printed, as HTML that a page may hold: escaped, or passed through an allow-list.

For the feedback page and for formgrader. Nothing in it runs, loads or leaves its place, whatever the text was.
"""
import html
import re
import xml.etree.ElementTree as ET
from collections import Counter

import mistune
import nh3
from latex2mathml.converter import convert
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000\ue001]|[\ud800-\udfff]")


def plain(text: str | list[str]) -> str:
    """Text as it would stand on a terminal at the end, without the terminal's codes."""
    lines = ANSI.sub("", "".join(text)).replace("\r\n", "\n").split("\n")
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in lines]     # a progress bar leaves its last state
    return CONTROL.sub("", "\n".join(lines))


def cut(text: str, most: int = 4000) -> str:
    """The beginning of a long text: a page is for reading."""
    return text if len(text) <= most else f"{text[:most]}\n… and {len(text) - most:,} characters more"


def code(source: str) -> Markup:
    """A student's code, coloured."""
    return Markup(highlight(cut(plain(source)), PythonLexer(stripall=False), HtmlFormatter(nowrap=True)))


TAGS = set("a abbr b blockquote br caption code dd del details div dl dt em figcaption figure hr i img kbd li mark ol p pre q s "
           "samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var".split())
# none of these properties can lift its element out of its place, over the course's own words
STYLE = set("background background-color border border-color border-radius color display font font-family font-size font-style "
            "font-weight line-height margin max-width padding text-align text-decoration vertical-align white-space width".split())
ATTRIBUTES = {"*": set("alt aria-label colspan dir href lang role rowspan scope src start style title".split())}
LARGEST = 2_000_000                                              # characters: tags closed out of order multiply


def _allowed(tag, name, value):
    """The value of an attribute, or None if it may not be."""
    if name == "href":
        allowed = re.match(r"(https?://|mailto:|#)", value)
    elif name == "src":
        allowed = tag == "img" and re.match(r"data:image/(png|jpeg|gif);base64,", value)
    elif name == "style":
        allowed = not re.search(r"\\|url|image|@", value, re.I)   # nothing that could load a thing
    else:
        allowed = name != "role" or value in ("list", "listitem", "img")
    return value if allowed else None


def clean(text: str) -> Markup:
    """HTML through the allow-list. Headings become bold lines: the page has its own outline."""
    done = nh3.clean(text, tags=TAGS, clean_content_tags={"script", "style"}, attributes=ATTRIBUTES, attribute_filter=_allowed,
                     url_schemes={"http", "https", "mailto", "data"}, filter_style_properties=STYLE, link_rel=None)
    return Markup(done) if len(done) <= LARGEST else Markup("<pre>{}</pre>").format(cut(text))


VOID = "br", "hr", "img"


def hard(text: str) -> bool:
    """Whether `clean` could take minutes: its time is quadratic in tags within tags, and in attributes beside attributes."""
    if len(text) <= 20_000:
        return False
    open_ = Counter()
    for tag in re.finditer(r"<(/?)([a-zA-Z]+)([^<]*)", re.sub(r"(data:image/\w+;base64,)[\w+/=]+", r"\1", text)):
        name = tag[2].lower()
        open_[name] = max(0, open_[name] - 1) if tag[1] else open_[name] + (name not in VOID)
        if open_.total() > 100 or len(re.findall(r"[\s/=\"']+", tag[3])) > 500:
            return True
    return False


class _Prose(mistune.HTMLRenderer):
    """Markdown to HTML, formulas put aside as they are no HTML for the allow-list, pasted pictures put in."""

    def __init__(self, attachments):
        super().__init__(escape=False)                           # `clean` reads all of it afterwards
        self.attachments, self.formulas = attachments, []

    def heading(self, text, level, **_):
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text, url, title=None):
        for mime, data in self.attachments.get(url.removeprefix("attachment:"), {}).items():
            url = f"data:{mime};base64,{data if isinstance(data, str) else ''}"
        return f'<img src="{html.escape(url)}" alt="{html.escape(text or "A picture.")}">' if url.startswith("data:") else text

    def inline_math(self, text):
        self.formulas.append(formula(text))
        return f"\ue000{len(self.formulas) - 1}\ue001"

    def block_math(self, text):
        self.formulas.append(formula(text, "block"))
        return f"<p>\ue000{len(self.formulas) - 1}\ue001</p>"


def prose(text: str, cell: dict | None = None) -> Markup:
    """Markdown with formulas -> safe HTML."""
    if not text.strip():
        return Markup("")
    renderer = _Prose((cell or {}).get("attachments", {}))
    to_html = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough", "math"])
    done = clean(to_html(cut(plain(text), 20_000)))              # longer, and hostile Markdown takes minutes
    return Markup(re.sub("\ue000(\\d+)\ue001", lambda n: renderer.formulas[int(n[1])], done))


MATHML = set("math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle "
             "mpadded mphantom menclose".split())


def formula(latex: str, display: str = "inline") -> str:
    """LaTeX -> MathML, which every browser draws without a script; the LaTeX itself where it cannot be read.

    latex2mathml passes on what stands in \\text{…} as it is, tags too: only MathML's own tags, and of attributes those
    without an address or a style, come through.
    """
    try:
        tree = ET.fromstring(convert(latex, display=display))
    except Exception:                                            # a student's LaTeX may be anything
        return f"<code>{html.escape(latex)}</code>"
    for node in tree.iter():
        node.tag = node.tag.rpartition("}")[2]
        if node.tag not in MATHML:
            return f"<code>{html.escape(latex)}</code>"
        node.attrib = {name: value for name, value in node.attrib.items()
                       if name in ("display", "stretchy", "mathvariant", "linethickness", "columnalign", "accent", "fence", "width")}
    tree.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    return ET.tostring(tree, encoding="unicode")
