import { Copy, Ellipsis, Tag as TagIcon, Trash2 } from 'lucide-react'
import { type ReactNode, memo } from 'react'
import { CopyMenu } from '../../../components/CopyMenu.tsx'
import type { RepositoryName, Tag } from '../../../registry/names.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { MenuItem } from '../../../ui/Popover.tsx'

/** What the rows of a list have in common. */
export type TagRowList = {
  readonly repository: RepositoryName
  readonly onUnfold: (tag: string) => void
  /** Selects or unselects the tag or, with `isRange`, all from the last one to this. */
  readonly onToggle: (tag: Tag, isRange: boolean) => void
  /** `undefined` if Homeport is read-only. */
  readonly write:
    | { readonly onDelete: (tag: Tag) => void; readonly onAddTag: (tag: Tag) => void }
    | undefined
  /** Then the selection is deleted, not a single row. */
  readonly isAnySelected: boolean
  /** Some attachments have no row yet: they may belong to an attachment of a row. */
  readonly isLookingDeeper: boolean
}

/** The actions for one tag. A component of its own, so that it isn't rendered again when details arrive. */
export const RowActions = memo(function RowActions({
  list: { repository, write, isAnySelected },
  tag,
  look,
}: {
  list: TagRowList
  tag: Tag
  look: 'menu' | 'icons' | 'words'
}) {
  const isMenu = look === 'menu' && write !== undefined
  const draw = (icon: ReactNode, word: string) => (look === 'words' ? word : icon)
  const shape = look === 'words' ? '!w-auto px-1.5 text-sm' : ''
  return (
    <div className="flex justify-end gap-1">
      <CopyMenu
        repository={repository}
        tag={tag}
        icon={
          isMenu ? <Ellipsis size={16} aria-hidden /> : draw(<Copy size={14} aria-hidden />, 'Copy')
        }
        className={look === 'menu' ? '!size-11' : shape}
      >
        {(menu) =>
          isMenu && (
            <>
              <MenuItem popoverTarget={menu} onClick={() => write.onAddTag(tag)}>
                <TagIcon size={14} aria-hidden /> Add a tag…
              </MenuItem>
              <MenuItem popoverTarget={menu} onClick={() => write.onDelete(tag)}>
                <Trash2 size={14} aria-hidden className="text-danger" />
                <span className="min-w-0 truncate text-danger">Delete {tag}…</span>
              </MenuItem>
            </>
          )
        }
      </CopyMenu>
      {write && !isMenu && (
        <>
          <IconButton
            label={`Add a tag to ${tag}…`}
            title={`Add a tag to the image of ${tag}…`}
            onClick={() => write.onAddTag(tag)}
            className={`hover:bg-line-soft hover:text-text ${shape}`}
          >
            {draw(<TagIcon size={14} aria-hidden />, 'Tag')}
          </IconButton>
          <IconButton
            label={`Delete ${tag}…`}
            onClick={() => write.onDelete(tag)}
            disabled={isAnySelected}
            className={`hover:bg-danger-soft hover:text-danger disabled:invisible ${shape}`}
          >
            {draw(<Trash2 size={14} aria-hidden />, 'Delete')}
          </IconButton>
        </>
      )}
    </div>
  )
})
