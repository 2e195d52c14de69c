# Deletes old sessions every night at half past two in Berlin, and says when that will be.
beadle config create --name db --base-url "$SHOP" >/dev/null
beadle task create --name "Clean up" --config db --method POST --url /ok --schedule "daily at 2:30" --tz Europe/Berlin >/dev/null
beadle schedule preview "daily at 2:30" --tz Europe/Berlin --from 2027-03-27T00:00:00Z -n 3
beadle task run "Clean up" --wait | grep status
