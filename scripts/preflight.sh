#!/bin/sh
# Checks what the machine must have, and prints one line that installs what it lacks.
# Usage: preflight.sh [cc] [cxx] [venv] [rust] [java] [maven]
set -u

packages=
notes=

lacks() { # package note
    packages="$packages $1"
    notes="$notes
  - $2"
}

# at_least HAVE WANT: compares dotted versions.
at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

check_cc() {
    command -v cc >/dev/null 2>&1 || lacks build-essential "a C compiler (cc), which links the Rust core"
}

check_cxx() {
    command -v c++ >/dev/null 2>&1 || lacks build-essential "a C++ compiler (c++), which builds libFuzzer"
}

check_venv() {
    if ! python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
        lacks python3 "Python 3.11 to 3.14 (python3)"
    fi
    python3 -c 'import ensurepip, venv' 2>/dev/null || lacks python3-venv "the venv module of python3"
}

check_rust() {
    want=1.85
    have=$(cargo --version 2>/dev/null | cut -d ' ' -f 2)
    if [ -z "$have" ]; then
        lacks cargo "Rust $want or newer (cargo); where the system's is older, rustup from https://rustup.rs"
    elif ! at_least "$have" "$want"; then
        lacks rustup "Rust $want or newer (cargo is $have); 'rustup default stable' brings it"
    fi
}

check_java() {
    java=java
    [ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
    version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
    case $version in
    17 | 21)
        # Without this module Spark 4 does not start.
        "$java" --list-modules 2>/dev/null | grep -q '^jdk.incubator.vector' ||
            lacks openjdk-17-jdk-headless "a JDK with the module jdk.incubator.vector ($java has none)"
        ;;
    *)
        lacks openjdk-17-jdk-headless "JDK 17 or 21 ($java is ${version:-not there}; set JAVA_HOME to choose another)"
        ;;
    esac
}

check_maven() {
    command -v mvn >/dev/null 2>&1 || lacks maven "Maven (mvn), which fetches jars"
}

for need in "$@"; do
    "check_$need"
done

if [ -n "$packages" ]; then
    printf 'Saltus needs:%s\nOn Debian or Ubuntu this line installs it:\n\n    sudo apt-get install -y%s\n\n' \
        "$notes" "$packages" >&2
    exit 1
fi
