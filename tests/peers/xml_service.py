"""An XML-RPC service (Python's own) that adds numbers. Prints its address when it is ready."""

from xmlrpc.server import SimpleXMLRPCRequestHandler, SimpleXMLRPCServer


class AnyPath(SimpleXMLRPCRequestHandler):
    rpc_paths = ()


server = SimpleXMLRPCServer(("127.0.0.1", 0), requestHandler=AnyPath, logRequests=False)
server.register_function(lambda *numbers: sum(numbers), "add")
print(f"http://127.0.0.1:{server.server_address[1]}/RPC2", flush=True)
server.serve_forever()
