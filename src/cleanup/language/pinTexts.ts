import { Problem, quote } from './rule.ts'

/** Prints the image of every container in a cluster, init and ephemeral ones too, with the digests that run. */
export const KUBECTL =
  'kubectl get pods,deployments,statefulsets,daemonsets,replicasets,jobs,cronjobs -A ' +
  '-o jsonpath=\'{..image} {..imageID}{"\\n"}\''

/**
 * The images listed in a text, without duplicates, as written there.
 *
 * @throws Problem if there are none, or if a line has none of the known forms
 */
export function readPinTexts(text: string): readonly string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|[\n\r]/)
  const images = new Set(readTable(lines) ?? readFields(lines) ?? readList(lines))
  if (images.size === 0) throw new Problem('The list of images in use contains no image.')
  return [...images]
}

/** `kubectl … -o wide`, custom columns, `docker ps`: columns with a heading `IMAGE` or `IMAGES`. */
function readTable(lines: readonly string[]): readonly string[] | undefined {
  const first = lines.findIndex((line) => line.trim() !== '')
  const heading = lines[first] ?? ''
  if (!/^[A-Z][A-Z0-9 ()-]*$/.test(heading.trim())) return undefined
  const found = /(?<=^|\s)IMAGES?(?=\s|$)/.exec(heading)
  if (!found) {
    throw new Problem(`The table has no IMAGE or IMAGES column. Print the images with ${KUBECTL}.`)
  }
  const { index } = found
  const rows = lines.slice(first + 1).filter((line) => line.trim() !== '')
  return rows.flatMap((row) => {
    const cell = /^\S+/.exec(row.slice(index))?.[0]
    const isAligned = index === 0 || row[index - 1] === ' '
    if (!cell || !isAligned)
      throw new Problem(`${quote(row.trim())} has no image in the image column.`)
    return cell.split(',')
  })
}

// For trimmed lines. No part can start with what the one before may end with, else runs of blanks would take hours.
const FIELD = /^(?:-\s+)?"?(?<key>image(?:\s?ID)?)"?\s*:(?:\s+(?<value>\S.*))?$/i
const REFERENCE = /^"?reference"?\s*:\s+(?<value>\S.*)$/

/** YAML, JSON and `kubectl describe`: a key `image`, `imageID`, `Image`, `Image ID` on its own line. */
function readFields(lines: readonly string[]): readonly string[] | undefined {
  if (!lines.some((line) => FIELD.test(line.trim()))) return undefined
  const images: string[] = []
  for (const [at, line] of lines.entries()) {
    const field = FIELD.exec(line.trim())?.groups
    if (!field) continue
    let value = unquote(field['value'] ?? '')
    // The image of a volume has its name on the next line.
    if (value === '' || value === '{')
      value = unquote(REFERENCE.exec(lines[at + 1]?.trim() ?? '')?.[1] ?? '')
    if (value !== '') images.push(value)
    // A container that hasn't started yet has no ID.
    else if (!/id$/i.test(field['key'] ?? '')) {
      throw new Problem(`Line ${at + 1} has an image with no name.`)
    }
  }
  return images
}

function unquote(value: string): string {
  const plain = value
    .replace(/,$/, '')
    .replace(/\s#.*$/, '')
    .trim()
  return plain.replace(/^(["'])(.*)\1$/, '$2')
}

// jsonpath prints a volume's image, which has parts, as JSON.
const VOLUME = /\{[^{}\s]{0,200}"reference":"([^"{}\s]+)"[^{}\s]{0,200}\}/g

/** Names set apart by blanks or line breaks; `#` begins a comment; counts of `uniq -c` are passed over. */
function readList(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const plain = line.replace(/(?:^|\s)#.*$/, '').trim()
    const words = plain
      .replace(/^\d+\s+(?=\S+$)/, '')
      .replaceAll(VOLUME, ' $1 ')
      .split(/\s+/)
      .filter(Boolean)
    // Several lower-case words could be any sentence.
    const isSentence = words.length > 1 && !words.some((word) => /[/:@]/.test(word))
    if (isSentence) throw new Problem(`${quote(plain)} contains no image.`)
    return words
  })
}
