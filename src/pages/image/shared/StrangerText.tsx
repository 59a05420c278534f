import type { ReactNode } from 'react'
import { visibleText } from '../../../format/visibleText.ts'
import { webAddress } from '../../../format/webAddress.ts'

/** Text that somebody pushed: its direction cannot spread, its invisible characters are seen, and it breaks anywhere. */
export function StrangerText({ text, limit = 20_000 }: { text: string; limit?: number }) {
  return (
    <bdi className="[overflow-wrap:anywhere] whitespace-pre-wrap">{visibleText(text, limit)}</bdi>
  )
}

export function StrangerCode({ text }: { text: string }) {
  return (
    <code className="font-mono text-sm text-text">
      <StrangerText text={text} limit={5000} />
    </code>
  )
}

/** The same; a link where the whole text is an http(s) address, with the host that it really leads to. */
export function StrangerLink({ text }: { text: string }) {
  const url = webAddress(text)
  if (!url) return <StrangerText text={text} />
  return (
    <>
      <a
        href={url.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-accent underline"
      >
        <StrangerText text={text} />
      </a>{' '}
      <span className="text-faint">leads to {visibleText(url.host)}</span>
    </>
  )
}

/** A row of a `<dl>`; none where there is nothing to say. */
export function FactRow({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
