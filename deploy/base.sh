#!/usr/bin/env bash
# Makes the base that images stand on: a tar of glibc and what it needs, from the Debian archive that this machine uses. Needs root.
#
#   SOURCE_DATE_EPOCH=1735689600 deploy/base.sh target/base.tar          docs/deployment.md tells how it becomes an image
#
# Packages are extracted and not configured, and only libraries and the loader's list are kept: there is no shell, no package manager,
# no interpreter and nothing of this machine in it.
set -euo pipefail
out=$(realpath "${1:?"usage: deploy/base.sh FILE.tar"}")
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-0}
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
sources=/etc/apt/sources.list.d/debian.sources
[ -s "$sources" ] || sources=/etc/apt/sources.list

work=$(mktemp --directory)
trap 'rm --recursive --force -- "$work"' EXIT
mmdebstrap --quiet --mode=root --variant=extract --format=directory --include=libc6,libgcc-s1 \
  --aptopt='Acquire::Retries "5"' "$suite" "$work/all" "$sources"

mkdir --parents "$work/kept/etc"
# Where /lib is a link into /usr/lib, it stays one.
for path in lib lib64 usr/lib etc/ld.so.conf.d tmp; do
  [ -e "$work/all/$path" ] && (cd "$work/all" && tar --create --exclude='*/gconv' --exclude='usr/lib/apt' --exclude='usr/lib/dpkg' "$path") | tar --extract --directory "$work/kept"
done
tar --create --file "$out" --directory "$work/kept" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
  --pax-option=delete=atime,delete=ctime .
