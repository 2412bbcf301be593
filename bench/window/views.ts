import type { Page } from 'playwright-core'

/** Milliseconds: what is not there by then never comes. */
const patience = 20_000

interface MeasuredView {
  id: string
  /** What is there once the view shows what it is for. */
  shown: string
}

/** Every view, in the order of the navigation: Ctrl and its place open it. */
const views: readonly MeasuredView[] = [
  { id: 'overview', shown: 'section[aria-label="Studies"] tbody tr' },
  { id: 'setup', shown: 'form input' },
  { id: 'tickets', shown: '[role="grid"][aria-label="Tickets"] [role="row"][aria-selected]' },
  { id: 'datasets', shown: 'article[aria-label^="Dataset "]' },
  { id: 'settings', shown: 'section[aria-label="Home"]' },
  { id: 'monitor', shown: 'figure[aria-label="Accuracy by round"] canvas' },
  { id: 'compare', shown: 'figure[aria-label^="NNSTD±"] canvas' },
  { id: 'patterns', shown: 'table[aria-label="Groups in numbers"]' },
]

/** Milliseconds from the keys that open a view until what it shows has been painted. */
export function timeView(page: Page, id: string): Promise<number> {
  const place = views.findIndex((view) => view.id === id)
  const press = `window.dispatchEvent(new KeyboardEvent('keydown',
    { ctrlKey: true, code: 'Digit${place + 1}', key: '${place + 1}', bubbles: true }))`
  return timePaint(page, press, views[place]?.shown ?? '')
}

/** Milliseconds from a statement of the page until an element is there and a frame with it has been painted. */
export function timePaint(page: Page, statement: string, shown: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    const begun = performance.now();
    ${statement};
    const look = () => {
      if (performance.now() - begun > ${patience}) return reject(new Error(${JSON.stringify(`no ${shown}`)}))
      if (!document.querySelector(${JSON.stringify(shown)})) return requestAnimationFrame(look)
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)))
    }
    requestAnimationFrame(look)
  })`)
}

/** A way that goes from each view to each other one once, as ids; the first is where it starts. */
export function everySwitch(): string[] {
  const count = views.length
  const left = views.map((_, from) => views.flatMap((_view, to) => (to === from ? [] : [to])))
  const stack = [0]
  const way: number[] = []
  // Hierholzer: every view is left as often as it is entered, so one round takes every switch.
  while (stack.length > 0) {
    const next = left[stack.at(-1) ?? 0]?.pop()
    if (next === undefined) way.push(stack.pop() ?? 0)
    else stack.push(next)
  }
  if (way.length !== count * (count - 1) + 1) throw new Error('the way misses a switch')
  return way.toReversed().map((place) => views[place]?.id ?? '')
}

export const firstViews: readonly string[] = views.map(({ id }) => id)
