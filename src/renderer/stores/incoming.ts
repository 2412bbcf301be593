import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What was dropped on the window or chosen, and waits for a name. */
export const useIncoming = defineStore('incoming', () => {
  /** Of a dataset's file or folder; empty for none. */
  const path = ref('')
  return { path }
})
