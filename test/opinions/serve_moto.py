"""moto's server, one request at a time: its backends have no locks of their own, and transactions of DynamoDB promise isolation."""

import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

turn = threading.Lock()
moto = DomainDispatcherApplication(create_backend_app)


def in_turn(environ, start_response):
    with turn:
        return list(moto(environ, start_response))


run_simple("127.0.0.1", int(sys.argv[1]), in_turn, threaded=True)
