# Backs up a store while it is in use, checks it, and restores it into another folder. A newer version upgrades a store when it starts.
beadle task create --name Kept --method GET --url "$SHOP/ok" >/dev/null
beadle backup store.backup --data-dir "$DATA"
beadle restore store.backup --data-dir restored
beadle doctor --store --data-dir restored | grep -v bytes
