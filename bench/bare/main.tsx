import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Link, Route, Routes } from 'react-router'

/** The minimal cost of React with a router and a query cache: a hundred names, and nothing else. */
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

const root = document.querySelector('#root')
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={new QueryClient()}>
      <BrowserRouter>
        <Routes>
          <Route
            path="/bare-repositories.html"
            element={<Names path="/v2/_catalog?n=100" field="repositories" />}
          />
          <Route
            path="/bare-tags.html"
            element={<Names path="/v2/scale/many-tags/tags/list" field="tags" />}
          />
        </Routes>
      </BrowserRouter>
    </QueryClientProvider>,
  )
}
