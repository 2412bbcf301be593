import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Which dialog on the chosen study is open. */
export const useDialogs = defineStore('dialogs', () => {
  const open = ref<'edit' | 'delete' | null>(null)
  return { open }
})
