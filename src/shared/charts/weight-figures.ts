import type { PatternReport } from '../results.ts'
import { formatNumber, planAxis } from './axis.ts'
import { line, rect, text, type Shape } from './drawing.ts'
import type { Figure } from './figure.ts'
import { drawHeatScale } from './heat-scale.ts'
import { describeGroups } from './pattern-figures.ts'
import { categories, categoryOf, gridInk, heatColour, ink, inkOn, quietInk } from './style.ts'

const panel = { width: 250, height: 150, left: 46, right: 12, top: 28, bottom: 42 }

/** Figure 2a: how many weights are left in each filter, a histogram for each group. */
export function buildFilterFigure({ layer, groups }: PatternReport): Figure {
  const entries = Object.entries(groups)
  const columns = Math.min(2, entries.length)
  const width = panel.left + panel.width + panel.right
  const height = panel.top + panel.height + panel.bottom
  const shares = entries.map(([, { weightsPerFilter }]) => {
    const filters = weightsPerFilter.histogram.reduce((sum, count) => sum + count, 0)
    return weightsPerFilter.histogram.map((count) => (filters === 0 ? 0 : count / filters))
  })
  const axis = planAxis([0, ...shares.flat()], 4)
  const shapes = entries.flatMap(([name, group], index): Shape[] => {
    const { histogram, mean, sd } = group.weightsPerFilter
    const start = (index % columns) * width + panel.left
    const bottom = Math.floor(index / columns) * height + panel.top + panel.height
    const at = (share: number): number => bottom - (share / axis.max) * panel.height
    const slot = panel.width / histogram.length
    const colour = categories[categoryOf(name)].colour
    const spread = `mean ${formatNumber(mean, 2)}, SD ${sd === null ? '–' : formatNumber(sd, 2)}`
    return [
      text({ x: start, y: bottom - panel.height - 10, text: name, fill: ink, size: 12, bold: true }),
      text({
        x: start + panel.width,
        y: bottom - panel.height - 10,
        text: spread,
        fill: quietInk,
        size: 10,
        align: 'end',
      }),
      ...axis.ticks.flatMap((tick): Shape[] => [
        line(gridInk, 1, start, at(tick), start + panel.width, at(tick)),
        text({
          ...{ x: start - 5, y: at(tick) + 4, fill: ink, size: 10, align: 'end' },
          text: `${formatNumber(tick * 100, Math.max(0, axis.digits - 2))} %`,
        }),
      ]),
      ...histogram.map((count, kept) => {
        const top = at(shares[index]?.[kept] ?? 0)
        return rect({
          ...{ x: start + kept * slot + slot * 0.1, y: top, width: slot * 0.8, height: bottom - top },
          ...{ fill: colour, data: { group: name, kept, count } },
        })
      }),
      ...histogram.flatMap((_, kept) =>
        kept % 3 === 0
          ? [
              text({
                x: start + (kept + 0.5) * slot,
                y: bottom + 14,
                text: `${kept}`,
                fill: ink,
                size: 10,
                align: 'middle',
              }),
            ]
          : [],
      ),
      line(quietInk, 1, start, bottom, start + panel.width, bottom),
      text({
        ...{ x: start + panel.width / 2, y: bottom + 32, fill: quietInk, size: 11, align: 'middle' },
        text: 'weights left in a filter',
      }),
    ]
  })
  return {
    number: '2a',
    title: `Weights left in each filter of ${layer}`,
    caption: `Histogram of the number of weights left per filter of ${layer} for each group of subnetworks, as the share of the group's filters. ${describeGroups(groups)}`,
    drawing: { width: width * columns, height: height * Math.ceil(entries.length / columns), shapes },
    data: {
      columns: ['group', 'kept', 'filters'],
      rows: entries.flatMap(([name, group]) =>
        group.weightsPerFilter.histogram.map((count, kept) => [name, kept, count]),
      ),
    },
  }
}

