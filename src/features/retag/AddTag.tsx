import { LazyPart, lazyComponent } from '../../components/failures/LazyPart.tsx'
import type { AddTagDialogProps } from './AddTagDialog.tsx'

const AddTagDialog = lazyComponent(async () => (await import('./AddTagDialog.tsx')).AddTagDialog)

/** The dialog that adds a tag to an image, loaded when it is opened. */
export function AddTag(props: AddTagDialogProps) {
  return (
    <LazyPart onClose={props.onClose}>
      <AddTagDialog {...props} />
    </LazyPart>
  )
}
