import { defineStore } from 'pinia'
import { ref } from 'vue'

export interface Notice {
  key: number
  text: string
  isError: boolean
}

/** Milliseconds that a notice stays; an error stays until it is dismissed. */
const staying = 6000

/** Short words about what was just done: saved, copied, finished. */
export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([])
  let last = 0

  function say(text: string, isError = false): void {
    const key = ++last
    notices.value = [...notices.value, { key, text, isError }]
    if (!isError) setTimeout(() => dismiss(key), staying)
  }

  function dismiss(key: number): void {
    notices.value = notices.value.filter((notice) => notice.key !== key)
  }

  return { notices, say, dismiss }
})
