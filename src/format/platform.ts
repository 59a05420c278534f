import type { Platform } from '../registry/manifest.ts'
import { visibleText } from './visibleText.ts'

/** `linux/arm/v7`; Windows with its build: `windows/amd64 10.0.20348.1`. Escaped, since it comes from the image. */
export function formatPlatform({ os, architecture, variant, osVersion }: Platform): string {
  const text = `${os}/${architecture}${variant ? `/${variant}` : ''}${osVersion ? ` ${osVersion}` : ''}`
  return visibleText(text, 200)
}
