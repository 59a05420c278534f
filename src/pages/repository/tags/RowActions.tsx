import { Tag as TagIcon, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { CopyMenu } from '../../../components/CopyMenu.tsx'
import type { RepositoryName, Tag } from '../../../registry/names.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { MenuItem } from '../../../ui/Popover.tsx'

/** What the rows of a list have in common. */
export type TagRowList = {
  readonly repository: RepositoryName
  readonly onUnfold: (tag: string) => void
  /** Selects the tag, or all from the last one on, or no longer. */
  readonly onToggle: (tag: Tag, isRange: boolean) => void
  /** `undefined`: nothing can be written here. */
  readonly write:
    | { readonly onDelete: (tag: Tag) => void; readonly onAddTag: (tag: Tag) => void }
    | undefined
  /** Then what is selected is deleted, not the single row. */
  readonly isAnySelected: boolean
  /** Attachments without a place are left: they may belong to what is attached to a row. */
  readonly isLookingDeeper: boolean
}

/** What can be done with one tag. Apart from the row, so that it is not drawn again when details arrive. */
export const RowActions = memo(function RowActions({
  list: { repository, write, isAnySelected },
  tag,
  isNarrow,
}: {
  list: TagRowList
  tag: Tag
  isNarrow: boolean
}) {
  return (
    <div className="flex justify-end gap-1">
      <CopyMenu repository={repository} tag={tag} hasMore={isNarrow && write !== undefined}>
        {(menu) =>
          isNarrow &&
          write && (
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
      {write && !isNarrow && (
        <>
          <IconButton
            label={`Add a tag to ${tag}…`}
            title={`Add a tag to the image of ${tag}…`}
            onClick={() => write.onAddTag(tag)}
          >
            <TagIcon size={14} aria-hidden />
          </IconButton>
          <IconButton
            label={`Delete ${tag}…`}
            onClick={() => write.onDelete(tag)}
            className={`hover:bg-danger-soft hover:text-danger ${isAnySelected ? 'invisible' : ''}`}
          >
            <Trash2 size={14} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
})
