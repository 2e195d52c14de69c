# The address of a destination was wrong. Once it is corrected, what failed meanwhile is run again, five a second: first a look, then the deed.
beadle config create --name billing --base-url "$SHOP/moved" >/dev/null
for invoice in 1 2 3; do beadle run POST "ok?invoice=$invoice" --config billing --retries 0 --wait -q >/dev/null || true; done
beadle config edit billing --base-url "$SHOP" >/dev/null
beadle replay --config billing --error http_status --dry-run | tail -1
beadle replay --config billing --error http_status --pace 5/s -y | tail -1
until [ "$(beadle exec list --config billing --status completed -o id | wc -l)" -eq 3 ]; do sleep 0.2; done
beadle exec list --config billing --status completed -o id | wc -l
