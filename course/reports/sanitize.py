"""What a student wrote or printed, as HTML that a page may hold: escaped, or passed through an allow-list.

For the feedback page and for formgrader. Nothing in it runs, loads or leaves its place, whatever the text
was.
"""

import re
from collections import Counter

import nh3
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
# what moves a terminal, ends a line unseen, or turns the direction of what follows; and halves of letters
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\ud800-\udfff]")


def plain(text: str | list[str]) -> str:
    """Text as it would stand on a terminal at the end, without the terminal's codes."""
    lines = ANSI.sub("", "".join(text)).replace("\r\n", "\n").split("\n")
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in lines]  # a progress bar leaves its last state
    return CONTROL.sub("", "\n".join(lines))


def cut(text: str, most: int = 4000) -> str:
    """The beginning of a long text: a page is for reading."""
    return text if len(text) <= most else f"{text[:most]}\n… and {len(text) - most:,} characters more"


def pre(text: str) -> Markup:
    """Text as it stands; Markup, as `code` makes it, is not escaped again."""
    return Markup('<pre tabindex="0">{}</pre>').format(text)


def code(source: str) -> Markup:
    """A student's code, colored."""
    return Markup(highlight(cut(plain(source)), PythonLexer(stripall=False), HtmlFormatter(nowrap=True)))


TAGS = set(
    "a abbr b blockquote br caption code dd del details div dl dt em figcaption figure hr i img kbd li mark ol p pre q s "
    "samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var".split()
)
# for each property, how large a number may be, by its unit; "" is a bare number. None of these properties can
# lift its element out of
# its place, and none of these numbers can reach over the course's own words, nor grow as elements stand in
# one another
SMALL, LETTERS = (
    {"": 0, "px": 16, "pt": 12, "em": 1, "rem": 1},
    {"px": 32, "pt": 24, "em": 1, "rem": 2, "%": 100},
)
WIDE = {"px": 2000, "em": 100, "rem": 100, "ch": 200, "%": 100}
STYLE = {
    name: {}
    for name in "background background-color border-color color display font-family font-style text-align text-decoration "
    "vertical-align white-space".split()
}
STYLE |= {
    "border": SMALL,
    "border-radius": WIDE,
    "font": {"": 900} | LETTERS,
    "font-size": LETTERS,
    "font-weight": {"": 900},
    "line-height": {"": 3},
    "margin": SMALL,
    "max-width": WIDE,
    "padding": SMALL,
    "width": WIDE,
}
VALUE = re.compile(
    r"""\s*(?:(?P<words>[a-z]+(?:-[a-z]+)*|\#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([\d\s.,%/]*\)|"[\w -]*"|'[\w -]*'|,)(?![\w(-])
                         |(?P<line>/\s*[12](?:\.\d+)?)(?![\w.%])
                         |(?P<number>\d{1,9}(?:\.\d{1,18})?|\.\d{1,18})(?P<unit>[a-z]*|%)(?![\w.%(]))\s*""",
    re.IGNORECASE | re.VERBOSE,
)
ATTRIBUTES = {
    "*": set("alt aria-label colspan dir href lang role rowspan scope src start style title".split())
}
REACHED = {"pre": {"tabindex": "0"}}  # what is wider than the page is scrolled by the keys, too
LARGEST, GROWTH = 2_000_000, 6  # characters, and how many times those that were given: `&` becomes `&amp;`


def _allowed(tag, name, value):
    """The value of an attribute, or None if it may not be."""
    if name == "style":
        return style(value) or None
    if name == "href":
        allowed = re.match(r"(https?://|mailto:|#)", value)
    elif name == "src":
        allowed = tag == "img" and re.match(r"data:image/(png|jpeg|gif|webp);base64,", value)
    elif name == "start":
        allowed = re.fullmatch(r"\d{1,4}", value)  # the number of a list's item stands left of it
    elif name in ("colspan", "rowspan"):
        allowed = re.fullmatch(r"\d{1,2}", value)  # a browser lays out each place that they cover
    else:
        allowed = name != "role" or value in ("list", "listitem", "img")
    return value if allowed else None


def style(value: str) -> str:
    """Of the declarations of a style attribute those that keep their element in its place, each of a known
    form and size.
    """
    pairs = [
        (name.strip().lower(), what.strip())
        for name, _, what in (each.partition(":") for each in value.split(";"))
    ]
    return "; ".join(f"{name}: {what}" for name, what in pairs if name in STYLE and _fits(name, what))


def _fits(name, value):
    end = 0
    while end < len(value):
        part = VALUE.match(value, end)
        if not part or part["line"] and name != "font" or (part["words"] or "").lower() == "larger":
            return False
        if part["number"] and float(part["number"]) > STYLE[name].get(
            part["unit"].lower(), 0 if part["number"] == "0" else -1
        ):
            return False
        if name == "line-height" and part["number"] and float(part["number"]) < 1:
            return False  # lower than its letters: they would reach out of the line
        end = part.end()
    return end > 0


def clean(text: str) -> Markup:
    """HTML through the allow-list; as text what would take long, or multiply: tags that are not closed are
    opened again in each paragraph.
    """
    if hard(text):
        return pre(cut(text))
    done = nh3.clean(
        text,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        set_tag_attribute_values=REACHED,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    return Markup(done) if len(done) <= min(LARGEST, GROWTH * len(text) + 10_000) else pre(cut(text))


# these hold nothing, or end where the next one begins: deep they lie only in others
MOST_AMPERSANDS = 100_000
UNCOUNTED = set("br hr img p li dt dd td th tr thead tbody tfoot caption".split())


def hard(text: str) -> bool:
    """Whether it could take minutes to read HTML: the time is quadratic in tags within tags, in attributes
    beside attributes, and in ampersands.
    """
    if text.count("&") > MOST_AMPERSANDS:
        return True
    open_, within = Counter(), 0
    for n, tag in enumerate(
        re.finditer(r"<(/?)([a-zA-Z]+)([^<]*)", re.sub(r"(data:image/\w+;base64,)[\w+/=]+", r"\1", text))
    ):
        name = tag[2].lower()
        open_[name] = max(0, open_[name] - 1) if tag[1] else open_[name] + (name not in UNCOUNTED)
        within += (depth := open_.total())
        if (
            depth > 100
            or within > 12 * n + 2000
            or len(text) > 20_000
            and len(re.findall(r"[\s/=\"']+", tag[3])) > 500
        ):
            return True
    return False
