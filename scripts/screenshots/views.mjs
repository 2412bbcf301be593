// What is photographed. A view names the home that it needs and leads the page to it.
const main = (page) => page.getByRole('main')

/** `home`: `empty`, or `sample`, which holds a finished sample study. `show` waits until the view is complete. */
export const views = [
  {
    name: 'empty',
    home: 'empty',
    show: (page) => main(page).getByRole('button', { name: 'Start the sample study' }).waitFor(),
  },
  { name: 'study', home: 'sample', show: (page) => showFigure(page, 'Accuracy by round') },
  {
    name: 'distances',
    home: 'sample',
    async show(page) {
      await showFigure(page, 'NNSTD± distances by condition')
      await page.getByRole('table', { name: 'Distances by condition' }).scrollIntoViewIfNeeded()
    },
  },
]

/** Scrolls to a figure once it is drawn; the canvas comes a frame after its data. */
async function showFigure(page, name) {
  const figure = page.getByRole('figure', { name, exact: true })
  await figure.locator('canvas').first().waitFor()
  await figure.scrollIntoViewIfNeeded()
}
