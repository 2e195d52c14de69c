# Starts a job at another system, which tells how far it is and reports its end to the address that it was given, hours later if need be.
id=$(beadle api POST /api/v1/execute -d '{
  "type": "wait", "deadline": "2h", "request": {"method": "POST", "url": "'"$SHOP"'/job", "body": {"report_to": "${callback.url}"}}
}' | sed -n 's/^ *"id": "\(.*\)",/\1/p')
beadle exec watch "$id" | tail -1
beadle exec view "$id" | grep result
