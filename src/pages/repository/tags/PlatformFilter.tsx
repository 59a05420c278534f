/** Leaves the tags of one platform. Which there are is known once the details are read, which opening begins. */
export function PlatformFilter({
  value,
  known,
  onChange,
  onOpen,
}: {
  value: string
  known: readonly string[]
  onChange: (value: string) => void
  onOpen: () => void
}) {
  const options = value !== '' && !known.includes(value) ? [value, ...known] : known
  return (
    <select
      aria-label="Platform"
      value={value}
      onMouseDown={onOpen}
      onKeyDown={(event) => [' ', 'Enter', 'ArrowDown', 'ArrowUp'].includes(event.key) && onOpen()}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 max-w-full rounded-lg border border-line bg-surface px-2 text-soft"
    >
      <option value="">Any platform</option>
      {options.map((platform) => (
        <option key={platform}>{platform}</option>
      ))}
    </select>
  )
}
