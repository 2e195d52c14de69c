# Sums what yesterday's executions would have cost on AWS, and today's by task.
beadle task create --name Poll --method GET --url "$SHOP/ok" >/dev/null
beadle task run Poll --wait >/dev/null
beadle cost --yesterday | grep -v "^from\|^to"
until beadle cost --since 1d --by task | grep -q Poll; do sleep 0.2; done
beadle cost --since 1d --by task
