import type { Platform } from '../registry/manifest.ts'

/** `linux/arm/v7`; Windows with its build: `windows/amd64 10.0.20348.1`. */
export function formatPlatform({ os, architecture, variant, osVersion }: Platform): string {
  return `${os}/${architecture}${variant ? `/${variant}` : ''}${osVersion ? ` ${osVersion}` : ''}`
}
