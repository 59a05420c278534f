import { useId, useState } from 'react'
import type { DeletionPlan } from '../../deletion/deletionPlan.ts'
import { type RepairOutcome, linkBrokenTag, removeBrokenTag } from '../../deletion/repair.ts'
import { shortDigest } from '../../format/digest.ts'
import { visibleText } from '../../format/visibleText.ts'
import { rowTransport } from '../../queries/session.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import { type Digest, type RepositoryName, type Tag, isDigest } from '../../registry/names.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Failure } from '../Failure.tsx'
import { askLogin } from './askLogin.ts'
import { nameSome } from './words.ts'

type State =
  | { readonly kind: 'idle' | 'working' }
  | { readonly kind: 'ended'; readonly outcome: RepairOutcome }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Gives a tag with an empty link a digest again, or removes it: only when somebody asks for it. */
export function RepairTag({
  repository,
  tag,
  ability,
  digests,
  isAlone = false,
  onRepaired,
}: {
  repository: RepositoryName
  tag: Tag
  ability: DeletionPlan['ability']
  /** Digests that the repository is known to have, each with a tag that is on it. */
  digests: ReadonlyMap<Digest, Tag>
  /** Nothing stands around it from which it has to be unfolded. */
  isAlone?: boolean
  onRepaired: () => void
}) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const [state, setState] = useState<State>({ kind: 'idle' })
  const text = typed.trim()
  const digest = isDigest(text) ? text : undefined
  const work = async (repair: () => Promise<RepairOutcome>): Promise<void> => {
    setState({ kind: 'working' })
    try {
      setState({ kind: 'ended', outcome: await repair() })
    } catch (error) {
      if (error instanceof LoginRequiredError && (await askLogin(error))) return await work(repair)
      setState({ kind: 'failed', error })
    }
  }
  const link = () => {
    setTried(true)
    if (digest) void work(() => linkBrokenTag(rowTransport, repository, tag, digest))
  }
  if (state.kind === 'ended') return <Ended tag={tag} outcome={state.outcome} onGoOn={onRepaired} />
  const isWorking = state.kind === 'working'
  const form = (
    <div className={isAlone ? 'space-y-3' : 'mt-1 space-y-2 rounded-lg bg-sunken p-3'}>
      <p className="text-soft">
        A crash or a full disk left this tag without its digest. While it is so, the registry fails
        half way when an image of this repository is deleted by its digest. Names of files in{' '}
        <code className="font-mono text-sm break-words">_manifests/tags/{tag}/index/sha256/</code>{' '}
        on its disk are digests that the tag had.
      </p>
      <label htmlFor={id} className="block">
        Its digest
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          id={id}
          list={`${id}-known`}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setTried(false)
          }}
          placeholder="sha256:…"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isTried && !digest}
          className="h-8 min-w-0 flex-1 basis-60 rounded-lg border border-line bg-surface px-2.5 font-mono text-sm aria-invalid:border-danger"
        />
        <datalist id={`${id}-known`}>
          {[...digests].slice(0, 500).map(([known, name]) => (
            <option key={known} value={known}>
              {name}
            </option>
          ))}
        </datalist>
        <Button onClick={link} disabled={isWorking}>
          Give it this digest
        </Button>
      </div>
      {isTried && !digest && (
        <p role="alert" className="text-sm text-danger">
          That is no digest: it is sha256: and 64 of 0–9 and a–f. Nothing was sent.
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          className="hover:border-danger hover:text-danger"
          disabled={isWorking}
          onClick={() =>
            void work(() => removeBrokenTag(rowTransport, repository, tag, { ability }))
          }
        >
          Remove the tag
        </Button>
        <span role="status" className="text-soft">
          {isWorking ? 'At work…' : 'This cannot be undone: what it pointed to is not known.'}
        </span>
      </div>
      {state.kind === 'failed' && <Failure error={state.error} title="It was not repaired" />}
    </div>
  )
  if (isAlone) return form
  return (
    <details className="pb-1">
      <summary className="cursor-pointer text-soft">Repair {tag}</summary>
      {form}
    </details>
  )
}

function Ended({ tag, outcome, onGoOn }: { tag: Tag; outcome: RepairOutcome; onGoOn: () => void }) {
  const isWell = outcome.kind === 'linked' || outcome.kind === 'removed'
  return (
    <Notice
      look={isWell ? 'info' : 'warning'}
      title={describe(tag, outcome)}
      action={<Button onClick={onGoOn}>Look again</Button>}
    >
      {'message' in outcome && visibleText(outcome.message, 500)}
    </Notice>
  )
}

function describe(tag: Tag, outcome: RepairOutcome): string {
  switch (outcome.kind) {
    case 'linked':
      return `${tag} points to ${shortDigest(outcome.digest)} again`
    case 'removed':
      return `${tag} is removed`
    case 'left-empty':
      return outcome.because === 'poisoned'
        ? `${tag} is on an empty index for now. It cannot be removed yet: ${nameSome(outcome.tags) || 'another tag'} has an empty link, too. Repair that first, then remove ${tag} like any tag`
        : `${tag} is on an empty index: it was repaired, but not removed`
    case 'kept':
      return `${tag} was not changed: ${KEPT[outcome.because]}`
  }
}

const KEPT: Readonly<Record<(RepairOutcome & { kind: 'kept' })['because'], string>> = {
  'not-broken': 'its link is no longer empty',
  'no-such-digest': 'this repository does not have that digest',
  refused: 'the registry refused',
  'no-answer': 'the registry did not do it',
}
