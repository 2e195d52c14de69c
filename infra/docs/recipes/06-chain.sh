# Runs a second task after the first, with its result.
beadle task create --name report --method GET --url "$SHOP/echo?rows=42" -d '{"config": {"response": {"extract": "$.uri"}}}' >/dev/null
beadle task create --name mail --url "$SHOP/echo" --after report \
    -d '{"config": {"method": "POST", "body": {"text": "See ${dep.report.result}"}, "response": {"extract": "$.body"}}}' >/dev/null
beadle task run report --wait | grep status
until id=$(beadle exec list --task mail --status completed -o id) && [ -n "$id" ]; do sleep 0.2; done
beadle exec view "$id" | grep result
