import { ExpressionError, type Node, type Test, parseExpression } from './parseExpression.ts'

/** Steps of the longest expression that is matched: as many as a tag has letters. `a{9}` has nine. */
const MOST = 128
const TOO_LONG = 'The expression is too long.'

/** Behind a test the next step follows; a fork goes on at several at once. */
type Step = Test | { readonly kind: 'fork'; readonly to: number[] }

/**
 * A regular expression as a test whose time grows no faster than expression times text: all ways through it are
 * followed at once. The browser's own tries them one by one, and for `(a+)+$`, out of a link, that takes years.
 * The syntax is JavaScript's without lookaround and back references.
 *
 * @throws SyntaxError from the browser; ExpressionError
 */
export function compileExpression(source: string, flags: string): (text: string) => boolean {
  if (source.length > 1000) throw new ExpressionError(TOO_LONG)
  // The browser knows the syntax, and says what is wrong with it.
  const valid = new RegExp(source, flags)
  const steps: Step[] = []
  emit(parseExpression(valid), steps)
  return (text) => isMatching(steps, text)
}

function isMatching(steps: readonly Step[], text: string): boolean {
  const seenAt: number[] = []
  let open: number[] = []
  for (let at = 0; at <= text.length; at += 1) {
    const next: number[] = []
    // A match may begin anywhere.
    open.push(0)
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const step = steps[index]
      if (!step) return true
      if (seenAt[index] === at) continue
      seenAt[index] = at
      if (step.kind === 'fork') open.push(...step.to)
      else if (step.kind === 'place') open.push(...(step.test(text, at) ? [index + 1] : []))
      else if (at < text.length && step.test(text.charAt(at))) next.push(index + 1)
    }
    open = next
  }
  return false
}

function emit(node: Node, steps: Step[]): void {
  const push = (step: Step) => {
    if (steps.length >= MOST) throw new ExpressionError(TOO_LONG)
    steps.push(step)
  }
  const fork = () => {
    const to: number[] = []
    push({ kind: 'fork', to })
    return to
  }
  switch (node.kind) {
    case 'character':
    case 'place':
      return push(node)
    case 'sequence':
      return node.items.forEach((item) => emit(item, steps))
    case 'choice': {
      const begin = fork()
      const ends = node.items.map((item) => {
        begin.push(steps.length)
        emit(item, steps)
        return fork()
      })
      return ends.forEach((end) => end.push(steps.length))
    }
    case 'repeat': {
      const { item, min, max } = node
      const ends: number[][] = []
      for (let count = 0; count < max; count += 1) {
        const begin = steps.length
        const way = count >= min ? fork() : undefined
        const start = steps.length
        way?.push(start)
        emit(item, steps)
        if (way) ends.push(way)
        // Nothing, however often.
        if (steps.length === start) break
        if (way && max === Infinity) {
          fork().push(begin)
          break
        }
      }
      return ends.forEach((end) => end.push(steps.length))
    }
  }
}
