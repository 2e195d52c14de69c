# Asks why an execution does not run: somebody has paused its destination.
beadle config create --name shop --base-url "$SHOP" >/dev/null
beadle config pause shop --reason "the shop moves house" >/dev/null
id=$(beadle run POST /ok --config shop -o id)
until beadle exec view "$id" -o json | grep -q '"deferred_reason": "'; do sleep 0.2; done
beadle exec explain "$id"
beadle config resume shop >/dev/null
beadle exec watch "$id" | tail -1
