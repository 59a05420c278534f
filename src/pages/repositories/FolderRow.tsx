import { ChevronDown, ChevronRight } from 'lucide-react'
import { formatCount } from '../../format/count.ts'
import type { TreeRow } from './tree.ts'

/** The cell of a folder of the tree: opens and closes. */
export function FolderRow({
  row,
  span,
  onToggle,
}: {
  row: TreeRow & { kind: 'folder' }
  span: number
  onToggle: (path: string) => void
}) {
  const Icon = row.isOpen ? ChevronDown : ChevronRight
  return (
    <td colSpan={span} className="truncate border-b border-line-soft px-3">
      <button
        type="button"
        aria-expanded={row.isOpen}
        onClick={() => onToggle(row.path)}
        style={{ marginLeft: row.depth * 20 }}
        className="inline-flex max-w-full items-center gap-1.5 rounded text-soft hover:text-text"
      >
        <Icon size={14} aria-hidden className="shrink-0" />
        <span className="truncate">{row.label.replaceAll('/', ' / ')}</span>
        <span className="text-faint">{formatCount(row.count)}</span>
      </button>
    </td>
  )
}
