import { useMemo } from 'react'
import { visibleText } from '../../format/visibleText.ts'
import { dockerfileLines } from '../../image/dockerfile.ts'
import { readSchema1 } from '../../image/schema1.ts'
import { DigestMark } from '../../parts/DigestMark.tsx'
import type { Schema1Manifest } from '../../registry/manifest.ts'
import { Cell, HeadCell } from '../../ui/cells.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PlainTable } from './PlainTable.tsx'
import { DockerfileSection } from './DockerfileSection.tsx'

/** A schema 1 image: layers and history are in the manifest, sizes are not. */
export function Schema1View({ manifest }: { manifest: Schema1Manifest }) {
  const image = useMemo(() => readSchema1(manifest), [manifest])
  const { config, layers } = image
  const lines = dockerfileLines(layers.map((layer) => layer.entry))
  return (
    <>
      <div className="mb-4">
        <Notice title="Docker image manifest v2, schema 1: a legacy format">
          It is shown, but not to be written any more: registry 3 and today’s clients refuse it.
          Push the image again to get a manifest of today.
        </Notice>
      </div>
      <PlainTable
        label="Layers"
        columns={
          <>
            <col className="w-11" />
            <col />
            <col className="w-52 max-sm:w-44" />
          </>
        }
        head={
          <>
            <HeadCell align="right">
              <span className="sr-only">Layer</span>
            </HeadCell>
            <HeadCell>Made by</HeadCell>
            <HeadCell>Digest</HeadCell>
          </>
        }
      >
        {layers.map(({ digest, entry }, index) => {
          const line = lines[index]
          const text = line?.arguments || entry.comment || (line?.instruction ? '' : 'not recorded')
          return (
            // The same blob may come many times.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index} className="h-10">
              <Cell align="right" className="text-faint">
                {index + 1}
              </Cell>
              <Cell className={entry.emptyLayer ? 'text-faint' : ''}>
                <bdi className="font-mono text-sm" title={visibleText(entry.createdBy, 2000)}>
                  <span className="font-semibold text-accent">{line?.instruction}</span>{' '}
                  {visibleText(text.replaceAll(/\s+/g, ' '), 300)}
                </bdi>
              </Cell>
              <Cell>
                <DigestMark digest={digest} />
              </Cell>
            </tr>
          )
        })}
      </PlainTable>
      {config.history.length > 0 && <DockerfileSection history={config.history} />}
    </>
  )
}
