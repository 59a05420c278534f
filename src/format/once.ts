/**
 * A value that is made when it is asked for, once. For what `Intl` builds: each kind loads its tables the
 * first time, and the first page should not wait for tables that it does not need.
 */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}
