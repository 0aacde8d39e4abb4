#!/usr/bin/env bash
# Builds what would be released twice, in two fresh clones, and compares the files byte by byte.
#
#   scripts/reproducible-build.sh
#
# Exits with 1 and names the files if any differ.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for build in one two; do
  git clone -q . "$work/$build"
  (
    cd "$work/$build"
    mvn -q package -Prelease -DskipTests -pl '!examples,!benchmarks'
    find . -path '*/target/*' \( -name 'hyparview-*.jar' -o -name bom.json \) -print0 \
      | sort -z | xargs -0 sha256sum > "$work/$build.sums"
  )
done

wc -l < "$work/one.sums" | xargs printf '%s files\n'
diff "$work/one.sums" "$work/two.sums" && echo "Both builds are the same"
