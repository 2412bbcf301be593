import { config } from 'zod'

// The study presets bring zod along, which would otherwise try `new Function` and trip over the content security policy.
config({ jitless: true })
