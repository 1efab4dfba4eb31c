#!/bin/sh
# The programs that the tests use beside Python's packages. As root on Debian it installs what is missing;
# elsewhere it lists that, and fails: `make test` then runs all that it can, and fails at the end.

need() { sh -c "$2" >/dev/null 2>&1 || missing="$missing $1"; }

look() {
  missing=
  need chromium     'command -v chromium'                         # browser tests: the student's page, the instructor's page
  need fonts-dejavu-core 'ls /usr/share/fonts/truetype/*'         # ... with letters in it
  need nodejs       'command -v node'                             # JupyterHub's proxy
  need npm          'command -v npm'                              # ... which comes by npm
  need passwd       'command -v useradd && command -v chpasswd'        # JupyterHub's tests make users of this machine
  need login        'ls /etc/pam.d/login'                         # ... who sign in by PAM
  need libseccomp2  'ls /usr/lib/*/libseccomp.so.2'               # its table of system calls, which ours is compared with
  need postgresql   'ls /usr/lib/postgresql/*/bin/initdb'         # the gradebook on a real server
  need iproute2     'command -v ip'                               # loopback up where the network is cut off
  need util-linux   'command -v unshare && command -v nsenter'         # cutting the network off; acting as another user
  need make         'command -v make'
  need python3-venv '/usr/bin/python3 -c "import ensurepip, venv"'    # the way of setting up without uv
}

look
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing$missing ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing; } >/dev/null
  look
fi
if [ -n "$missing" ]; then
  echo "Missing, so some tests will fail:$missing. On Debian or Ubuntu: sudo apt install$missing" >&2
  exit 1
fi
