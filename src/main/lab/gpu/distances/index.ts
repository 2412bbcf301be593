export { benchDeviceDistances } from './benchmark.ts'
export { openDeviceDistances } from './device-distances.ts'
export type { DeviceName } from './messages.ts'
