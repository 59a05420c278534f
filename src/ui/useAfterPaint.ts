import { startTransition, useEffect, useState } from 'react'

/** False in the first render, true soon after that was painted: for what must not hold up the first sight. */
export function useAfterPaint(): boolean {
  const [isPainted, setPainted] = useState(false)
  useEffect(() => startTransition(() => setPainted(true)), [])
  return isPainted
}
