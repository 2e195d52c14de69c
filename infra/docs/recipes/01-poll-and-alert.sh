# Calls an address every five minutes and tells a chat when it fails three times in a row.
task=$(beadle task create --name "Shop is up" --method GET --url "$SHOP/status/503" --schedule "every 5 minutes" --retries 0 -o id)
beadle api PUT /api/v1/alerts -d '{
  "rules": [{"name": "shop is down", "when": "consecutive_failures", "count": 3, "task_id": "'"$task"'", "targets": ["ops"]}],
  "targets": [{"name": "ops", "type": "slack", "webhook": "'"$SHOP"'/ok"}]
}' >/dev/null
# Not to wait for a quarter of an hour, it is run by hand.
for run in 1 2 3; do
    beadle task run "Shop is up" --wait -q >/dev/null || echo "run $run failed"
done
until told=$(beadle exec list --type webhook --status completed -o id) && [ -n "$told" ]; do sleep 0.2; done
beadle exec view "$told" -o json | sed -n 's/.*"text": "\(Firing.*\)".*/\1/p'
