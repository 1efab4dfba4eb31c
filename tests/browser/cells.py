"""What one does with the cells of a notebook in JupyterLab."""

import re


def opened(page):
    """Wait until a notebook is there and its kernel is, too: a cell that is run before is not run."""
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
    # the sign in the toolbar says idle before there is a kernel, too
    page.locator("#jp-main-statusbar", has_text="| Idle").wait_for()


def cell(page, words):
    """The first code cell with these words."""
    return page.locator(".jp-CodeCell", has_text=words).first


def write(page, words, source):
    """Replace a cell's source, as with the keyboard."""
    cell(page, words).locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(source)


def run(page, words):
    """Run a cell, and wait for its end -> what it put out."""
    target = cell(page, words)
    target.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    target.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for()
    return target.locator(".jp-OutputArea").inner_text()


def validated(page):
    """Press Validate, wait, and put its message away -> what it says."""
    page.locator(".jp-NotebookPanel-toolbar >> text=Validate").click()
    dialog = page.locator(
        ".nbgrader-ErrorDialog #validation-message, .nbgrader-SuccessDialog, .nbgrader-ValidationFailedDialog"
    ).first
    dialog.wait_for(timeout=180_000)
    said = dialog.inner_text()
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    return said
