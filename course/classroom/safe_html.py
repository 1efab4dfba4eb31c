"""What a student wrote or printed, as HTML that a page may hold: escaped, or passed through an allow-list.

For the feedback page and for formgrader. Nothing in it runs, loads or leaves its place, whatever the text was.
"""
import html
import re
import secrets
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from urllib.parse import unquote

import mistune
import nh3
from latex2mathml.converter import convert
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\ud800-\udfff]")


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
# for each property, how large a number may be, by its unit; "" is a bare number. None of these properties can lift its element out of
# its place, and none of these numbers can reach over the course's own words, nor grow as elements stand in one another
SMALL, LETTERS = {"": 0, "px": 16, "pt": 12, "em": 1, "rem": 1}, {"px": 32, "pt": 24, "em": 1, "rem": 2, "%": 100}
WIDE = {"px": 2000, "em": 100, "rem": 100, "ch": 200, "%": 100}
STYLE = {name: {} for name in "background background-color border-color color display font-family font-style text-align text-decoration "
                              "vertical-align white-space".split()}
STYLE |= {"border": SMALL, "border-radius": WIDE, "font": {"": 900} | LETTERS, "font-size": LETTERS, "font-weight": {"": 900}, "line-height": {"": 3},
          "margin": SMALL, "max-width": WIDE, "padding": SMALL, "width": WIDE}
VALUE = re.compile(r"""\s*(?:(?P<words>[a-z]+(?:-[a-z]+)*|\#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([\d\s.,%/]*\)|"[\w -]*"|'[\w -]*'|,)(?![\w(-])
                         |(?P<line>/\s*[12](?:\.\d+)?)(?![\w.%])
                         |(?P<number>\d*\.?\d+)(?P<unit>[a-z]*|%)(?![\w.%(]))\s*""", re.IGNORECASE | re.VERBOSE)
ATTRIBUTES = {"*": set("alt aria-label colspan dir href lang role rowspan scope src start style title".split())}
LARGEST = 2_000_000                                              # characters: tags closed out of order multiply


def _allowed(tag, name, value):
    """The value of an attribute, or None if it may not be."""
    if name == "style":
        return style(value) or None
    if name == "href":
        allowed = re.match(r"(https?://|mailto:|#)", value)
    elif name == "src":
        allowed = tag == "img" and re.match(r"data:image/(png|jpeg|gif|webp);base64,", value)
    elif name in ("start", "colspan", "rowspan"):
        allowed = re.fullmatch(r"\d{1,4}", value)                 # the number of a list's item stands left of it
    else:
        allowed = name != "role" or value in ("list", "listitem", "img")
    return value if allowed else None


def style(value: str) -> str:
    """Of the declarations of a style attribute those that keep their element in its place, each of a known form and size."""
    pairs = [(name.strip().lower(), what.strip()) for name, _, what in (each.partition(":") for each in value.split(";"))]
    return "; ".join(f"{name}: {what}" for name, what in pairs if name in STYLE and _fits(name, what))


def _fits(name, value):
    end = 0
    while end < len(value):
        part = VALUE.match(value, end)
        if not part or part["line"] and name != "font" or (part["words"] or "").lower() == "larger":
            return False
        if part["number"] and float(part["number"]) > STYLE[name].get(part["unit"].lower(), 0 if part["number"] == "0" else -1):
            return False
        if name == "line-height" and part["number"] and float(part["number"]) < 1:
            return False                                         # lower than its letters: they would reach out of the line
        end = part.end()
    return end > 0


def clean(text: str) -> Markup:
    """HTML through the allow-list. Headings become bold lines: the page has its own outline."""
    done = nh3.clean(text, tags=TAGS, clean_content_tags={"script", "style"}, attributes=ATTRIBUTES, attribute_filter=_allowed,
                     url_schemes={"http", "https", "mailto", "data"}, link_rel=None)
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


