import type { ArtifactKind } from '../image/artifact.ts'
import { settings } from '../queries/settings.ts'
import { createStore } from '../queries/store.ts'
import { type ImageReference, formatImageReference } from '../registry/imageReference.ts'

/** A way to write down how an image is fetched. */
export type PullForm = {
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
export function listPullForms(kind: ArtifactKind = 'image'): readonly PullForm[] {
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

function readStored(): string {
  try {
    return localStorage.getItem(KEY) ?? 'docker'
  } catch {
    return 'docker'
  }
}

/** The name of the form that was chosen last, in this browser. */
export const chosenPullForm = createStore(readStored())

export function choosePullForm(name: string): void {
  chosenPullForm.write(name)
  try {
    localStorage.setItem(KEY, name)
  } catch {
    // Storage is off: the choice holds until the page is closed.
  }
}
