import { useNotices } from '../../stores/notices.ts'
import { askShell } from '../../stores/shell.ts'
import { fileName, type Exportable, type ExportFormat } from './formats.ts'

/** Makes the file, asks where to save it, and says where it is. */
export async function saveExport(shown: Exportable, format: ExportFormat): Promise<void> {
  await saveContent(() => format.make(shown), fileName(shown.title, format.extension), format)
}

/** Saves content under a name that the person may change. */
export async function saveContent(
  make: () => string | Uint8Array<ArrayBuffer> | Promise<string | Uint8Array<ArrayBuffer>>,
  name: string,
  { name: kind, extension }: Pick<ExportFormat, 'name' | 'extension'>,
): Promise<void> {
  const notices = useNotices()
  try {
    const content = await make()
    const outcome = await askShell('saveFile', { name, content, filter: { name: kind, extensions: [extension] } })
    if (!outcome.ok) notices.say(`Not saved: ${outcome.error.message}`, true)
    else if (outcome.value) notices.say(`Saved ${outcome.value.path}`)
  } catch (thrown) {
    notices.say(`Not saved: ${thrown instanceof Error ? thrown.message : String(thrown)}`, true)
  }
}
