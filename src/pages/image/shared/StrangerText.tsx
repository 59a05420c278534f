import type { ReactNode } from 'react'
import { visibleText } from '../../../format/visibleText.ts'
import { webAddress } from '../../../format/webAddress.ts'

/** Text that somebody pushed: isolated from the text around it, invisible characters escaped, line breaks anywhere. */
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

/** The same, as a link if the whole text is an http(s) URL, followed by the host that it really leads to. */
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

/** A row of a `<dl>`; nothing without content. */
export function FactRow({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