SHOWN = "png", "jpeg", "gif", "webp"                              # kinds of pictures that every browser draws, and that hold no script
IMG = re.compile(r"""<img\b((?:[^>"']+|"[^"]*"|'[^']*')*+)>""", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""(?<![\w-])(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
LONGEST_ADDRESS = 200                                            # characters of one that is shown


class _Prose(mistune.HTMLRenderer):
    """Markdown to HTML; formulas and pasted pictures are put aside, as they are no HTML for the allow-list, which has a limit for what it reads.

    For each stands an element whose name nobody can guess. In an attribute its quotes are escaped, so that none is put there.
    """

    def __init__(self, attachments):
        super().__init__(escape=False)                           # `clean` reads all of it afterwards
        self.attachments = {unicodedata.normalize("NFC", name): bundle for name, bundle in attachments.items()}
        self.aside, self.secret, self.shown = [], secrets.token_hex(16), set()

    def heading(self, text, level, **_):
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text, url, title=None):
        return self.picture(url, html.unescape(re.sub(r"<[^>]*>", "", text)))      # its words have no tags

    def inline_html(self, text):
        return IMG.sub(self.tag, text)

    def block_html(self, text):
        return IMG.sub(self.tag, text) + "\n"

    def tag(self, found):
        """A picture as HTML has it."""
        about = {name.lower(): html.unescape("".join(value)) for name, *value in reversed(ATTRIBUTE.findall(found[1]))}
        return self.picture(about["src"].strip(), about.get("alt", "")) if about.get("src") else found[0]

    def picture(self, url, words):
        """A picture that came with the cell; of any other its words, and where it is: a page has no other files, and asks nobody for one."""
        words, (kind, _, rest) = CONTROL.sub("", words).strip(), url.partition(":")
        name = unquote(rest if kind == "attachment" else url)
        if kind == "data":
            return _img(url, words)
        if kind != "attachment":
            where = "a picture on the web" if re.match(r"(https?:)?//", url) else "a file beside the notebook"
        elif (key := self.key(rest)) is None:
            where = "a picture that did not come with this cell"
        elif key in self.shown:                                  # once, so that a page holds no more than the notebook
            where = "the picture above"
        elif data := _address(self.attachments[key]):
            self.shown.add(key)
            return self.put(_img(data, words))
        else:
            where = "a picture of a kind that is not shown here"
        return html.escape(f"{words} ({where}: {CONTROL.sub('', name)[:LONGEST_ADDRESS]})".strip())

    def key(self, name):
        """Under which name a picture is attached: an address is quoted, or not, and an accent is one letter or two."""
        ways = (unicodedata.normalize("NFC", way) for way in (name, unquote(name)))
        return next((way for way in ways if way in self.attachments), None)

    def put(self, page, around="{}"):
        self.aside.append(page)
        return around.format(f'<var title="{self.secret}-{len(self.aside) - 1}"></var>')

    def inline_math(self, text):
        return self.put(formula(text))

    def block_math(self, text):
        return self.put(formula(text, "block"), "<p>{}</p>")

    def filled(self, page):
        """The page with its formulas and pictures."""
        return re.sub(rf'<var title="{self.secret}-(\d+)"></var>', lambda n: self.aside[int(n[1])], page)


def _img(address, words):
    return f'<img src="{html.escape(address)}" alt="{html.escape(words or "A picture.")}">'


def _address(bundle):
    """A picture as an address that holds it; "" if there is none that may be shown."""
    for kind in SHOWN:
        data = bundle.get(f"image/{kind}")
        data = "".join("".join(map(str, data)).split()) if isinstance(data, (str, list)) else ""
        if re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", data):
            return f"data:image/{kind};base64,{data}"
    return ""


def prose(text: str, cell: dict | None = None) -> Markup:
    """Markdown with formulas -> safe HTML; what no reader of Markdown can make anything of, as it stands."""
    text = cut(plain(text), 20_000)                              # longer, and hostile Markdown takes minutes
    if not text.strip():
        return Markup("")
    try:
        renderer = _Prose((cell or {}).get("attachments", {}))
        to_html = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough", "math"])
        return Markup(renderer.filled(clean(to_html(text))))
    except Exception:                                            # a student's text may be anything: a page is made of it
        return Markup("<pre>{}</pre>").format(text)


MATHML = set("math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle "
             "mpadded mphantom menclose".split())
ATTRIBUTES_OF_MATHML = dict.fromkeys("display stretchy mathvariant columnalign accent fence".split(), "[a-z -]*")
ATTRIBUTES_OF_MATHML |= {"linethickness": r"0|[01](\.\d+)?(em|px|pt)?", "width": r"\d(\.\d+)?em"}       # nothing of a formula moves over what is beside it


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
        node.attrib = {name: value for name, value in node.attrib.items() if re.fullmatch(ATTRIBUTES_OF_MATHML.get(name, "(?!)"), value)}
    tree.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    return ET.tostring(tree, encoding="unicode")
