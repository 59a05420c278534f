import { describeManifest } from '../../../image/artifact.ts'
import { Failure } from '../../../components/failures/Failure.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { isEmptyContent } from '../../../registry/digest.ts'
import { MalformedResponseError, isGone } from '../../../registry/errors.ts'
import { fieldsOf } from '../../../registry/json.ts'
import { Notice } from '../../../ui/Notice.tsx'
import type { ConfigState, ContentProps } from '../imageState.ts'
import { AnnotationTable } from '../shared/PlainTable.tsx'
import { JsonText } from '../shared/JsonText.tsx'
import { Section } from '../shared/Section.tsx'
import { StrangerCode } from '../shared/StrangerText.tsx'
import { ImageConfigFacts } from './ImageConfigFacts.tsx'

/** The config in readable form, of an artifact as names and values and as JSON, and the manifest's annotations. */
export function ConfigView({ shown: { config }, content }: ContentProps) {
  if (content.kind === 'schema-1') return <ImageConfigFacts config={content.config} />
  if (config.isPending) return <Loading what="the config" />
  const { kind, manifest } = content
  const { descriptor, image, json } = config
  return (
    <div className="grid gap-6">
      {kind !== 'image' && (
        <p className="text-soft">
          {descriptor ? 'Config of type ' : 'This manifest has no config.'}
          {descriptor && (
            <StrangerCode text={descriptor.mediaType || describeManifest(manifest).type} />
          )}
        </p>
      )}
      <ConfigFailure config={config} />
      {kind === 'image' && !descriptor && <p className="text-soft">This manifest has no config.</p>}
      {descriptor && isEmptyContent(descriptor.digest) && (
        <p className="text-soft">Empty config: it has no bytes.</p>
      )}
      {image && <ImageConfigFacts config={image} />}
      {!image && json !== undefined && (
        <>
          <AnnotationTable title="Fields" label="Config" entries={topFields(json)} />
          <Section title="Config as JSON">
            <JsonText json={json} />
          </Section>
        </>
      )}
      {manifest.kind !== 'unknown' && (
        <AnnotationTable
          title="Annotations of the manifest"
          label="Annotations"
          entries={[...manifest.annotations]}
        />
      )}
    </div>
  )
}

/** The strings, numbers and flags at the top level of a config: a Helm chart's name, version, description… */
function topFields(json: unknown): readonly (readonly [string, string])[] {
  return Object.entries(fieldsOf(json)).flatMap(([name, value]) =>
    /string|number|boolean/.test(typeof value) ? [[name, String(value)] as const] : [],
  )
}

/** Why the config isn't shown; nothing if it is. */
export function ConfigFailure({ config: { error, descriptor, retry } }: { config: ConfigState }) {
  if (error === null) return null
  const isNotJson = error instanceof MalformedResponseError && error.reason === 'not-json'
  const failed = isNotJson
    ? 'This config is not JSON, so it is not shown'
    : 'The config couldn’t be read'
  return isGone(error) ? (
    <Notice className="mb-4" look="warning" title="The config is missing from the registry">
      The manifest lists it as {descriptor?.digest}, but the registry doesn’t have it: garbage
      collection may have deleted it. The image can’t be pulled; push it again to repair it. Layers
      and sizes come from the manifest.
    </Notice>
  ) : (
    <Failure className="mb-4" error={error} title={failed} onRetry={retry} />
  )
}
