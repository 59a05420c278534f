import { visibleText } from '../../../format/visibleText.ts'
import { dockerfileLines } from '../../../image/dockerfile.ts'
import type { Schema1Image } from '../../../image/schema1.ts'
import { DigestMark } from '../../../components/DigestMark.tsx'
import { Cell } from '../../../ui/cells.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PlainTable } from '../shared/PlainTable.tsx'
import { Command } from './Command.tsx'
import { DockerfileSection } from './DockerfileSection.tsx'
import { NUMBER_COLUMN } from './LayerTable.tsx'

/** A schema 1 image: layers and history are in the manifest, sizes are not. */
export function Schema1View({ schema1: { config, layers } }: { schema1: Schema1Image }) {
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
        columns={[
          NUMBER_COLUMN,
          { head: 'Made by' },
          { head: 'Digest', className: 'w-52 max-sm:w-44' },
        ]}
        rows={layers}
        most={500}
      >
        {({ digest, entry }, index) => (
          // The same blob may come many times.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index} className="h-10">
            <Cell align="right" className="text-faint">
              {index + 1}
            </Cell>
            <Cell title={visibleText(entry.createdBy, 2000)}>
              <Command line={lines[index]} comment={entry.comment} isFaint={entry.emptyLayer} />
            </Cell>
            <Cell>
              <DigestMark digest={digest} />
            </Cell>
          </tr>
        )}
      </PlainTable>
      <DockerfileSection history={config.history} />
    </>
  )
}
