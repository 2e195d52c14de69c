# Moves what this machine has to a stack on AWS, where it goes on. AWS is the address of the stack, AWS_KEY an API key of it. What had not begun is
# kept back here by a pause and runs there, so that nothing runs twice.
beadle task create --name Nightly --method GET --url "$SHOP/ok" --schedule 'daily at 2:00' >/dev/null
beadle task run Nightly --wait -q >/dev/null
beadle run GET "$SHOP/ok?in=30d" --delay 30d -q >/dev/null
beadle api POST /api/v1/accounts/local/pause -d '{"reason": "moving to AWS"}' >/dev/null
beadle export -o all.ndjson
printf '%s' "$AWS_KEY" | beadle profile add prod "$AWS" >/dev/null
unset BEADLE_URL
beadle import all.ndjson -p prod --pending
beadle import all.ndjson -p prod --pending
beadle task list -p prod -o ndjson | grep -c '"name":"Nightly"'
beadle exec list -p prod --status pending -o id | wc -l
beadle export -p prod -q | grep -v '"kind":"left_out"' | sort >there.ndjson
grep -v '"kind":"left_out"' all.ndjson | sort | cmp - there.ndjson && echo the same on both sides
