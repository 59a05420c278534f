/** Media types of the OCI image-spec and of Docker's image manifest v2. */
export const MEDIA_TYPE = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociArtifactManifest: 'application/vnd.oci.artifact.manifest.v1+json',
  ociConfig: 'application/vnd.oci.image.config.v1+json',
  ociEmpty: 'application/vnd.oci.empty.v1+json',
  dockerManifestList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  schema1: 'application/vnd.docker.distribution.manifest.v1+json',
  signedSchema1: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
} as const

const NAME = '[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}'
const CONTENT_TYPE = new RegExp(`^${NAME}/${NAME}(?:[ \\t]*;[ -~]*)?$`)

/**
 * Whether a string is valid as a `Content-Type`: a media type, with or without parameters.
 *
 * @see RFC 6838, 4.2 "Naming Requirements"; RFC 9110, 8.3.1 "Media Type"
 */
export function isContentType(text: string): boolean {
  return text.length <= 512 && CONTENT_TYPE.test(text)
}

/**
 * Sent with every manifest request. Given fewer types, distribution 2.8 converts to schema 1 or picks one platform
 * of a list, with a different digest; deleting that digest would hit the wrong manifest.
 */
export const MANIFEST_ACCEPT = [
  MEDIA_TYPE.ociIndex,
  MEDIA_TYPE.ociManifest,
  MEDIA_TYPE.dockerManifestList,
  MEDIA_TYPE.dockerManifest,
  `${MEDIA_TYPE.signedSchema1};q=0.5`,
  `${MEDIA_TYPE.schema1};q=0.5`,
  `${MEDIA_TYPE.ociArtifactManifest};q=0.3`,
].join(', ')
