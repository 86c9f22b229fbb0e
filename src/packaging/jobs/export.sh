#!/bin/sh
# One folder per subscription with what erscope reads, by Azure Resource Graph (az graph query).
# usage: export.sh FOLDER [SUBSCRIPTION…]     without SUBSCRIPTION all that the login sees
# A folder is replaced when all of its pages are there; an export that fails leaves yesterday's, is told, and makes the exit status 1.
set -eu
folder=$1
shift
mkdir -p "$folder"
query=$(erscope query --format graph)
[ $# -gt 0 ] || set -- $(az account list --query '[].id' --output tsv)
status=0

# All pages of a subscription into the folder $2.
pages() {
  token='' page=1
  while :; do
    az graph query --first 1000 --output json --subscriptions "$1" ${token:+--skip-token "$token"} -q "$query" > "$2/page-$page.json" || return 1
    token=$(sed -n 's/^ *"skip_token": "\(.*\)".*$/\1/p' "$2/page-$page.json")
    [ -n "$token" ] || return 0
    page=$((page + 1))
  done
}

for subscription; do
  new="$folder/.new-$subscription"
  rm -rf "$new"
  mkdir "$new"
  if pages "$subscription" "$new"; then
    # What people put beside the export stays: the site description, accepted findings, a profile.
    for kept in site.xml site.json baseline.json profile.conf; do
      [ ! -e "$folder/$subscription/$kept" ] || cp -p "$folder/$subscription/$kept" "$new/"
    done
    rm -rf "$folder/.old-$subscription"
    [ ! -e "$folder/$subscription" ] || mv "$folder/$subscription" "$folder/.old-$subscription"
    mv "$new" "$folder/$subscription"
    rm -rf "$folder/.old-$subscription"
  else
    echo "export.sh: subscription $subscription could not be exported; yesterday's export stays" >&2
    rm -rf "$new"
    status=1
  fi
done
exit $status
