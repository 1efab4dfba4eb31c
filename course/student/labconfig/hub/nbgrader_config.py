"""nbgrader's list of assignments looks for its configuration beside the assignments, in work/: the course's
is a folder above.
"""

import secrets

from jupyter_core.paths import jupyter_runtime_dir

from course.files.coursedir import CONFIG, root

load_subconfig(CONFIG, path=str(root()))  # type: ignore[name-defined]  # noqa: F821 (traitlets defines it)

# Validate's kernel, too, is at no port where every user of the machine could listen. Its sockets lie where
# other kernels' do, not in what is handed in.
c = get_config()  # type: ignore[name-defined]  # noqa: F821 (traitlets, too)
c.KernelManager.transport = "ipc"
c.KernelManager.ip = f"{jupyter_runtime_dir()}/validate-{secrets.token_hex(4)}"
