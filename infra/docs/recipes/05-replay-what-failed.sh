# A destination was down. Once it is up again, what failed meanwhile is run again, five a second: first a look, then the deed.
beadle config create --name billing --base-url "$SHOP/status/500" >/dev/null
for invoice in 1 2 3; do beadle run POST "?invoice=$invoice" --config billing --retries 0 --wait -q >/dev/null || true; done
beadle config edit billing --base-url "$SHOP/ok" >/dev/null
beadle replay --config billing --error http_status --dry-run | tail -1
beadle replay --config billing --error http_status --pace 5/s -y | tail -1
until [ "$(beadle exec list --config billing --status completed -o id | wc -l)" -eq 3 ]; do sleep 0.2; done
beadle exec list --config billing --status completed -o id | wc -l
