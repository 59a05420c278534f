import type { ReactNode } from 'react'
import type { Refusal } from '../../deletion/ability/ability.ts'
import { visibleText } from '../../format/visibleText.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Failure } from '../../components/Failure.tsx'

/** Why nothing can be deleted: what refuses, and the line that changes it. */
export function RefusedView({ refusal: { by, error } }: { refusal: Refusal }) {
  switch (by) {
    case 'deletion-off':
      return (
        <Refused
          title="The registry does not delete: deletion is switched off there"
          line="REGISTRY_STORAGE_DELETE_ENABLED=true"
        >
          Set this in the environment of the registry’s container (or storage.delete.enabled in its
          configuration) and restart it.
        </Refused>
      )
    case 'maintenance':
      return (
        <Refused
          title="The registry is in maintenance mode and takes no changes"
          line="storage: { maintenance: { readonly: { enabled: false } } }"
        >
          Set this in the registry’s configuration, remove REGISTRY_STORAGE_MAINTENANCE_READONLY
          from its environment, and restart it.
        </Refused>
      )
    case 'read-only':
      return (
        <Refused title="Homeport is read-only" line="ENV_MODE_BROWSE_ONLY=false">
          Set this in the environment of Homeport’s container and restart it. Whoever reaches its
          port can delete and overwrite tags then.
        </Refused>
      )
    case 'origin':
      return (
        <Refused
          title="Homeport was reached under another address than its own"
          line="proxy_set_header Host $http_host;"
        >
          {error.message} The proxy in front of Homeport has to pass on the host that the browser
          names.
        </Refused>
      )
    case 'no-right':
      return (
        <Notice look="warning" title="You have no right to delete in this repository">
          <p>Ask the registry’s administrator for it.</p>
          <Answer text={error.message} />
        </Notice>
      )
    case 'login':
    case 'unknown':
      return <Failure error={error} title="Whether deletion works here could not be found out" />
  }
}

function Refused({ title, line, children }: { title: string; line: string; children: ReactNode }) {
  return (
    <Notice look="warning" title={title}>
      <p>{children}</p>
      <p className="mt-2 flex items-center gap-1 rounded bg-surface px-2 py-1 text-text">
        <code className="min-w-0 flex-1 font-mono text-sm break-all">{line}</code>
        <CopyButton text={line} label="Copy line" />
      </p>
    </Notice>
  )
}

function Answer({ text }: { text: string }) {
  return (
    <details className="mt-1">
      <summary className="cursor-pointer">Details</summary>
      <code className="font-mono text-sm break-all">{visibleText(text, 2000)}</code>
    </details>
  )
}