const cell = 30

/** Figure 2b: how many weights are left in each position of the filters, one row for each group. */
export function buildPositionFigure({ layer, groups }: PatternReport): Figure {
  const entries = Object.entries(groups)
  const channels = entries[0]?.[1].weightsPerPosition.counts.length ?? 0
  // Groups may have different numbers of tickets: colours show the share of a position's weights that are left.
  const filters = entries.map(([, { kernels }]) => (channels === 0 ? 0 : kernels / channels))
  const shares = entries.map(([, { weightsPerPosition }], index) =>
    weightsPerPosition.counts.flat(2).map((count) => (filters[index] === 0 ? 0 : count / (filters[index] ?? 1))),
  )
  const scale = { min: Math.min(...shares.flat()), max: Math.max(...shares.flat()) }
  const perRow = Math.min(channels, 16)
  const block = 3 * cell + 14
  const lines = Math.ceil(channels / Math.max(1, perRow))
  const rowHeight = lines * block + 16
  const left = 150
  const shapes = entries.flatMap(([name, { weightsPerPosition }], row): Shape[] => {
    const top = row * rowHeight + 30
    const { mean, sd } = weightsPerPosition
    return [
      text({ x: 10, y: top + 1.5 * cell, text: name, fill: ink, size: 12, bold: true }),
      text({ ...{ x: 10, y: top + 1.5 * cell + 16, fill: quietInk, size: 10 }, text: `mean ${formatNumber(mean, 1)}` }),
      text({
        ...{ x: 10, y: top + 1.5 * cell + 30, fill: quietInk, size: 10 },
        text: `SD ${sd === null ? '–' : formatNumber(sd, 2)}`,
      }),
      ...weightsPerPosition.counts.flatMap((kernel, channel) =>
        kernel.flatMap((counts, kernelRow) =>
          counts.flatMap((count, column): Shape[] => {
            const share = shares[row]?.[channel * 9 + kernelRow * 3 + column] ?? 0
            const place = scale.max > scale.min ? (share - scale.min) / (scale.max - scale.min) : 0.5
            const x = left + (channel % perRow) * block + column * cell
            const y = top + Math.floor(channel / perRow) * block + kernelRow * cell
            const data = { group: name, channel, row: kernelRow, column, count }
            return [
              rect({ x, y, width: cell, height: cell, fill: heatColour(place), data }),
              text({
                ...{ x: x + cell / 2, y: y + cell / 2 + 3.5, fill: inkOn(place), size: 9.5, align: 'middle' },
                text: `${count}`,
              }),
            ]
          }),
        ),
      ),
    ]
  })
  const heads = Array.from({ length: perRow }, (_, channel) =>
    text({
      ...{ x: left + channel * block + 1.5 * cell, y: 20, fill: quietInk, size: 11, align: 'middle' },
      text: `channel ${channel}`,
    }),
  )
  const bottom = entries.length * rowHeight + 30
  const bounds = [scale.min, scale.max].map((share) => `${formatNumber(share * 100, 1)} %`)
  return {
    number: '2b',
    title: `Weights left in each position of the filters of ${layer}`,
    caption: `How many weights are left in each position of the filters of ${layer}, one row for each group. Brighter is more; colours show the share that is left, numbers the count. ${describeGroups(groups)}`,
    drawing: {
      width: Math.max(left + perRow * block + 10, left + 240),
      height: bottom + 40,
      shapes: [...heads, ...shapes, ...drawHeatScale(left, bottom, 160, bounds[0] ?? '', bounds[1] ?? '')],
    },
    data: {
      columns: ['group', 'channel', 'row', 'column', 'count'],
      rows: entries.flatMap(([name, { weightsPerPosition }]) =>
        weightsPerPosition.counts.flatMap((kernel, channel) =>
          kernel.flatMap((counts, row) => counts.map((count, column) => [name, channel, row, column, count])),
        ),
      ),
    },
  }
}
