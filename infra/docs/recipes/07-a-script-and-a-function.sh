# Runs code: a command of the list in scripts.json, without a shell, and a function in JavaScript that is uploaded.
beadle api POST /api/v1/execute -H "Prefer: wait=10" -d '{"type": "script", "command": "count", "args": ["-l"], "input": {"lines": 1}}' | grep result
cat >greet.js <<'JS'
export default ({ name }) => ({ greeting: `Hello, ${name}` });
JS
beadle functions push greet greet.js >/dev/null
beadle functions test greet --params '{"name": "Ada"}'
