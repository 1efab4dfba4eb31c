"""The course as a site, to read on a phone and to decide whether to begin: `make site`.

pages.py       a notebook as the site shows it: run, its figures drawn, answers left out, what answers a
               guess folded
build.py       the notebooks and the documents as one tree, and Sphinx
conf.py        what Sphinx is told;  formulas.py and site.css, what it lacks
"""
