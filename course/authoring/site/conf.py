"""What Sphinx is told of the site: MyST-NB reads the notebooks, which have run already; Furo is the theme;
nothing comes from a network.
"""

import re
from pathlib import Path

project = "Foundation models, hands on"
author = "the course's authors"
extensions = ["myst_nb", "course.authoring.site.formulas"]
root_doc = "index"
html_theme = "furo"
html_title = project
html_static_path = [str(Path(__file__).with_name("static"))]
html_css_files = ["site.css"]
html_show_sourcelink = html_show_copyright = html_show_sphinx = False
html_copy_source = False
html_math_renderer = "mathml"
nb_execution_mode = "off"
nb_merge_streams = True
nb_code_prompt_show, nb_code_prompt_hide = "Show the {type}", "Fold the {type}"
nb_ipywidgets_js = {}
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
suppress_warnings = ["misc.highlighting_failure"]  # a stub ends with …, which is no Python


WIDE = re.compile(r'<pre|<div class="(?:math|table)-wrapper[^"]*"')
CAPTION = 'class="caption" role="heading"'


def readable(app, pagename, templatename, context, doctree):
    """What axe-core finds in Sphinx's own HTML: what is wider than the page can be reached by keys, to be
    scrolled; a heading says its level.
    """
    for part in ("body", "furo_navigation_tree"):
        if part in context:
            context[part] = WIDE.sub(r'\g<0> tabindex="0"', context[part]).replace(
                CAPTION, f'{CAPTION} aria-level="2"'
            )


def setup(app):
    app.connect("html-page-context", readable, priority=900)  # after the theme, which makes the navigation
