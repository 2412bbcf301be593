// What is photographed. A view names the home that it needs and leads the page to it.
/** Milliseconds in which a view's answers come and its charts are drawn. */
const settling = 900
const main = (page) => page.getByRole('main')
const layerChoice = (page) => main(page).getByRole('group', { name: 'What is compared' }).getByRole('combobox').first()

/** `home`: one of homes.mjs. `show` waits until the view is complete. */
export const views = [
  {
    name: 'first-launch',
    home: 'empty',
    async show(page) {
      await visit(page, 'overview')
      await main(page).getByRole('button', { name: 'Start the sample study' }).waitFor()
    },
  },
  ...['tickets', 'datasets', 'compare'].map((name) => ({
    name: `${name}-empty`,
    home: 'empty',
    show: (page) => visit(page, name),
  })),
  ...['overview', 'setup', 'tickets', 'datasets', 'settings', 'monitor', 'compare', 'patterns'].map((name) => ({
    name,
    home: 'sample',
    show: (page) => visit(page, name),
  })),
  ...[
    ['setup', 1],
    ['compare', 1],
    ['patterns', 0.3],
    ['patterns', 0.6],
    ['patterns', 1],
    ['monitor', 1],
  ].map(([name, share]) => ({
    name: `${name}-${share === 1 ? 'end' : share * 100}`,
    home: 'sample',
    async show(page) {
      await visit(page, name)
      await scroll(page, share)
    },
  })),
  { name: 'ticket', home: 'sample', show: openTicket },
  {
    name: 'ticket-end',
    home: 'sample',
    async show(page) {
      await openTicket(page)
      await page.getByRole('article').evaluate((article) => article.lastElementChild.scrollIntoView())
      await page.waitForTimeout(settling)
    },
  },
  { name: 'pair', home: 'sample', show: openPair },
  {
    name: 'pair-end',
    home: 'sample',
    async show(page) {
      await openPair(page)
      await scroll(page, 1)
    },
  },
  {
    name: 'compare-layers',
    home: 'sample',
    async show(page) {
      await visit(page, 'compare')
      await layerChoice(page).selectOption({ label: 'all layers' })
      await page.waitForTimeout(settling)
    },
    leave: (page) => layerChoice(page).selectOption({ label: 'mean of all layers' }),
  },
  { name: 'compare-selected', home: 'sample', show: selectCondition, leave: clearSelection },
  {
    name: 'compare-selected-end',
    home: 'sample',
    async show(page) {
      await selectCondition(page)
      await scroll(page, 1)
    },
    leave: clearSelection,
  },
  {
    name: 'tickets-selected',
    home: 'sample',
    async show(page) {
      await selectCondition(page)
      await visit(page, 'tickets')
    },
    leave: clearSelection,
  },
  {
    name: 'tickets-none',
    home: 'sample',
    async show(page) {
      await visit(page, 'tickets')
      await main(page).getByLabel('Find in any column').fill('nowhere')
      await page.waitForTimeout(settling)
    },
    leave: (page) => main(page).getByLabel('Find in any column').fill(''),
  },
  {
    name: 'shortcuts',
    home: 'sample',
    async show(page) {
      await visit(page, 'overview')
      await page.keyboard.press('Control+/')
      await page.getByRole('dialog').waitFor()
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'side-by-side',
    home: 'two',
    async show(page) {
      await page.evaluate(() => window.lab.call('addExample', {}))
      await page.reload() // lists it
      const ids = await page.evaluate(async () => (await window.lab.call('listStudies', {})).value.map(({ id }) => id))
      await visit(page, `overview?pair=${ids[0]}&pair=${ids[1]}`)
      await page.getByText('Testing the conditions…').waitFor({ state: 'hidden', timeout: 60_000 })
    },
  },
  {
    name: 'dataset',
    home: 'sample',
    async show(page) {
      await visit(page, 'datasets')
      await main(page).getByRole('list', { name: 'Datasets of this home' }).getByRole('button').first().click()
      await page.waitForTimeout(settling)
    },
  },
  {
    name: 'setup-mistake',
    home: 'sample',
    async show(page) {
      await visit(page, 'setup')
      await main(page).getByLabel('Trials').first().fill('0')
      await page.waitForTimeout(settling)
    },
    // The form is kept as it was left.
    leave: (page) => main(page).getByLabel('Trials').first().fill('6'),
  },
  {
    name: 'palette',
    home: 'sample',
    async show(page) {
      await visit(page, 'overview')
      await page.keyboard.press('Control+k')
      await page.getByLabel('Find an action').fill('s')
      await page.getByRole('option').first().waitFor()
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'study-edit',
    home: 'sample',
    async show(page) {
      await visit(page, 'monitor')
      await main(page).getByRole('button', { name: 'Edit', exact: true }).click()
      await page.getByRole('dialog').waitFor()
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  { name: 'monitor-paused', home: 'part', show: (page) => visit(page, 'monitor') },
  { name: 'compare-none', home: 'part', show: (page) => visit(page, 'compare') },
  { name: 'overview-paused', home: 'part', show: (page) => visit(page, 'overview') },
  {
    name: 'monitor-running',
    home: 'part',
    async show(page) {
      await visit(page, 'monitor')
      await main(page).getByRole('button', { name: 'Resume' }).first().click()
      await main(page).getByText('images/s').first().waitFor()
      await page.waitForTimeout(settling)
    },
    leave: pauseStudy,
  },
  {
    name: 'tickets-stale',
    home: 'part',
    async show(page) {
      await visit(page, 'monitor')
      await main(page).getByRole('button', { name: 'Resume' }).first().click()
      await visit(page, 'tickets')
      await main(page).getByRole('button', { name: 'Bring up to date' }).waitFor({ timeout: 60_000 })
    },
    leave: pauseStudy,
  },
  { name: 'monitor-failed', home: 'failed', show: (page) => visit(page, 'monitor') },
  { name: 'overview-failed', home: 'failed', show: (page) => visit(page, 'overview') },
  { name: 'broken-home', home: 'broken', show: (page) => page.getByRole('alert').first().waitFor() },
]

async function visit(page, name) {
  await page.evaluate((hash) => (location.hash = hash), `#/${name}`)
  await main(page).locator('h1, h2, p').first().waitFor()
  await page.waitForTimeout(settling)
  for (const busy of await main(page).getByRole('status').filter({ hasText: /…$/ }).all()) {
    await busy.waitFor({ state: 'hidden' })
  }
  await scroll(page, 0)
}

/** `share`: 0 shows the top of the view, 1 its end. */
async function scroll(page, share) {
  await main(page).evaluate(
    (element, to) => element.scrollTo(0, to * (element.scrollHeight - element.clientHeight)),
    share,
  )
  await page.waitForTimeout(200)
}

async function openTicket(page) {
  await visit(page, 'tickets')
  await main(page).getByRole('gridcell').nth(1).click() // the first one ticks the ticket
  await main(page).getByRole('article').waitFor()
  await page.waitForTimeout(settling)
}

/** The first two tickets of the study, side by side. */
async function openPair(page) {
  await visit(page, 'compare')
  const pair = await page.evaluate(async () => {
    const studies = await window.lab.call('listStudies', {})
    const tickets = await window.lab.call('listTickets', { study: studies.value[0].id })
    return tickets.value.slice(0, 2).map(({ id }) => `pair=${id}`)
  })
  await page.evaluate((query) => (location.hash = `#/compare?${query}`), pair.join('&'))
  await page.getByRole('figure').first().waitFor()
  await page.waitForTimeout(settling)
}

/** A condition of the statistics: its pairs light up everywhere. */
async function selectCondition(page) {
  await visit(page, 'compare')
  await main(page).getByRole('button', { name: 'winning fashion' }).first().click()
  await page.waitForTimeout(settling)
  await scroll(page, 0)
}

async function clearSelection(page) {
  await visit(page, 'compare')
  await main(page).getByRole('button', { name: 'Clear selection' }).click()
}

async function pauseStudy(page) {
  await visit(page, 'monitor')
  await main(page).getByRole('button', { name: 'Pause' }).first().click()
  await main(page).getByRole('button', { name: 'Resume' }).first().waitFor()
}
