# Sends a request for each of 5,000 lines of a file, 500 a second at most, and follows them to the end.
{ echo id,email && seq 5000 | sed 's/.*/&,user&@example.com/'; } >users.csv
beadle batch create users.csv --name import --url "$SHOP/ok?user={id}" --json '{"email": "{email}"}' --pace 500/s --watch
