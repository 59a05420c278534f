import { useSyncExternalStore } from 'react'
import type { ArtifactKind } from '../image/artifact.ts'
import { settings } from '../queries/settings.ts'
import { createStore } from '../queries/store.ts'
import { readRemembered, remember } from '../queries/remembered.ts'
import { type ImageReference, formatImageReference } from '../registry/imageReference.ts'
import type { Platform } from '../registry/manifest.ts'
import type { Digest } from '../registry/names.ts'
import { CopyButton } from '../ui/CopyButton.tsx'

/** One entry of an index, to be pulled in place of the one that fits the machine. */
export type PulledEntry = {
  readonly digest: Digest
  /** `undefined` where no option could name this entry and no other. */
  readonly platform: Platform | undefined
}

/** How to fetch `reference`: the tool is chosen once and remembered, the command is there to be copied. */
export function PullCommand({
  reference,
  entry,
  kind,
}: {
  reference: ImageReference
  /** What was chosen of an index. */
  entry?: PulledEntry | undefined
  kind: ArtifactKind | undefined
}) {
  const { forms, form } = usePullForm(kind)
  if (!form) return null
  const command = writePullCommand(form, reference, entry)
  return (
    <div className="mt-3 flex h-8 w-fit max-w-full min-w-0 items-center rounded-lg border border-line bg-surface pr-1">
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
  /** `pull` is `host/name:tag` or `host/name@digest`; `option` names a platform, with a blank behind it. */
  readonly write: (pull: string, option: string) => string
  /** The option for a platform of an index. A tool that has none pulls the platform by its digest. */
  readonly option?: (platform: Platform) => string
}

const platformOption = ({ os, architecture, variant }: Platform) =>
  `--platform ${os}/${architecture}${variant ? `/${variant}` : ''} `

const overrides = ({ os, architecture, variant }: Platform) =>
  `--override-os ${os} --override-arch ${architecture} ${variant ? `--override-variant ${variant} ` : ''}`

const IMAGE_FORMS: readonly PullForm[] = [
  ...['docker', 'podman', 'nerdctl'].map((name) => ({
    name,
    write: (pull: string, option: string) => `${name} pull ${option}${pull}`,
    option: platformOption,
  })),
  {
    name: 'skopeo',
    write: (pull, option) => `skopeo ${option}copy docker://${pull} oci:image`,
    option: overrides,
  },
  {
    name: 'crane',
    write: (pull, option) => `crane pull ${option}${pull} image.tar`,
    option: platformOption,
  },
  { name: 'Kubernetes', write: (pull) => `image: ${pull}` },
  { name: 'reference', write: (pull) => pull },
]

const ARTIFACT_FORMS: readonly PullForm[] = [
  {
    name: 'oras',
    write: (pull, option) => `oras pull ${option}${pull}`,
    option: platformOption,
  },
  {
    name: 'crane',
    write: (pull, option) => `crane pull ${option}${pull} artifact.tar`,
    option: platformOption,
  },
  { name: 'reference', write: (pull) => pull },
]

const HELM_FORMS: readonly PullForm[] = [{ name: 'helm', write: writeHelm }, ...ARTIFACT_FORMS]

/** The forms that fit what is fetched. */
function listPullForms(kind: ArtifactKind = 'image'): readonly PullForm[] {
  if (kind === 'helm-chart') return HELM_FORMS
  return kind === 'image' || kind === 'index' || kind === 'schema-1' ? IMAGE_FORMS : ARTIFACT_FORMS
}

/** What to type to fetch `reference` from the host that people pull from. */
export function writePullCommand(
  form: PullForm,
  reference: ImageReference,
  entry?: PulledEntry,
): string {
  const { repository } = reference
  const platform = entry?.platform && isPlainText(entry.platform) ? entry.platform : undefined
  const option = platform && form.option?.(platform)
  const pulled = entry && !option ? { repository, digest: entry.digest } : reference
  return form.write(`${settings.pullHost}/${formatImageReference(pulled)}`, option ?? '')
}

/**
 * Whether a shell reads every part as one plain word: whoever pushed the index wrote them. Of Windows the build
 * decides, which most tools have no option for.
 */
function isPlainText({ os, architecture, variant, osVersion }: Platform): boolean {
  return !osVersion && [os, architecture, variant ?? 'v'].every((part) => /^\w[\w.-]*$/.test(part))
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
