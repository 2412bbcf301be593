// What is photographed. A view names the home that it needs and leads the page to it.
const main = (page) => page.getByRole('main')

/** `home`: `empty`, or `sample`, which holds a finished sample study. `show` waits until the view is complete. */
export const views = [
  {
    name: 'empty',
    home: 'empty',
    show: (page) => main(page).getByRole('button', { name: 'Start the sample study' }).waitFor(),
  },
  {
    name: 'study',
    home: 'sample',
    async show(page) {
      await drawn(page, 'Accuracy by round')
      await scroll(page, 0)
    },
  },
  {
    name: 'distances',
    home: 'sample',
    async show(page) {
      await drawn(page, 'NNSTD± distances by condition')
      await scroll(page, 1)
    },
  },
]

/** Waits for a figure. */
function drawn(page, name) {
  return page.getByRole('figure', { name, exact: true }).locator('canvas').first().waitFor()
}

/** `share`: 0 shows the top of the view, 1 its end. */
function scroll(page, share) {
  return main(page).evaluate((element, to) => element.scrollTo(0, to * element.scrollHeight), share)
}
