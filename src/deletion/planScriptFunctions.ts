import type { ScriptTool } from './planScript.ts'

/** The functions that the steps of a script call. `hasCurl`: also those that only curl can do. */
export function scriptFunctions(tool: ScriptTool, hasCurl: boolean): string {
  const ofProtocol = tool === 'curl' || hasCurl ? [CURL, BY_COPY] : []
  return [COMMON, ...ofProtocol, TOOL[tool], STEPS].join('\n')
}

const COMMON = String.raw`work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

say() { printf '%s\n' "$*" >&2; }
stop() { say "Stopped: $*"; exit 1; }
# A name that was changed by hand to something else is never sent.
check() { # TAG OR DIGEST…
  for name do
    case $name in '' | [.-]* | *[!A-Za-z0-9._:+=-]*) stop "\"$name\" is no tag or digest" ;; esac
  done
}
`

const CURL = String.raw`curl="${'$'}{CURL:-curl} --silent --show-error"

status_of() { # METHOD REFERENCE
  $curl --request "$1" --output "$work/body" --write-out '%{http_code}' "$base/manifests/$2"
}
put() { # TAG TYPE FILE
  [ "$($curl --request PUT --header "Content-Type: $2" --data-binary "@$3" \
    --output "$work/body" --write-out '%{http_code}' "$base/manifests/$1")" = 201 ]
}
`

const BY_COPY = String.raw`sha256_of() {
  if command -v sha256sum > "$work/which"; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi |
    cut -d ' ' -f 1
}
# Deletes what stands on the tag since a moment ago, under a digest that nothing else has.
remove_stand() { # TAG
  [ "$(status_of DELETE "$stand")" = 202 ]
}
# The same content under a digest of its own onto the tag, then DELETE of that digest.
untag_by_copy() { # TAG DIGEST TYPE
  check "$1" "$2"
  is_on "$1" "$2" || return 0
  $curl --fail --header "Accept: $3" --output "$work/manifest" "$base/manifests/$2" ||
    stop "the manifest of $1 could not be read"
  [ "sha256:$(sha256_of "$work/manifest")" = "$2" ] || stop "the bytes of $1 are not those of $2"
  cp "$work/manifest" "$work/copy"
  od -An -v -tu1 -N 48 /dev/urandom | awk '{
    for (i = 1; i <= NF; i++) printf "%s", substr(" \t\n\r", $i % 4 + 1, 1)
  }' >> "$work/copy"
  stand="sha256:$(sha256_of "$work/copy")"
  put "$1" "$3" "$work/copy" || stop "$1 was not changed: the registry refused the copy"
  if remove_stand "$1"; then say "removed $1"; return 0; fi
  put "$1" "$3" "$work/manifest" && stop "$1 is as it was: the registry refused the deletion"
  stop "$1 is on a copy of its image, $stand"
}
# An empty index onto a tag whose manifest is gone, then DELETE of that index.
replace_tag() { # TAG
  check "$1"
  [ "$(status_of GET "$1")" = 404 ] || { say "kept $1: something is there by now"; return 0; }
  random=$(od -An -v -tx1 -N 16 /dev/urandom | tr -d ' \n')
  type=application/vnd.oci.image.index.v1+json
  printf '{"schemaVersion":2,"mediaType":"%s","manifests":[],"annotations":{"random":"%s"}}' \
    "$type" "$random" > "$work/empty"
  stand="sha256:$(sha256_of "$work/empty")"
  put "$1" "$type" "$work/empty" || stop "$1 was not changed"
  if remove_stand "$1"; then say "removed $1"; else stop "$1 is on an empty index, $stand"; fi
}
`

