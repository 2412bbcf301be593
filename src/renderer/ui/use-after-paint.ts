import { onMounted, shallowRef, type ShallowRef } from 'vue'

/** False until what is mounted first has been painted: for parts that a person sees later. */
export function useAfterPaint(): Readonly<ShallowRef<boolean>> {
  const isPainted = shallowRef(false)
  onMounted(() => {
    requestAnimationFrame(() => setTimeout(() => (isPainted.value = true)))
  })
  return isPainted
}
