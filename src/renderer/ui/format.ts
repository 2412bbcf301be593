export { formatInterval, formatNumber, formatProbability } from '../../shared/numbers.ts'

/** 0…1 as a percentage with a narrow space. */
export function formatShare(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`
}

/** Seconds in the two largest units: `48 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const pad = (value: number): string => String(value).padStart(2, '0')
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`
}

/** Whole numbers with narrow spaces between thousands. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Bytes in the largest unit that leaves at least one, by thousands: `4.3 MB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const value = bytes / 1000 ** power
  return `${value.toFixed(power > 0 && value < 100 ? 1 : 0)} ${byteUnits[power] ?? ''}`
}

/** `about 2 min 03 s`, or `2 min 03 s to 2 min 40 s` where the ends differ by more than a tenth. */
export function formatDurationRange([low, high]: readonly [number, number]): string {
  return high - low > high / 10 ? `${formatDuration(low)} to ${formatDuration(high)}` : `about ${formatDuration(high)}`
}

/** `24 Nov 2026, 22:01` in local time; empty for no time. */
export function formatDate(iso: string): string {
  if (iso === '') return ''
  const date = new Date(iso)
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
  return `${day}, ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}
