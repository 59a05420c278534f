import { settings } from '../queries/settings.ts'

/** On every page: which registry this is, and which Homeport. */
export function Footer() {
  return (
    <footer className="mx-auto flex w-full max-w-[1320px] flex-wrap gap-x-4 px-3 pb-5 text-sm text-faint sm:px-6">
      <span>
        Registry <span className="font-mono break-all">{settings.registry}</span>
      </span>
      <span>Homeport {settings.version}</span>
      {settings.readOnly && (
        <span>
          Read-only. To delete tags here, start Homeport with{' '}
          <code className="font-mono">ENV_MODE_BROWSE_ONLY=false</code>.
        </span>
      )}
    </footer>
  )
}
