# Replaces the key of a program without a gap: the new one works before the old one is revoked.
beadle key create ci --role user --scope execute -o id
beadle key rotate ci -y -o id
beadle key list -o ndjson | grep -c '"name":"ci"'
