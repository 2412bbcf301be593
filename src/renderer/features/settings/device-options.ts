import type { EngineDevice, EngineStatus } from '../../../shared/results.ts'
import type { Settings } from '../../../shared/settings.ts'

export interface DeviceOption {
  /** As the settings keep it; null: the best. */
  value: string | null
  title: string
}

/** The devices that can be chosen for an engine; a remembered one that is gone stays in the list. */
export function listDeviceOptions(
  statuses: readonly EngineStatus[],
  { engine, device }: Pick<Settings, 'engine' | 'device'>,
): DeviceOption[] {
  const own = statuses.filter(({ id }) => engine === 'auto' || id === engine)
  const usable = own.flatMap(({ id, devices }) =>
    devices.filter(({ available }) => available).map((found) => ({ id, ...found })),
  )
  const gpus = usable.filter(({ kind }) => kind === 'gpu')
  const options: DeviceOption[] = [
    { value: null, title: 'the best one' },
    ...(gpus.length > 1 || device === 'all' ? [{ value: 'all', title: 'all graphics devices, side by side' }] : []),
    ...usable.map(({ id, name }) => ({ value: name, title: engine === 'auto' ? `${name} (${id})` : name })),
  ]
  if (options.some(({ value }) => value === device)) return options
  return [...options, { value: device, title: `${device ?? ''}: not found` }]
}

/** A device with what it is reached through. */
export function describeDevice({ name, kind, backend, driver }: EngineDevice): string {
  const through = [backend, kind === 'software' ? 'software' : null, driver].filter((part) => part !== null)
  return through.length === 0 ? name : `${name} (${through.join(', ')})`
}
