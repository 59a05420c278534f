import { pushArtifact, pushImage, pushIndex } from '../stack/content.mjs'
import { repositoryTable, rowOf, tagTable } from './rows.ts'
import { BIDI, HOSTILE, LINKS, SCRIPT, expectHarmless, visit, visitViews } from './strangers.ts'
import { expect, test } from './watched.ts'

test('untrusted labels, environment, history and annotations are plain text', async ({
  page,
  repository,
  place,
}) => {
  const annotations = {
    'org.opencontainers.image.url': LINKS[0]!,
    'org.opencontainers.image.source': 'https://example.org/\u202esource',
    'org.opencontainers.image.title': HOSTILE,
    [`name ${SCRIPT}`]: HOSTILE,
    __proto__: 'x',
  }
  await pushImage({
    ...place,
    tag: '1.0',
    annotations,
    platform: { os: `linux${BIDI}`, architecture: SCRIPT, variant: BIDI },
    history: [{ created_by: HOSTILE, author: HOSTILE, comment: HOSTILE }],
    config: {
      author: HOSTILE,
      config: {
        Env: [`A=${HOSTILE}`, SCRIPT, `URL=${LINKS[1]}`],
        Cmd: [HOSTILE],
        Entrypoint: [HOSTILE],
        User: HOSTILE,
        WorkingDir: HOSTILE,
        ExposedPorts: { [HOSTILE]: {} },
        Volumes: { [HOSTILE]: {} },
        StopSignal: HOSTILE,
        Healthcheck: { Test: ['CMD', HOSTILE] },
        Labels: {
          [HOSTILE]: HOSTILE,
          url: LINKS[0],
          data: LINKS[2],
          'org.opencontainers.image.documentation': LINKS[1],
        },
      },
    },
  })
  await visitViews(page, `/image/${repository}:1.0`)
  await page.goto(`/image/${repository}:1.0?view=config`)
  const labels = page.getByRole('table', { name: 'Labels' })
  await expect(labels).toContainText('javascript:globalThis.ran=1')
  await expect(labels.getByRole('link')).toHaveCount(0)
  await expect(labels).toContainText('<script>globalThis.ran = 1</script>')
  await expect(labels).toContainText('\\u202e')
  await visit(page, `/repository/${repository}`)
  await expect(rowOf(tagTable(page), '1.0')).toContainText('\\u202e')
  await expectHarmless(page)
  // What is copied is what is seen, since it may be pasted into a terminal.
  await page.goto(`/image/${repository}:1.0`)
  for (const button of ['Copy Dockerfile', 'Copy command']) {
    await page.getByRole('button', { name: button }).first().click()
    const field = page.getByRole('combobox', { name: 'Go to a repository' })
    await field.fill('')
    await page.keyboard.press('Control+V')
    await expect(field, button).toHaveValue(/safe\\u202egnp\.exe\\u2066\\u0007\\u001b\[31m/)
  }
})

test('untrusted names and types in artifacts and indexes are plain text', async ({
  page,
  repository,
  place,
  push,
}) => {
  const [subject] = await push('subject')
  await pushArtifact({
    ...place,
    tag: 'artifact',
    artifactType: `application/vnd.${BIDI}${SCRIPT}`,
    config: { mediaType: `application/x-${BIDI}`, content: JSON.stringify({ [HOSTILE]: HOSTILE }) },
    files: [
      { mediaType: `text/${HOSTILE}`, content: 'x', name: `../../${BIDI}` },
      { mediaType: 'text/html', content: SCRIPT, name: SCRIPT },
    ],
    annotations: { [HOSTILE]: HOSTILE },
  })
  await pushIndex({
    ...place,
    tag: 'index',
    artifactType: `x/${BIDI}`,
    annotations: { [HOSTILE]: HOSTILE },
    manifests: [
      {
        ...subject.descriptor,
        artifactType: `x/${BIDI}`,
        annotations: { [HOSTILE]: HOSTILE },
        platform: { os: HOSTILE, architecture: HOSTILE, variant: BIDI, 'os.version': BIDI },
      },
    ],
  })
  for (const tag of ['artifact', 'index']) {
    await visitViews(page, `/image/${repository}:${tag}`)
  }
  await page.goto(`/repository/${repository}`)
  await expect(rowOf(tagTable(page), 'index')).toContainText('sha256:')
  await expect(rowOf(tagTable(page), 'artifact')).toContainText('sha256:')
  await expectHarmless(page)
})

test('what the registry says in errors and lists is plain text', async ({
  page,
  faults,
  repository,
  push,
}) => {
  await push('1.0')
  const error = (status: number) =>
    ({ fault: 'status', status, code: HOSTILE, message: HOSTILE }) as const
  for (const status of [403, 404, 500]) {
    faults.rules([error(status)])
    for (const address of ['/', `/repository/${repository}`, `/image/${repository}:1.0`]) {
      await page.goto(address)
      await expect(
        page
          .getByRole('alert')
          .or(page.getByText(/no tags|has no repository/))
          .first(),
      ).toBeVisible()
      await expectHarmless(page)
    }
  }
  faults.rules([
    {
      fault: 'body',
      path: /_catalog/,
      body: JSON.stringify({ repositories: [HOSTILE, '../../x', LINKS[0], 'a/b', 5, null, {}] }),
    },
    {
      fault: 'body',
      path: /tags\/list/,
      body: JSON.stringify({ tags: [HOSTILE, '..', LINKS[0], '1.0', 5, null, []] }),
    },
  ])
  await visit(page, '/')
  await expect(repositoryTable(page).getByRole('row')).toHaveCount(2)
  await expect(page.getByRole('main')).toContainText(/6 names .* invalid/)
  await visit(page, `/repository/${repository}`)
  await expect(tagTable(page).getByRole('row')).toHaveCount(2)
})

test('nonsensical addresses lead to a page that says so', async ({ page, baseURL }) => {
  const script = encodeURIComponent(SCRIPT)
  for (const address of [
    `/repository/${script}`,
    `/image/${script}`,
    '/repository/%FF%FE',
    '/image/%C0%AE%C0%AE/x:1',
    '/image/a:%E2%80%AE',
    '/repository/__proto__',
    `/?q=${script}&view=constructor`,
    '/?q=%E2%80%AEtxt',
    '/constructor',
    '/%5C%5Cevil.test/',
    `${baseURL}//evil.test/`,
  ]) {
    await test.step(address, async () => {
      await page.goto(address)
      await expect(page.getByRole('link', { name: 'Homeport, all repositories' })).toBeVisible()
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectHarmless(page)
      expect(new URL(page.url()).hostname).toBe('homeport.test')
    })
  }
})

test('searches from links finish, however long they are', async ({
  page,
  registry,
  repository,
  place,
}) => {
  await pushImage({ ...place, tag: `${'a'.repeat(100)}_` })
  const words = 'alpha bravo charlie delta echoes foxtrot golfs hotel india juliett kilos'.split(
    ' ',
  )
  const name = `${repository}/${words.join('-')}`
  await pushImage({ origin: registry.origin, repository: name, tag: '1' })
  const says = (text: RegExp) => page.getByText(text)
  const tags = `/repository/${repository}`
  for (const [address, answer] of [
    [`/?q=${words.toReversed().join('+')}+alhpa`, rowOf(repositoryTable(page), name)],
    [`/?q=${'a'.repeat(4000)}`, says(/^No repository matches “aaa/)],
    [`/?q=${'ab+'.repeat(1300)}`, says(/^No repository matches “ab ab/)],
    [`${tags}?q=${'a'.repeat(4000)}`, says(/^No tag matches/)],
    [`${tags}?q=/^(a%2B)%2B$/`, says(/press Enter in the field/)],
    [`${tags}?view=cleanup&tags=a*&q=/^(a%2B)%2B$/`, says(/press Enter in the field/)],
    [`${tags}?view=cleanup&tags=${'*a'.repeat(2000)}`, says(/can’t match any tag/)],
    [`${tags}?view=cleanup&${'tags=a*b&'.repeat(800)}q=b`, says(/^750 more clauses not shown/)],
    [`/deleted?q=${'a'.repeat(4000)}`, says(/^Nothing has been deleted using this browser/)],
  ] as const) {
    await test.step(address.slice(0, 80), async () => {
      await page.goto(address)
      await expect(answer.first()).toBeVisible()
      // It still responds once the whole page is loaded.
      await page.waitForLoadState('load')
      await page.getByRole('link', { name: 'Homeport, all repositories' }).hover()
    })
  }
  const field = page.getByRole('combobox')
  await field.fill('a'.repeat(100_000))
  await expect(page.getByText('Type a name such as')).toBeVisible()
})
