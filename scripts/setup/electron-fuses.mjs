// Makes an Electron built for another program start any: its own snapshot off, inspection (for tests) on.
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

await flipFuses(process.argv[2], {
  version: FuseVersion.V1,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
})
