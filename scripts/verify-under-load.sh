#!/usr/bin/env bash
# Runs "mvn verify" a few times while something else keeps the processors busy, and says which
# rounds passed: a gate must not depend on how fast a process starts or an event loop turns.
#
#   scripts/verify-under-load.sh [rounds] [arguments of mvn verify]
#
# Ten rounds by default, beside two busy loops, or as many as BUSY_LOOPS says. The output of each
# round is in target/under-load. Ends with 1 if a round has failed, with 2 if it is called wrongly.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=${1:-10}
shift $(($# > 0 ? 1 : 0))
if ! [[ $rounds =~ ^[1-9][0-9]*$ ]]; then
  echo "Usage: $0 [rounds] [arguments of mvn verify]" >&2
  exit 2
fi
logs=target/under-load
loops=()
round=

stop() {
  kill ${round:+"$round"} "${loops[@]}" 2>/dev/null
  wait
}

busy() {
  while :; do :; done
}

trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for ((i = 0; i < ${BUSY_LOOPS:-2}; i++)); do
  busy &
  loops+=($!)
done
mkdir -p "$logs"

failed=0
printf '%5s  %-7s  %7s  %s\n' round verdict minutes log
for ((i = 1; i <= rounds; i++)); do
  log=$logs/round-$i.log
  begun=$SECONDS
  mvn -B verify "$@" >"$log" 2>&1 &
  round=$!
  verdict=passed
  if ! wait "$round"; then
    verdict=failed
    failed=$((failed + 1))
  fi
  round=
  tenths=$(((SECONDS - begun) / 6))
  printf '%5d  %-7s  %5d.%d  %s\n' "$i" "$verdict" $((tenths / 10)) $((tenths % 10)) "$log"
done
echo "$((rounds - failed)) of $rounds rounds passed"
((failed == 0))
