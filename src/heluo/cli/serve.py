"""Serve the site, with a worker beside it.

Brings the database up to date first. The address people type belongs into HELUO_BASE_URL; put a server that
speaks HTTPS in front of it in production (docs/deploy.md).
"""

from __future__ import annotations

import argparse
import errno
import os
import socket

from heluo.cli.frame import CommandError, bring_up_to_date
from heluo.cli.words import _

THREADS = 8
HERE = "127.0.0.1"
HIGHEST_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=HERE, help="the address to listen at (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="the port; 0 takes a free one (default: 8000)")
    parser.add_argument("--processes", type=int, default=1, help="how many processes answer (default: 1)")
    parser.add_argument("--no-worker", action="store_true", help="run no worker; start `heluo worker` elsewhere")


def run(args: argparse.Namespace) -> int:
    port = free_port(args.host, args.port)
    bring_up_to_date()
    return listen(args.host, port, processes=args.processes, worker=not args.no_worker)


def listen(host: str, port: int, *, processes: int = 1, worker: bool = True) -> int:
    """Answer until told to stop; returns the exit status."""
    from granian import Granian
    from granian.constants import Interfaces

    from heluo.cli.beside import Beside

    server = Granian(
        "heluo.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        websockets=False,
        log_enabled=False,
    )
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    _print_this_address(host, address)
    print(_("Heluo answers at %(address)s (Ctrl+C ends it)") % {"address": address}, flush=True)
    with Beside("worker", "--parent", str(os.getpid())) if worker else Beside():
        server.serve()
    return 0


def _print_this_address(host: str, address: str) -> None:
    """Let QR codes and notices of a site on this machine lead to the chosen port, where no address is given."""
    from django.conf import settings

    if host == HERE and not settings.CONFIG.base_url_is_given:
        # For the processes that are forked, and for those that are started anew.
        settings.HELUO_BASE_URL = os.environ["HELUO_BASE_URL"] = address.rstrip("/")


def free_port(host: str, port: int) -> int:
    """``port`` if it can be listened at, a free one for 0; a taken one ends the command with a sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CommandError(_("%(port)d is no port; give a number from 1 to 65535.") % {"port": port}) from None
        except OSError as error:
            sentence = (
                _("port %(port)d at %(host)s is taken by another program. End that one, or take another port: %(how)s.")
                if error.errno == errno.EADDRINUSE
                else _("cannot listen at %(host)s, port %(port)d (%(why)s); give another one: %(how)s.")
            )
            another = port + 1 if port < HIGHEST_PORT else port - 1
            how = _("--port %(port)d, or with make PORT=%(port)d") % {"port": another}
            raise CommandError(sentence % {"host": host, "port": port, "why": error.strerror, "how": how}) from None
        return int(probe.getsockname()[1])
