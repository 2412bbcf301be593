import { onScopeDispose } from 'vue'
import { useImport } from '../stores/import.ts'
import { useNotices } from '../stores/notices.ts'
import { useRoute } from '../stores/route.ts'
import { useSetup } from '../stores/setup.ts'

/** Bytes: a study spec is far smaller. */
const largestSpec = 1_000_000

/** Takes what is dropped on the window: a spec goes into the form; tickets, networks and datasets are looked at. */
export function useDrops(): void {
  const setup = useSetup()
  const imports = useImport()
  const route = useRoute()
  const notices = useNotices()

  async function take(files: readonly File[]): Promise<void> {
    const [file] = files
    if (!file) return
    if (!file.name.toLowerCase().endsWith('.json'))
      return imports.open(files.map((one) => window.shell.pathOf(one)).filter((path) => path !== ''))
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
    void take([...(event.dataTransfer?.files ?? [])])
  }
  window.addEventListener('dragover', allow)
  window.addEventListener('drop', drop)
  onScopeDispose(() => {
    window.removeEventListener('dragover', allow)
    window.removeEventListener('drop', drop)
  })
}
