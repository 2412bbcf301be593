import type { EngineDevice } from '../../../shared/results.ts'
import type { GpuAdapter, GpuSurvey } from '../gpu/adapter.ts'
import type { EngineOffer } from './offer.ts'

/** What decides on a machine's adapters beside the adapters themselves. */
export interface AdapterRules {
  platform: NodeJS.Platform
  /** For tests: software adapters may be used (TICKETSCOPE_SOFTWARE_GPU=1). */
  softwareAllowed: boolean
}

/** Bytes that a kernel must see of one buffer: the largest layer of Conv-2, its gradient or a batch of its maps. */
const neededBytes = 32 * 2 ** 20

type Complaint = Pick<EngineOffer, 'problem' | 'remedy'>

/** Which of the adapters that were found WebGPU is used on, and why not on the others. */
export function judgeAdapters(survey: GpuSurvey, rules: AdapterRules): EngineOffer {
  const judged = survey.adapters.map((adapter, place) => {
    const complaint = complain(adapter, survey.adapters.slice(0, place), rules)
    return { complaint, device: describe(adapter, complaint) }
  })
  const devices = [...judged.map(({ device }) => device)].sort(softwareLast)
  if (devices.some(({ available }) => available)) return { devices, problem: null, remedy: null }
  const [first] = judged
  return { devices, ...(first?.complaint ?? explainAbsence(survey, rules.platform)) }
}

const softwareLast = (a: EngineDevice, b: EngineDevice): number =>
  Number(a.kind === 'software') - Number(b.kind === 'software')

function describe({ name, software, backend, driver }: GpuAdapter, complaint: Complaint | null): EngineDevice {
  return {
    name,
    kind: software ? 'software' : 'gpu',
    available: complaint === null,
    reason: complaint && `${complaint.problem}; ${complaint.remedy}`,
    backend,
    driver,
  }
}

/** What is wrong with an adapter; `before`: those that stand before it. */
function complain(adapter: GpuAdapter, before: readonly GpuAdapter[], rules: AdapterRules): Complaint | null {
  const { name, software, backend } = adapter
  if (software && !rules.softwareAllowed)
    return {
      problem: `${name} is software, which computes on the CPU, slower than the wasm engine`,
      remedy: `${driverRemedy(rules.platform)}; for tests, TICKETSCOPE_SOFTWARE_GPU=1 permits it`,
    }
  const least = Math.min(adapter.maxStorageBufferBindingSize, adapter.maxBufferSize)
  if (least < neededBytes)
    return {
      problem: `${name} shows a kernel ${Math.floor(least / 2 ** 20)} MiB at a time, and training needs ${neededBytes / 2 ** 20} MiB`,
      remedy: 'update its driver, or use the wasm engine',
    }
  // WebGPU for Node takes the first adapter whose name has the wanted one in it.
  const hidden = before.find((other) => other.backend === backend && other.name.includes(name))
  if (hidden)
    return {
      problem: `${name} cannot be told from ${hidden.name === name ? 'another of the same name' : hidden.name}`,
      remedy:
        'to use both, run a second Ticketscope with a home of its own where only this one is seen, as in a container',
    }
  return null
}

function explainAbsence({ complaint, fault }: GpuSurvey, platform: NodeJS.Platform): Complaint {
  const words = complaint === null ? '' : ` (${complaint})`
  if (fault === 'library')
    return {
      problem: `WebGPU for Node does not load on this system${words}`,
      remedy: 'it needs Windows, macOS, or Linux with glibc 2.34; where that is so, run npm ci again',
    }
  if (fault === 'driver')
    return { problem: `the look for graphics devices broke down in a driver${words}`, remedy: driverRemedy(platform) }
  if (platform === 'linux' && complaint?.includes("Couldn't load Vulkan"))
    return {
      problem: `the Vulkan loader does not load${words}`,
      remedy: `install it (Debian, Ubuntu: libvulkan1; Fedora: vulkan-loader; Arch: vulkan-icd-loader), and ${driverRemedy(platform)}`,
    }
  return {
    problem: `no ${apiNames[platform] ?? 'Vulkan'} driver for a graphics device was found${words}`,
    remedy: driverRemedy(platform),
  }
}

const apiNames: Partial<Record<NodeJS.Platform, string>> = { darwin: 'Metal', win32: 'Direct3D 12' }

function driverRemedy(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'install the newest driver of the graphics card’s maker'
  if (platform === 'darwin') return 'update macOS; inside a virtual machine there may be no graphics device'
  return (
    'install the driver of the graphics card (NVIDIA: its own; AMD, Intel: mesa-vulkan-drivers), or in a container of an ' +
    'NVIDIA machine set NVIDIA_DRIVER_CAPABILITIES=all'
  )
}
