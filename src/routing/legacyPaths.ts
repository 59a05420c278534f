/**
 * Where a page address of konradkleine/docker-registry-frontend:v2 leads now; `undefined` where it is none
 * of them. Its `/repository/ns/name` is Homeport's own address too.
 */
export function legacyRedirect(pathname: string): string | undefined {
  const [, first = '', ...rest] = pathname.replace(/\/+$/, '').split('/')
  switch (first) {
    case 'home':
    case 'about':
    case 'repositories':
      return '/'
    case 'tag': {
      const tag = rest.pop()
      return tag && rest.length > 0 ? `/image/${rest.join('/')}:${tag}` : '/'
    }
    default:
      return undefined
  }
}
