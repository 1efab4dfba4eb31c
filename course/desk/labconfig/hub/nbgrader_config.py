"""nbgrader's list of assignments looks for its configuration beside the assignments, in work/: the course's is a folder above."""
from course.classroom.places import CONFIG, root

load_subconfig(CONFIG, path=str(root()))  # noqa: F821 (traitlets defines it)

c = get_config()  # noqa: F821
c.KernelManager.transport = "ipc"                    # Validate's kernel, too, is at no port where every user of the machine could listen
