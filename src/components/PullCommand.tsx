import { useSyncExternalStore } from 'react'
import type { ArtifactKind } from '../image/artifact.ts'
import { settings } from '../queries/settings.ts'
import { createStore } from '../queries/store.ts'
import { readRemembered, remember } from '../queries/remembered.ts'
import { type ImageReference, formatImageReference } from '../registry/imageReference.ts'
import { CopyButton } from '../ui/CopyButton.tsx'

/** How to fetch `reference`: the tool is chosen once and remembered, the command is there to be copied. */
export function PullCommand({
  reference,
  kind,
}: {
  reference: ImageReference
  kind: ArtifactKind | undefined
}) {
  const { forms, form } = usePullForm(kind)
  if (!form) return null
  const command = writePullCommand(form, reference)
  return (
    <div className="flex h-8 max-w-full min-w-0 items-center rounded-lg border border-line bg-surface pr-1">
      <select
        aria-label="Tool to pull with"
        value={form.name}
        onChange={(event) => choosePullForm(event.target.value)}
        className="h-full rounded-l-lg border-r border-line bg-transparent px-2 text-soft"
      >
        {forms.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <code className="truncate px-2 font-mono text-sm" title={command}>
        {command}
      </code>
      <CopyButton text={command} label="Copy pull command" />
    </div>
  )
}

/** The forms that fit, and the one that was chosen last (or the first, where that one does not fit). */
export function usePullForm(kind: ArtifactKind | undefined) {
  const chosen = useSyncExternalStore(chosenPullForm.subscribe, chosenPullForm.read)
  const forms = listPullForms(kind)
  return { forms, form: forms.find(({ name }) => name === chosen) ?? forms[0] }
}

/** A way to write down how an image is fetched. */
type PullForm = {
  readonly name: string
  /** `pull` is `host/name:tag` or `host/name@digest`. */
  readonly write: (pull: string) => string
}

const IMAGE_FORMS: readonly PullForm[] = [
  { name: 'docker', write: (pull) => `docker pull ${pull}` },
  { name: 'podman', write: (pull) => `podman pull ${pull}` },
  { name: 'nerdctl', write: (pull) => `nerdctl pull ${pull}` },
  { name: 'skopeo', write: (pull) => `skopeo copy docker://${pull} oci:image` },
  { name: 'crane', write: (pull) => `crane pull ${pull} image.tar` },
  { name: 'Kubernetes', write: (pull) => `image: ${pull}` },
  { name: 'reference', write: (pull) => pull },
]

const ARTIFACT_FORMS: readonly PullForm[] = [
  { name: 'oras', write: (pull) => `oras pull ${pull}` },
  { name: 'crane', write: (pull) => `crane pull ${pull} artifact.tar` },
  { name: 'reference', write: (pull) => pull },
]

const HELM_FORMS: readonly PullForm[] = [{ name: 'helm', write: writeHelm }, ...ARTIFACT_FORMS]

/** The forms that fit what is fetched. */
function listPullForms(kind: ArtifactKind = 'image'): readonly PullForm[] {
  if (kind === 'helm-chart') return HELM_FORMS
  return kind === 'image' || kind === 'index' || kind === 'schema-1' ? IMAGE_FORMS : ARTIFACT_FORMS
}

/** What to type to fetch `reference` from the host that people pull from. */
export function writePullCommand(form: PullForm, reference: ImageReference): string {
  return form.write(`${settings.pullHost}/${formatImageReference(reference)}`)
}

/** Helm names the version apart; by a digest, which Helm 4 reads, it is one word. */
function writeHelm(pull: string): string {
  const version = pull.includes('@') ? null : /:([^:/]+)$/.exec(pull)
  return version
    ? `helm pull oci://${pull.slice(0, version.index)} --version ${version[1]}`
    : `helm pull oci://${pull}`
}

const KEY = 'homeport-pull-form'

/** The name of the form that was chosen last, in this browser. */
const chosenPullForm = createStore(readRemembered(KEY) ?? 'docker')

export function choosePullForm(name: string): void {
  chosenPullForm.write(name)
  remember(KEY, name)
}
