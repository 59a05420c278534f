import { describeManifest } from '../../../image/artifact.ts'
import { Failure } from '../../../components/Failure.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { MalformedResponseError } from '../../../registry/errors.ts'
import type { ImageManifest } from '../../../registry/manifest.ts'
import type { ConfigState } from '../imageState.ts'
import { AnnotationTable } from '../shared/AnnotationTable.tsx'
import { JsonText } from '../shared/JsonText.tsx'
import { StrangerCode } from '../shared/StrangerText.tsx'
import { ConfigFailure } from './ConfigFailure.tsx'

/** The config of something that is no image: of whatever type it is, as its names and values. */
export function ArtifactConfig({
  manifest,
  config,
}: {
  manifest: ImageManifest
  config: ConfigState
}) {
  const { descriptor, json, error } = config
  const isNotJson =
    error instanceof MalformedResponseError &&
    (error.reason === 'not-json' || error.reason === 'cut-off')
  if (config.isPending) return <Loading what="the config" />
  return (
    <div className="grid gap-6">
      <p className="text-soft">
        {descriptor ? (
          <>
            Config of type{' '}
            <StrangerCode text={descriptor.mediaType || describeManifest(manifest).type} />
          </>
        ) : (
          'This artifact has no config: the empty one stands in its place.'
        )}
      </p>
      {isNotJson ? (
        <Failure error={error} title="This config is no JSON, so it is not shown" />
      ) : (
        <ConfigFailure config={config} />
      )}
      {json !== undefined && (
        <>
          <AnnotationTable title="Fields" label="Config" entries={topFields(json)} />
          <section>
            <h2 className="mb-2 text-lg font-semibold">Config as JSON</h2>
            <JsonText json={json} />
          </section>
        </>
      )}
      <AnnotationTable title="Annotations" entries={[...manifest.annotations]} />
    </div>
  )
}

/** The texts and numbers at the top of a config: of a Helm chart its name, version, description… */
function topFields(json: unknown): readonly (readonly [string, string])[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return []
  return Object.entries(json).flatMap(([name, value]) =>
    /string|number|boolean/.test(typeof value) ? [[name, String(value)] as const] : [],
  )
}
