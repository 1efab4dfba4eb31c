"""`python -m course.cli`, where the command `course` is not in the PATH."""

import sys

from course.cli import main

sys.exit(main())
