// How this Homeport was set up. nginx puts the values in; not filled, each name stands for "not set".
globalThis.homeport = {
  registry: '__HOMEPORT_REGISTRY__',
  pullHost: '__HOMEPORT_PULL_HOST__',
  readOnly: '__HOMEPORT_READ_ONLY__',
  upstreamTls: '__HOMEPORT_UPSTREAM_TLS__',
  writeSetting: '__HOMEPORT_WRITE_SETTING__',
  repositoriesPerPage: '__HOMEPORT_REPOSITORIES_PER_PAGE__',
  tagsPerPage: '__HOMEPORT_TAGS_PER_PAGE__',
  tokenRealm: '__HOMEPORT_TOKEN_REALM__',
  registryUser: '__HOMEPORT_REGISTRY_USER__',
  version: '__HOMEPORT_VERSION__',
}

// This script blocks the page on purpose: the stored theme is there before the first paint.
try {
  const theme = localStorage.getItem('homeport-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is off: the theme follows the system.
}

// With a base path the page is served at / too, for proxies that strip the path. Who came to / directly
// belongs below the base path.
if (!location.pathname.startsWith(new URL('.', document.baseURI).pathname)) {
  location.replace(document.baseURI)
}
