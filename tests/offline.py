"""A command without a network: a test that passes with it needs none."""

import os


def offline(*command):
    """The command that runs `command` with every network but loopback cut off (a kernel talks to itself over
    loopback).
    """
    namespace = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
    return [*namespace, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *map(str, command)]
