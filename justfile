# What a change has to pass, a recipe a step. `tests/run` installs what the recipes need and calls them.

set ignore-comments
set positional-arguments

cache := env("BEADLE_CACHE", cache_directory() / "beadle")
python := env("BEADLE_VENV", cache / "venv") / "bin"
export CARGO_TARGET_DIR := env("CARGO_TARGET_DIR", cache / "target")
export PATH := cache / "tools/bin" + ":" + env("PATH")
functions := "api executor schedule projector listener deadletter sandbox"
advisories := "https://github.com/RustSec/advisory-db"

# Lists the recipes.
[private]
default:
    @just --list --unsorted

# All of them, as CI runs them.
all:
    tests/run

# What needs no server: run it before each commit.
check: fmt lint machete test

# Formatting.
fmt:
    cargo fmt --all --check
    cargo fmt --check --manifest-path tests/dynamodb/Cargo.toml
    cargo fmt --check --manifest-path infra/bench/peers/apalis/Cargo.toml
    cargo fmt --check --manifest-path infra/bench/peers/lambda-sdk/Cargo.toml
    just --fmt --check

# Lints of the code, tests included.
lint:
    cargo clippy --workspace --all-targets --locked -- -D warnings
    cargo clippy --locked --quiet --manifest-path tests/dynamodb/Cargo.toml -- -D warnings

# Dependencies that no code uses.
machete:
    cargo machete

# What may be linked (deny.toml), and known vulnerabilities where their list can be reached.
deny:
    #!/usr/bin/env bash
    set -euo pipefail
    cargo deny --locked check --hide-inclusion-graph bans licenses sources
    cargo deny --locked --config deny.toml --manifest-path tests/dynamodb/Cargo.toml check --hide-inclusion-graph licenses sources
    if GIT_TERMINAL_PROMPT=0 timeout 20 git ls-remote --exit-code {{ advisories }} HEAD >/dev/null 2>&1; then
        cargo deny --locked check --hide-inclusion-graph advisories
    else
        echo "NOT CHECKED: known vulnerabilities (cargo deny check advisories): {{ advisories }} can't be reached"
    fi

# Lints of the SAM template.
template:
    {{ python }}/cfn-lint template.yaml
    SAM_CLI_TELEMETRY=0 SAM_CLI_CHECK_NEWER_VERSION=0 {{ python }}/sam validate --lint --template template.yaml --region us-east-1

# Lints of the shell scripts.
scripts:
    git grep -lE '^#!(/usr/bin/env bash|/bin/(ba)?sh)$' | xargs {{ python }}/shellcheck

# Downloads all crates, so that nothing after it needs a network.
fetch:
    cargo fetch --locked --quiet
    cargo fetch --locked --quiet --manifest-path tests/dynamodb/Cargo.toml

# Tests; without arguments those that need neither a database server nor a deployment.
test *arguments:
    cargo nextest run --locked --workspace "$@"

# Examples in the documentation.
docs:
    cargo test --locked --workspace --doc --quiet

# The documents as a web site, and whether their links lead somewhere.
site:
    {{ python }}/python infra/site/build "$CARGO_TARGET_DIR/site"

# Whether openapi.json breaks clients of the last release, and CHANGELOG.md does not say so.
contract:
    {{ python }}/python -m pytest --quiet -p no:cacheprovider tests/contract
    {{ python }}/python tests/contract/compatibility.py functions/api/openapi.released.json functions/api/openapi.json CHANGELOG.md

# The API of `beadle dev` against its document.
document: build document-of-build

# The same for the command that is built.
document-of-build:
    {{ python }}/python tests/contract/against_dev "$CARGO_TARGET_DIR/debug/beadle"

# What is generated in the clients is what openapi.v1.json says, and no generator warns about it; the bundle of the console is that of its modules.
generated:
    BEADLE_CACHE="{{ cache }}" BEADLE_VENV="$(dirname "{{ python }}")" infra/clients/generate --check
    node functions/api/console/bundle.js --check

# The clients against `beadle dev`.
clients: build clients-of-build

# The same for the command that is built.
clients-of-build:
    {{ python }}/python tests/clients/against_dev "$CARGO_TARGET_DIR/debug/beadle"

# The console in Chromium, against `beadle dev`.
console: build console-of-build

# The same for the command that is built.
console-of-build *arguments:
    tests/console/run "$CARGO_TARGET_DIR/debug/beadle" "$@"

# The command and the functions, as the tests are built: what is deployed then costs a link and no second build.
build:
    #!/usr/bin/env bash
    set -euo pipefail
    # Beside a test, since the dependencies of that test are what selects the features.
    cargo build --locked --workspace --test it --bin beadle {{ replace_regex(functions, '(\w+)', '--bin $1') }}
    for function in {{ functions }}; do
        mkdir -p "$CARGO_TARGET_DIR/debug/lambda/$function"
        strip -o "$CARGO_TARGET_DIR/debug/lambda/$function/bootstrap" "$CARGO_TARGET_DIR/debug/$function"
    done

# The functions of a stack on the emulator under `cargo lambda watch`: each is built again when its code changes.
watch port="9100": build
    #!/usr/bin/env bash
    set -euo pipefail
    export BEADLE_VENV="$(dirname "{{ python }}")"
    endpoint="$(infra/emulator/start)"
    trap infra/emulator/stop EXIT
    {{ python }}/python infra/emulator/deploy --endpoint "$endpoint" --bootstraps "$CARGO_TARGET_DIR/debug/lambda" \
        --parameter TrustGatewayIdentity=true
    # The secret of the gateway in the sample events.
    {{ python }}/python infra/emulator/watch --endpoint "$endpoint" --invoke-port "{{ port }}" \
        --secret "gateway-secret=the secret of the sample events' gateway"

# The unit of systemd and the Containerfile of the server.
server:
    PATH="{{ python }}:$PATH" infra/server/check "$(realpath "${BEADLE_BIN:-$CARGO_TARGET_DIR/debug/beadle}")"

# The end-to-end tests, over what `tests/run e2e` has deployed.
e2e *arguments:
    # The whole workspace, though the tests are in one package: so they are built as all tests are.
    # A thread for each of their lines (.config/nextest.toml) but one, whatever the machine has: they wait more than they compute.
    cargo nextest run --locked --workspace --ignore-default-filter --test-threads 4 -E 'test(/^e2e::/)' "$@"

# The command and the functions, as they are released.
release architecture="x86_64":
    cargo build --profile dist --locked --package beadle --features jemalloc
    PATH="{{ python }}:$PATH" infra/release/build "$1"
    wc -c "$CARGO_TARGET_DIR"/lambda/"$1"/*/bootstrap
