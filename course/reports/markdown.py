"""Markdown that a student wrote, as HTML that a page may hold: through the allow-list, with its formulas and
the pictures that came with it.

For the feedback page and for formgrader. A page asks nobody for a picture, and needs no script for a formula.
"""

import html
import re
import secrets
import unicodedata
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import unquote

import mistune
from latex2mathml.converter import convert
from markupsafe import Markup

from course.reports.sanitize import CONTROL, TAGS, clean, cut, plain, pre

SHOWN = "png", "jpeg", "gif", "webp"  # kinds of pictures that every browser draws, and that hold no script
IMG = re.compile(r"""<img\b((?:[^>"']+|"[^"]*"|'[^']*')*+)>""", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""(?<![\w-])(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
# HTML that would be gone without a trace: a comment, or a tag that may not be. Of the last ones named here
# the words stay, and nobody misses the tag
LOST = re.compile(
    rf"<(?:[!?]|/?(?!(?:{'|'.join(sorted(TAGS))}|article|big|center|font|footer|header|main|section|tt)\b)[a-z])",
    re.IGNORECASE,
)
LONGEST_ADDRESS = 200  # characters of one that is shown


class _Prose(mistune.HTMLRenderer):
    """Markdown to HTML; formulas and pasted pictures are put aside, as they are no HTML for the allow-list,
    which has a limit for what it reads.

    For each stands an element whose name nobody can guess. In an attribute its quotes are escaped, so that
    none is put there.
    """

    def __init__(self, attachments):
        super().__init__(escape=False)  # `clean` reads all of it afterwards
        self.attachments = {
            unicodedata.normalize("NFC", name): bundle for name, bundle in attachments.items()
        }
        self.aside, self.secret, self.shown = [], secrets.token_hex(16), set()

    def heading(self, text, level, **_):
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text, url, title=None):
        return self.picture(url, html.unescape(re.sub(r"<[^>]*>", "", text)))  # its words have no tags

    def inline_html(self, text):
        return f"<code>{html.escape(text)}</code>" if LOST.search(text) else IMG.sub(self.tag, text)

    def block_html(self, text):
        return (
            f"<pre>{html.escape(text.strip())}</pre>" if LOST.search(text) else IMG.sub(self.tag, text)
        ) + "\n"

    def tag(self, found):
        """A picture as HTML has it."""
        about = {
            name.lower(): html.unescape("".join(value))
            for name, *value in reversed(ATTRIBUTE.findall(found[1]))
        }
        return self.picture(about["src"].strip(), about.get("alt", "")) if about.get("src") else found[0]

    def picture(self, url, words):
        """A picture that came with the cell; of any other its words, and where it is: a page has no other
        files, and asks nobody for one.
        """
        words, (kind, _, rest) = CONTROL.sub("", words).strip(), url.partition(":")
        name = unquote(rest if kind == "attachment" else url)
        if kind == "data":
            return _img(url, words)
        if kind != "attachment":
            where = "a picture on the web" if re.match(r"(https?:)?//", url) else "a file beside the notebook"
        elif (key := self.key(rest)) is None:
            where = "a picture that did not come with this cell"
        elif key in self.shown:  # once, so that a page holds no more than the notebook
            where = "the picture above"
        elif data := _address(self.attachments[key]):
            self.shown.add(key)
            return self.put(_img(data, words))
        else:
            self.attachments[key] = {}  # to look at a large one takes long: once
            where = "a picture of a kind that is not shown here"
        return html.escape(f"{words} ({where}: {CONTROL.sub('', name)[:LONGEST_ADDRESS]})".strip())

    def key(self, name):
        """Under which name a picture is attached: an address is quoted, or not, and an accent is one letter
        or two.
        """
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
    # longer, and hostile Markdown takes minutes: a run of backticks even so
    text = re.sub(r"`{20}`+", lambda run: run[0][:20], cut(plain(text), 20_000))
    if not text.strip():
        return Markup("")
    try:
        renderer = _Prose((cell or {}).get("attachments", {}))
        to_html: Any = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough", "math"])
        return Markup(renderer.filled(clean(to_html(text))))
    except Exception:  # a student's text may be anything: a page is made of it
        return pre(text)


MATHML = set(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle "
    "mpadded mphantom menclose".split()
)
ATTRIBUTES_OF_MATHML = dict.fromkeys(
    "display stretchy mathvariant columnalign accent fence".split(), "[a-z -]*"
)
# nothing of a formula moves over what is beside it
ATTRIBUTES_OF_MATHML |= {"linethickness": r"0|[01](\.\d+)?(em|px|pt)?", "width": r"\d(\.\d+)?em"}


def formula(latex: str, display: str = "inline") -> str:
    """LaTeX -> MathML, which every browser draws without a script; the LaTeX itself where it cannot be read.

    latex2mathml passes on what stands in \\text{…} as it is, tags too: only MathML's own tags, and of
    attributes those without an address or a style, come through.
    """
    try:
        tree = ET.fromstring(convert(latex, display=display))
    except Exception:  # a student's LaTeX may be anything
        return f"<code>{html.escape(latex)}</code>"
    for node in tree.iter():
        node.tag = node.tag.rpartition("}")[2]
        if node.tag not in MATHML:
            return f"<code>{html.escape(latex)}</code>"
        node.attrib = {
            name: value
            for name, value in node.attrib.items()
            if re.fullmatch(ATTRIBUTES_OF_MATHML.get(name, "(?!)"), value)
        }
    tree.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    return ET.tostring(tree, encoding="unicode")
