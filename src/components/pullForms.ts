import { useSyncExternalStore } from 'react'
import type { ArtifactKind } from '../image/artifact.ts'
import { settings } from '../queries/session/settings.ts'
import { createStore } from '../queries/session/store.ts'
import { readRemembered, remember } from '../queries/storage/remembered.ts'
import { type ImageReference, formatImageReference } from '../registry/imageReference.ts'
import type { Descriptor, Platform } from '../registry/manifest.ts'

/** The entry of an index to pull, instead of the one that matches the machine. */
export type PulledEntry = Pick<Descriptor, 'digest' | 'platform'>

/** The pull forms for this kind of artifact, and the one chosen last; the first if that one isn't among them. */
export function usePullForm(kind: ArtifactKind | undefined) {
  const chosen = useSyncExternalStore(chosenPullForm.subscribe, chosenPullForm.read)
  const forms = listPullForms(kind)
  return { forms, form: forms.find(({ name }) => name === chosen) ?? forms[0] }
}

/** A way to say how to pull an image. */
type PullForm = {
  readonly name: string
  /** `IMAGE` becomes `host/name:tag` or `host/name@digest`; a bare `--platform` or `--override` becomes the option. */
  readonly command: string
}

// skopeo: https://github.com/containers/skopeo/blob/main/docs/skopeo.1.md, "--override-arch".
const IMAGE_FORMS: readonly PullForm[] = [
  { name: 'docker', command: 'docker pull --platform IMAGE' },
  { name: 'podman', command: 'podman pull --platform IMAGE' },
  { name: 'nerdctl', command: 'nerdctl pull --platform IMAGE' },
  { name: 'skopeo', command: 'skopeo --override copy docker://IMAGE oci:image' },
  { name: 'crane', command: 'crane pull --platform IMAGE image.tar' },
  { name: 'Kubernetes', command: 'image: IMAGE' },
  { name: 'reference', command: 'IMAGE' },
]

const ARTIFACT_FORMS: readonly PullForm[] = [
  { name: 'oras', command: 'oras pull --platform IMAGE' },
  { name: 'crane', command: 'crane pull --platform IMAGE artifact.tar' },
  { name: 'reference', command: 'IMAGE' },
]

const HELM_FORMS: readonly PullForm[] = [
  { name: 'helm', command: 'helm pull oci://IMAGE' },
  ...ARTIFACT_FORMS,
]

/** The forms that can pull this kind of artifact. */
export function listPullForms(kind: ArtifactKind = 'image'): readonly PullForm[] {
  if (kind === 'helm-chart') return HELM_FORMS
  return kind === 'image' || kind === 'index' || kind === 'schema-1' ? IMAGE_FORMS : ARTIFACT_FORMS
}

const OPTION = /--(?:platform|override) /

/** The command that pulls `reference`, or one `entry` of an index: by option if the tool has one, else by digest. */
export function writePullCommand(
  { command }: PullForm,
  reference: ImageReference,
  entry?: PulledEntry,
): string {
  const option = OPTION.test(command) && entry?.platform ? writeOptions(entry.platform) : undefined
  const { repository } = reference
  const pulled = entry && !option ? { repository, digest: entry.digest } : reference
  return (
    command
      .replace(
        OPTION,
        (name) => (name === '--override ' ? option?.override : option?.platform) ?? '',
      )
      .replace('IMAGE', `${settings.pullHost}/${formatImageReference(pulled)}`)
      // Helm takes the version as an option, with the `+` that it writes as `_` in tags. A digest, which Helm 4
      // accepts, stays in the reference.
      .replace(
        /^(helm [^@]+):([^:/]+)$/,
        (_, chart: string, tag: string) => `${chart} --version ${tag.replaceAll('_', '+')}`,
      )
  )
}

/** A platform as options; `undefined` unless each part is a plain word in a shell, since anyone may have written it. */
function writeOptions({ os, architecture, variant, osVersion }: Platform) {
  const isPlain = [os, architecture, variant ?? 'v'].every((part) => /^\w[\w.-]*$/.test(part))
  // For Windows the build matters, and most tools have no option for it.
  if (!isPlain || osVersion) return undefined
  return {
    platform: `--platform ${os}/${architecture}${variant ? `/${variant}` : ''} `,
    override: `--override-os ${os} --override-arch ${architecture} ${variant ? `--override-variant ${variant} ` : ''}`,
  }
}

const KEY = 'homeport-pull-form'

/** The name of the form that was last chosen in this browser. */
const chosenPullForm = createStore(readRemembered(KEY) ?? 'docker')

export function choosePullForm(name: string): void {
  chosenPullForm.write(name)
  remember(KEY, name)
}
