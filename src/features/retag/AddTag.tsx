import { lazy } from 'react'
import { LazyPart } from '../../components/LazyPart.tsx'
import type { AddTagDialogProps } from './AddTagDialog.tsx'

const AddTagDialog = lazy(async () => {
  const module = await import('./AddTagDialog.tsx')
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
