import { onScopeDispose } from 'vue'
import { useIncoming } from '../stores/incoming.ts'
import { useNotices } from '../stores/notices.ts'
import { useRoute } from '../stores/route.ts'
import { useSetup } from '../stores/setup.ts'

/** Bytes: a study spec is far smaller. */
const largestSpec = 1_000_000

/** Takes what is dropped on the window: a spec goes into the form, anything else is offered as a dataset. */
export function useDrops(): void {
  const setup = useSetup()
  const incoming = useIncoming()
  const route = useRoute()
  const notices = useNotices()

  async function take(file: File): Promise<void> {
    if (!file.name.toLowerCase().endsWith('.json')) {
      incoming.path = window.shell.pathOf(file)
      return route.go({ view: 'datasets', dataset: null })
    }
    try {
      if (file.size > largestSpec) throw new Error(`it has ${file.size} bytes`)
      setup.read(await file.text())
      route.go({ view: 'setup' })
    } catch (thrown) {
      notices.say(`${file.name} is no study spec: ${thrown instanceof Error ? thrown.message : String(thrown)}`, true)
    }
  }

  const allow = (event: DragEvent): void => event.preventDefault()
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    const [file] = event.dataTransfer?.files ?? []
    if (file) void take(file)
  }
  window.addEventListener('dragover', allow)
  window.addEventListener('drop', drop)
  onScopeDispose(() => {
    window.removeEventListener('dragover', allow)
    window.removeEventListener('drop', drop)
  })
}
