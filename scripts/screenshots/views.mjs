// What is photographed. A view names the home that it needs and leads the page to it.
/** Milliseconds in which a view's answers come and its charts are drawn. */
const settling = 900
const main = (page) => page.getByRole('main')

/** `home`: `empty`, or `sample`, which holds a finished sample study. `show` waits until the view is complete. */
export const views = [
  {
    name: 'empty',
    home: 'empty',
    show: (page) => main(page).getByRole('button', { name: 'Start the sample study' }).waitFor(),
  },
  ...['overview', 'setup', 'tickets', 'datasets', 'settings', 'monitor', 'compare', 'patterns'].map((name) => ({
    name,
    home: 'sample',
    async show(page) {
      await page.evaluate((hash) => (location.hash = hash), `#/${name}`)
      await main(page).getByRole('heading').first().waitFor()
      await scroll(page, 0)
      await page.waitForTimeout(settling)
    },
  })),
  {
    name: 'ticket',
    home: 'sample',
    async show(page) {
      await page.evaluate(() => (location.hash = '#/tickets'))
      await main(page).getByRole('gridcell').nth(1).click()
      await main(page).getByRole('article').waitFor()
      await page.waitForTimeout(settling)
    },
  },
]

/** `share`: 0 shows the top of the view, 1 its end. */
function scroll(page, share) {
  return main(page).evaluate((element, to) => element.scrollTo(0, to * element.scrollHeight), share)
}
