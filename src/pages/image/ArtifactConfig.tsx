import { describeManifest } from '../../image/artifact.ts'
import { FieldReader } from '../../image/fieldReader.ts'
import { Failure } from '../../parts/Failure.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { MalformedResponseError } from '../../registry/errors.ts'
import type { ImageManifest } from '../../registry/manifest.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { AnnotationTable } from './AnnotationTable.tsx'
import { ConfigFailure } from './ContentView.tsx'
import { JsonText } from './JsonText.tsx'
import { StrangerText } from './StrangerText.tsx'
import { useConfig } from './useShownImage.ts'

/** The config of something that is no image: of whatever type it is, as its names and values. */
export function ArtifactConfig({
  repository,
  manifest,
}: {
  repository: RepositoryName
  manifest: ImageManifest
}) {
  const { config, annotations } = manifest
  const isEmpty = config.mediaType === MEDIA_TYPE.ociEmpty
  const state = useConfig(repository, config, false, !isEmpty)
  const isNotJson =
    state.error instanceof MalformedResponseError &&
    (state.error.reason === 'not-json' || state.error.reason === 'cut-off')
  return (
    <div className="grid gap-6">
      <p className="text-soft">
        {isEmpty ? (
          'This artifact has no config: the empty one stands in its place.'
        ) : (
          <>
            Config of type{' '}
            <code className="font-mono text-sm text-text">
              <StrangerText
                text={config.mediaType || describeManifest(manifest).type}
                limit={300}
              />
            </code>
          </>
        )}
      </p>
      {state.isPending && <Loading what="the config" />}
      {isNotJson ? (
        <Failure error={state.error} title="This config is no JSON, so it is not shown" />
      ) : (
        <ConfigFailure config={state} />
      )}
      {state.json !== undefined && (
        <>
          <AnnotationTable title="Fields" label="Config" entries={topFields(state.json)} />
          <section>
            <h2 className="mb-2 text-lg font-semibold">Config as JSON</h2>
            <JsonText json={state.json} links={NO_LINKS} />
          </section>
        </>
      )}
      {!state.isPending && (
        <AnnotationTable title="Annotations" label="Annotations" entries={[...annotations]} />
      )}
    </div>
  )
}

const NO_LINKS: ReadonlyMap<string, string> = new Map()

/** The texts and numbers at the top of a config: of a Helm chart its name, version, description… */
function topFields(json: unknown): readonly (readonly [string, string])[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return []
  const fields = new FieldReader(json)
  return Object.entries(json).flatMap(([name, value]) => {
    if (typeof value === 'string') return [[name, fields.text(name) ?? ''] as const]
    return typeof value === 'number' || typeof value === 'boolean'
      ? [[name, String(value)] as const]
      : []
  })
}
