"""The door of the course: `course COMMAND`. Each command is a few lines here; what it does is a function in a
module of its own.

Exit status: 0 all went well, 1 something did not and was said, 2 the command line was not understood, 141
nobody reads what is printed any more.
"""

import os
import sys
import warnings

from course.cli.arguments import AUTHORS, INSTRUCTORS, parser
from course.files import coursedir
from course.files.atomic import is_full
from course.files.coursedir import CourseError
from course.files.locking import FULL


def nobody_reads():
    """Whether what we print goes nowhere any more, as in `course report 01 | head`; then let Python have
    nothing to say of it at the end.
    """
    try:
        print(flush=True)  # a pipe of another kind may have broken: that is an error, and said
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
    return False


def main(argv=None):
    for stream in sys.stdout, sys.stderr:
        stream.reconfigure(errors="replace")  # a pipe on Windows cannot write every letter
    # about what a student wrote, which many commands read: it has control codes
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    words, in_a_kit = sys.argv[1:] if argv is None else argv, coursedir.is_kit()
    if in_a_kit and words and words[0] in [command.__name__ for command in AUTHORS + INSTRUCTORS]:
        print(f"course: {words[0]} needs the course's sources: this is a class kit.", file=sys.stderr)
        return 1
    args = parser(in_a_kit).parse_args(words)
    try:
        status = int(args.run(args) or 0)
        sys.stdout.flush()
        return status
    except Exception as error:
        if isinstance(error, BrokenPipeError) and nobody_reads():
            return 141  # as of a program that SIGPIPE ends
        if not isinstance(error, (CourseError, OSError)) and not is_full(error):
            raise
        print(f"course: {FULL if is_full(error) else error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ncourse: stopped.", file=sys.stderr)
        return 1
