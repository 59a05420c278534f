import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { registryVersionQuery } from '../../../queries/session/registryVersion.ts'
import { Command } from '../../../ui/Command.tsx'
import { PlanSection } from '../plan/PlanSection.tsx'

type SpaceProps = Pick<DeletionPlan, 'repository' | 'ability'>

/** How to free deleted images’ space with this version of the registry. `isEstimate`: for a plan, with the amount. */
export function SpaceNote({ isEstimate = false, ...props }: SpaceProps & { isEstimate?: boolean }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <PlanSection title="Space">
      <p>
        Space is freed only by garbage collection.
        {isEstimate && ' The estimate covers only this repository’s tags.'}
      </p>
      <details className="mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="cursor-pointer text-soft">How to run it</summary>
        {isOpen && <Collection {...props} />}
      </details>
    </PlanSection>
  )
}

function Collection({ repository, ability }: SpaceProps) {
  const { data, isPending } = useQuery(registryVersionQuery(repository))
  if (isPending) return <p className="mt-1 text-soft">Checking the registry’s version…</p>
  if (data === 'distribution-2' || data === 'distribution-3') return <Guide version={data} />
  const isThree = ability === 'by-tag'
  return (
    <>
      <p className="mt-1 text-soft">
        Couldn’t identify the registry software
        {isThree && '; it can delete tags, which registry 2.x can’t'}. For distribution (the images
        registry:2 and registry:3), run this; for other products, see their documentation.
      </p>
      {!isThree && <Guide version="distribution-2" title="registry 2.x" />}
      <Guide version="distribution-3" title="registry 3.x" />
    </>
  )
}

const GUIDES = {
  'distribution-2': {
    file: '/etc/docker/registry/config.yml',
    warning:
      'This is registry 2.x: do not add -m (--delete-untagged). It destroys multi-platform images, whose platform images have no tags of their own.',
  },
  'distribution-3': {
    file: '/etc/distribution/config.yml',
    warning:
      'Untagged images are freed only with -m (--delete-untagged). It also deletes untagged signatures, SBOMs and other attachments.',
  },
} as const

function Guide({ version, title }: { version: keyof typeof GUIDES; title?: string }) {
  const { file, warning } = GUIDES[version]
  return (
    <>
      {title && <h4 className="mt-2 font-semibold">{title}</h4>}
      <ol className="mt-1 list-decimal space-y-1 pl-5">
        <li>Stop pushes first; a concurrent push can lose layers.</li>
        <li>
          <Command text={`docker compose exec registry registry garbage-collect ${file}`} />
        </li>
        <li>
          <Command text="docker compose restart registry" /> to clear its cache; otherwise later
          pushes may lose layers.
        </li>
      </ol>
      <p className="mt-1 text-warning">{warning}</p>
      <p className="mt-1 text-soft">After that, deleted images can no longer be restored.</p>
    </>
  )
}