const TOOL: Readonly<Record<ScriptTool, string>> = {
  curl: String.raw`list_tags() {
  $curl --fail --output "$work/list" "$base/tags/list" || return 1
  if tr -d ' \n' < "$work/list" | grep -q '"tags":null'; then return 0; fi
  tr -d ' \n' < "$work/list" | sed 's/.*"tags":\[//; s/\].*//' | tr ',' '\n' | tr -d '"'
  echo
}
digest_of() { # REFERENCE; nothing where it is not there
  $curl --head --header "Accept: $accept" --output "$work/head" "$base/manifests/$1" || return 1
  code=$(awk 'NR == 1 { print $2 }' "$work/head")
  [ "$code" = 404 ] && return 0
  [ "$code" = 200 ] || return 1
  tr -d '\r' < "$work/head" | awk 'tolower($1) == "docker-content-digest:" { print $2 }'
}
remove_digest() { [ "$(status_of DELETE "$1")" = 202 ]; }
remove_tag() { [ "$(status_of DELETE "$1")" = 202 ]; }
`,
  crane: String.raw`crane="${'$'}{CRANE:-crane}"
list_tags() { $crane ls "$image"; }
digest_of() { # REFERENCE; nothing where it is not there
  $crane digest "$(reference "$1")" 2> "$work/error" || grep -q MANIFEST_UNKNOWN "$work/error"
}
remove_digest() { $crane delete "$image@$1"; }
remove_tag() { $crane delete "$image:$1"; }
reference() { case $1 in *:*) echo "$image@$1" ;; *) echo "$image:$1" ;; esac; }
`,
  regctl: String.raw`regctl="${'$'}{REGCTL:-regctl}"
list_tags() { $regctl tag ls "$image"; }
digest_of() { # REFERENCE; nothing where it is not there
  $regctl manifest head "$(reference "$1")" 2> "$work/error" || grep -qi 'not found' "$work/error"
}
remove_digest() { $regctl manifest delete "$image@$1"; }
remove_tag() { $regctl tag delete "$image:$1"; }
reference() { case $1 in *:*) echo "$image@$1" ;; *) echo "$image:$1" ;; esac; }
`,
}

const STEPS = String.raw`# Whether a tag still is where the plan saw it.
is_on() { # TAG DIGEST
  found=$(digest_of "$1") || stop "where $1 points could not be asked"
  [ "$found" = "$2" ] || { say "kept $1: it points elsewhere by now"; return 1; }
}
# Asks every tag that stays where it points, unless that was done less than 5 seconds ago.
sweep() {
  [ $(($(date +%s) - swept)) -lt 5 ] && return 0
  list_tags > "$work/tags" || stop 'the tags could not be listed'
  list_hidden >> "$work/tags"
  : > "$work/kept"
  while IFS= read -r other; do
    case $other in '') continue ;; *[!A-Za-z0-9._-]*) stop 'the list of tags was not understood' ;; esac
    grep -qxF -e "$other" "$work/going" && continue
    point=$(digest_of "$other") || stop "where $other points could not be asked"
    printf '%s %s\n' "$point" "$other" >> "$work/kept"
  done < "$work/tags"
  swept=$(date +%s)
}
begin() {
  list_going > "$work/going"
  : > "$work/gone"
  swept=0
}
is_gone() { # DIGEST…
  for holder do
    grep -qxF -e "$holder" "$work/gone" || { say "kept what belongs to $holder"; return 1; }
  done
}
# An image with its tags, unless a tag that stays is on it by now.
delete_digest() { # DIGEST TAG…
  check "$@"
  digest=$1
  shift
  sweep
  if grep -qF -e "$digest " "$work/kept"; then say "kept $digest: another tag is on it"; return 0; fi
  for name do is_on "$name" "$digest" || return 0; done
  remove_digest "$digest" || stop "the registry did not delete $digest"
  echo "$digest" >> "$work/gone"
  say "deleted $digest"
}
delete_tag() { # TAG DIGEST
  check "$1"
  is_on "$1" "$2" || return 0
  remove_tag "$1" || stop "the registry did not delete $1"
  say "removed $1"
}
`
