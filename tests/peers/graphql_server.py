"""A GraphQL server (Ariadne) with the mutation of seed 000. Prints its address when it is ready."""

from wsgiref.simple_server import WSGIRequestHandler, make_server

from ariadne import MutationType, QueryType, make_executable_schema
from ariadne.wsgi import GraphQL

SCHEMA = """
    type Query { user(id: ID!): User, shaky: Shaky! }
    type Mutation { createUser(input: UserInput!): User! }
    input UserInput { name: String!, email: String! }
    type User { id: ID!, name: String!, email: String! }
    type Shaky { fine: String!, broken: String }
"""

query, mutation = QueryType(), MutationType()
users = {}


@query.field("user")
def user(_, _info, id):
    return users.get(id)


@query.field("shaky")
def shaky(*_):
    def broken(*_):
        raise ValueError("the broken half of the answer")

    return {"fine": "this half is here", "broken": broken}


@mutation.field("createUser")
def create_user(_, _info, input):
    made = {"id": str(len(users) + 1), **input}
    users[made["id"]] = made
    return made


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


server = make_server("127.0.0.1", 0, GraphQL(make_executable_schema(SCHEMA, query, mutation)), handler_class=Silent)
print(f"http://127.0.0.1:{server.server_port}/graphql", flush=True)
server.serve_forever()
