import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { Link, Router, useLocation } from '../../src/routing/router.tsx'

/** The least that React with a router and a query cache costs: a hundred names, and nothing else. */
const MOST = 100

function Names({ path, field }: { path: string; field: 'repositories' | 'tags' }) {
  const { data } = useQuery({
    queryKey: [path],
    queryFn: async () => {
      const body = (await (await fetch(path)).json()) as Partial<Record<string, string[]>>
      return body[field] ?? []
    },
  })
  return (
    <ul>
      {data?.slice(0, MOST).map((name) => (
        <li key={name}>
          <Link to={`/${name}`}>{name}</Link>
        </li>
      ))}
    </ul>
  )
}

/** The page that the address names. */
function Bare() {
  return useLocation().pathname === '/bare-repositories.html' ? (
    <Names path="/v2/_catalog?n=100" field="repositories" />
  ) : (
    <Names path="/v2/scale/many-tags/tags/list" field="tags" />
  )
}

const root = document.querySelector('#root')
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={new QueryClient()}>
      <Router base="">
        <Bare />
      </Router>
    </QueryClientProvider>,
  )
}
