#!/bin/sh
# Adds a kind to every sealed interface of the product modules, hyparview-*, and shows what the
# compiler says. Fails if one of them compiles, or if no handler is found that lacks the new kind.
# No file of the repository is changed.
#
# usage: scripts/forgotten-kinds.sh [options for Maven, such as -o]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

modules=
for sources in "$root"/hyparview-*/src/main/java; do
  module=${sources%/src/main/java}
  modules=$modules,${module##*/}
done

# "compile" makes the classes by which Maven resolves a module that another one depends on.
mvn -q "$@" -f "$root/pom.xml" -pl "${modules#,}" -am -Djacoco.skip=true \
  compile dependency:build-classpath -Dmdep.outputFile="$work/classpaths" -Dmdep.appendOutput=true

java "$root/scripts/ForgottenKinds.java" "$root" "$work/classpaths" "$work/classes"
