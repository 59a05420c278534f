import { lazy } from 'react'
import { LazyPart } from './LazyPart.tsx'
import type { AddTagDialogProps } from './retag/AddTagDialog.tsx'

const AddTagDialog = lazy(async () => {
  const module = await import('./retag/AddTagDialog.tsx')
  return { default: module.AddTagDialog }
})

/** The dialog that puts another tag onto an image, loaded when it is opened. */
export function AddTag(props: AddTagDialogProps) {
  return (
    <LazyPart onClose={props.onClose}>
      <AddTagDialog {...props} />
    </LazyPart>
  )
}
